/// What a verified token or session says about somebody, under the names of `ClaimNames`: plain values, nothing decided yet.
package struct PrincipalClaims: Hashable, Sendable {
    package var account: String
    /// The organisation code; nil or empty when the token has none.
    package var bestuur: String?
    package var doelgroep: String?
    /// Role values as they came, `role` or `role:organisation[, organisation…]`.
    package var roles: [String]
    /// Module ids, where the issuer sends them.
    package var modules: [String]?

    package init(
        account: String, bestuur: String?, doelgroep: String?, roles: [String], modules: [String]? = nil
    ) {
        self.account = account
        self.bestuur = bestuur
        self.doelgroep = doelgroep
        self.roles = roles
        self.modules = modules
    }
}
