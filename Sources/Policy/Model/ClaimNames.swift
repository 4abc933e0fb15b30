/// The claims of a verified token from which a principal is made.
package struct ClaimNames: Hashable, Sendable {
    /// Identifies the account in headers and logs. Default `sub`.
    package let account: String
    /// The code of the organisation that was chosen at login: a KBO number or an OVO code.
    package let bestuur: String
    package let doelgroep: String
    /// A list of `role` or `role:organisation[, organisation…]`.
    package let roles: String
    /// A list of module ids, for issuers that send one.
    package let modules: String?

    package init(account: String = "sub", bestuur: String, doelgroep: String, roles: String, modules: String? = nil) {
        self.account = account
        self.bestuur = bestuur
        self.doelgroep = doelgroep
        self.roles = roles
        self.modules = modules
    }
}
