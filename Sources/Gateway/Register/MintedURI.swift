import Foundation

/// The URI of a bestuur that did not have one.
package enum MintedURI {
    /// The base under which the Loket mints them.
    package static let base = "http://data.lblod.info/id/bestuurseenheden/"

    /// A new one, with a random UUID (RFC 9562, section 5.4) in lower case, as the Loket writes them.
    package static func make() -> String { base + UUID().uuidString.lowercased() }
}
