package import JOSE

/// An issuer whose tokens count, with the keys and the rules that belong to it alone.
///
/// A key is never shared between issuers, and a token's header never chooses its issuer: `iss` is only read to find the
/// entry, and is then checked again, byte for byte, on the verified claims.
package struct TrustedIssuer: Sendable {
    /// The `iss` value, compared byte for byte (OpenID Connect Discovery 1.0, section 4.3; RFC 8725, section 3.8).
    package let identifier: String
    /// `nil` while there are none: they were not fetched yet, or those at hand grew too old.
    package var keys: KeySet?
    package let rules: ClaimRules
    /// The algorithms of keys that the issuer may still publish; empty when its keys are fixed.
    package let fetchedAlgorithms: Set<JWSAlgorithm>

    package init(
        identifier: String, keys: KeySet?, rules: ClaimRules, fetchedAlgorithms: Set<JWSAlgorithm> = []
    ) {
        self.identifier = identifier
        self.keys = keys
        self.rules = rules
        self.fetchedAlgorithms = fetchedAlgorithms
    }
}
