package import JOSE

/// All issuers whose tokens count, found by `iss`, byte for byte.
package struct TrustedIssuers: Sendable {
    package private(set) var all: [TrustedIssuer]

    /// - Throws: ``IssuerListError`` when there is none, or two have one identifier.
    package init(_ issuers: [TrustedIssuer]) throws(IssuerListError) {
        guard !issuers.isEmpty else { throw .empty }
        for (index, issuer) in issuers.enumerated() {
            for other in issuers[..<index] where Self.equal(other.identifier, issuer.identifier) {
                throw .repeated(issuer.identifier)
            }
        }
        all = issuers
    }

    /// The only issuer, when there is one: a token need then not be opened to find its issuer.
    var only: TrustedIssuer? { all.count == 1 ? all[0] : nil }

    /// The same issuers, one of them with other keys.
    package func replacing(keys: KeySet?, of identifier: String) -> TrustedIssuers {
        var copy = self
        for index in copy.all.indices where Self.equal(copy.all[index].identifier, identifier) {
            copy.all[index].keys = keys
        }
        return copy
    }

    package func issuer(_ identifier: String) -> TrustedIssuer? {
        all.first { Self.equal($0.identifier, identifier) }
    }

    /// `String` would compare by canonical equivalence, by which other bytes can be the same text.
    private static func equal(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}

/// Why a list of issuers cannot be used.
package enum IssuerListError: Error, Equatable, CustomStringConvertible {
    case empty
    case repeated(String)

    package var description: String {
        switch self {
        case .empty: "no issuer is configured, so no token could ever count"
        case .repeated(let identifier): "the issuer `\(identifier)` is configured twice"
        }
    }
}
