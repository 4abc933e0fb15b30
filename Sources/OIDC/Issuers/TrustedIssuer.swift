package import JOSE

/// An issuer whose tokens count, with the keys and the rules that belong to it alone.
///
/// A key is never shared between issuers, and a token's header never chooses its issuer: `iss` is only read to find the
/// entry, and is then checked again, byte for byte, on the verified claims.
package struct TrustedIssuer: Sendable {
    /// The `iss` value, compared byte for byte (OpenID Connect Discovery 1.0, section 4.3; RFC 8725, section 3.8).
    package let identifier: String
    package let keys: KeySet
    package let rules: ClaimRules

    package init(identifier: String, keys: KeySet, rules: ClaimRules) {
        self.identifier = identifier
        self.keys = keys
        self.rules = rules
    }
}
