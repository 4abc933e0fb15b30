/// Keys that everybody can sign with, because whoever has the checkout can make or read them.
package enum DevelopmentKey {
    /// How the `kid` of such a key starts. Nothing but development ever trusts a key of that name.
    package static let idPrefix = "development-"

    package static func isOne(_ keyID: String?) -> Bool { keyID?.utf8.starts(with: idPrefix.utf8) ?? false }
}
