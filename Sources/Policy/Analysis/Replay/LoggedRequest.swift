package import Besturen

/// One request as the audit log tells it: what was asked, for whom, and what was decided.
package struct LoggedRequest: Sendable {
    package enum Person: Hashable, Sendable {
        /// No token was looked at, or none that counts: whatever the policy, nobody is known.
        case nobody
        /// A token that counts, for no bestuur that could be found.
        case withoutBestuur
        case known(Known)
    }

    /// Somebody who acts for a bestuur, with all that a decision looks at.
    package struct Known: Hashable, Sendable {
        package var uri: String
        /// Nil when the log does not say.
        package var type: Bestuurstype?
        package var status: BestuurStatus
        package var viewOnly: [String]
        package var doelgroep: Doelgroep?
        /// Held for the bestuur: those that the policy knew, and those that it did not.
        package var roles: [String]
        package var modules: [String]?

        package init(
            uri: String, type: Bestuurstype?, status: BestuurStatus, viewOnly: [String], doelgroep: Doelgroep?,
            roles: [String], modules: [String]?
        ) {
            self.uri = uri
            self.type = type
            self.status = status
            self.viewOnly = viewOnly
            self.doelgroep = doelgroep
            self.roles = roles
            self.modules = modules
        }
    }

    package var request: AccessRequest
    package var person: Person
    /// The digest that stands for a person in the log.
    package var subject: String?
    package var wasAllowed: Bool
    /// The code of the first reason, of a refused request.
    package var code: String?
    /// The route that decided, without its methods: `/submissions/**`.
    package var route: String?
    /// What let it through, as the log has it: `module toezicht`, `role LoketAdmin`, `authenticated`, `public`, `delegated`.
    package var basis: String?

    package init(
        request: AccessRequest, person: Person, subject: String?, wasAllowed: Bool, code: String?, route: String?,
        basis: String?
    ) {
        self.request = request
        self.person = person
        self.subject = subject
        self.wasAllowed = wasAllowed
        self.code = code
        self.route = route
        self.basis = basis
    }
}

extension LoggedRequest.Known {
    /// The claims that give the same principal.
    var claims: PrincipalClaims {
        let number = AccessDomain.bestuurNumber
        return PrincipalClaims(
            account: "somebody", bestuur: number, doelgroep: doelgroep?.rawValue,
            roles: roles.map { "\($0):\(number)" }, modules: modules)
    }

    /// As it was; nil when its type is not known, or the URI is none.
    var bestuur: Bestuurseenheid? {
        guard let type else { return nil }
        return try? Bestuurseenheid(
            uri: uri, name: type.label, type: type, kbo: KBONummer(AccessDomain.bestuurNumber), status: status,
            viewOnlyModules: Set(viewOnly))
    }
}
