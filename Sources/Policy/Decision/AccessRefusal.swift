package import Besturen

/// One condition that failed, with the names that make its sentence precise.
///
/// The sentence is the same wherever the refusal is shown: in the answer, the log, the command line and the policy tests. It
/// names the asker's own bestuur, and modules and methods of the policy; no other person and no upstream.
package struct AccessRefusal: Hashable, Sendable, CustomStringConvertible {
    /// What the sentence can name. All of it is optional.
    package struct Facts: Hashable, Sendable {
        /// The name of the bestuur that was chosen at login.
        package var bestuur: String?
        /// The label of its type.
        package var bestuurstype: String?
        /// The status of the bestuur, as its label.
        package var status: String?
        /// The organisation code as the token has it.
        package var code: String?
        /// The doelgroep as the token has it.
        package var doelgroep: String?
        /// Labels of the modules concerned.
        package var modules: [String]
        /// Labels of the administrative roles concerned.
        package var roles: [String]
        package var method: String?
        /// The methods that would be admitted.
        package var allowedMethods: [String]
        /// The piece of the address that is refused, bounded and without control characters.
        package var asked: String?
        /// The steps of the onboarding of the bestuur that are waited for.
        package var awaited: [Milestone]

        package init(
            bestuur: String? = nil, bestuurstype: String? = nil, status: String? = nil, code: String? = nil,
            doelgroep: String? = nil, modules: [String] = [], roles: [String] = [], method: String? = nil,
            allowedMethods: [String] = [], asked: String? = nil,
            awaited: [Milestone] = []
        ) {
            self.bestuur = bestuur
            self.bestuurstype = bestuurstype
            self.status = status
            self.code = code
            self.doelgroep = doelgroep
            self.modules = modules
            self.roles = roles
            self.method = method
            self.allowedMethods = allowedMethods
            self.asked = asked
            self.awaited = awaited
        }
    }

    package let code: AccessReasonCode
    package internal(set) var facts: Facts

    package init(_ code: AccessReasonCode, _ facts: Facts = Facts()) {
        self.code = code
        self.facts = facts
    }

    package var description: String { "\(code.rawValue): \(english)" }
}
