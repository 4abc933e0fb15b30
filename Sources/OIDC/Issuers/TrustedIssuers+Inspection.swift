package import JOSE

extension TrustedIssuers {
    /// The issuer that ``Authenticator`` would choose for a token, by its word alone; `nil` when it names none of these.
    package func chosen(for token: [UInt8]) -> TrustedIssuer? {
        only ?? UnverifiedJWS.unverifiedIssuer(of: token.span).flatMap(issuer)
    }

    /// What a token is held against when it is inspected: the keys and rules of the issuer that ``Authenticator`` would
    /// choose for it.
    ///
    /// - Parameter withoutKeys: what is said of an issuer that has no keys at the moment.
    package func yardstick(
        for token: [UInt8], withoutKeys: (TrustedIssuer) -> Yardstick.Keys
    ) -> Yardstick {
        guard let issuer = chosen(for: token) else {
            return Yardstick(keys: .untrusted(trusted: all.map(\.identifier)), rules: nil)
        }
        return Yardstick(keys: issuer.keys.map(Yardstick.Keys.given) ?? withoutKeys(issuer), rules: issuer.rules)
    }
}
