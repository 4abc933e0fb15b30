/// The whole story of one decision, made by the same evaluation that decided.
package struct Explanation: Sendable {
    package struct RouteFacts: Hashable, Sendable {
        package let pattern: String
        /// The name in `hosts:`; nil for any host.
        package let host: String?
        package let methods: String
        /// Who may come here, in words.
        package let access: String
        package let upstream: String?
        package let group: String?
        package let why: String?
        /// How far a JSON:API behind the route may be asked, in words; nil when the route does not say.
        package let jsonAPI: String?
        package let location: SourceLocation
    }

    package struct BestuurFacts: Hashable, Sendable {
        package let name: String
        package let uri: String
        package let type: String
        package let status: String
    }

    /// One module or administrative role that was weighed.
    package struct Candidate: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable { case module, role }

        package let kind: Kind
        /// The id of the module or the name of the role.
        package let id: String
        package let label: String
        /// The role that opens it; nil for a module that is open to every authenticated bestuur.
        package let role: String?
        /// Every condition that failed for this request; empty means that it grants.
        package let failed: [AccessReasonCode]
        package let isReadOnly: Bool
    }

    /// A role of the token that the policy does not know.
    package struct IgnoredRole: Hashable, Sendable {
        package let name: String
        /// The known role that was perhaps meant.
        package let nearest: String?
    }

    package let method: RequestMethod
    /// Nil when no route was found.
    package let route: RouteFacts?
    package let bestuur: BestuurFacts?
    package let doelgroep: String?
    package let candidates: [Candidate]
    package let heldRoles: [String]
    package let rolesForOtherBestuur: [String]
    package let ignoredRoles: [IgnoredRole]
    package let grant: Grant?
    /// What granted, in words; nil when refused.
    package let grantedBy: String?
    /// The id of the module or the name of the role that granted.
    package let grantedByID: String?
    /// Empty exactly when the request is allowed; else the most important first.
    package let refusals: [AccessRefusal]

    package var isAllowed: Bool { grant != nil }

    /// The code that decides; nil when the request is allowed.
    package var code: AccessReasonCode? { refusals.first?.code }
}
