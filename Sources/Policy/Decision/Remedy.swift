import Besturen

/// One thing that must change for a refused request to pass, and who can change it.
package struct Remedy: Hashable, Sendable {
    /// The condition that it mends.
    package let code: AccessReasonCode
    /// What is needed, in English, without a final stop: `the role R for 0999999922`.
    package let needed: String

    package var mendedBy: Mender { code.mendedBy }
}

extension PolicySet {
    /// What a refused request needs to pass: all of it, by the shortest way, the first thing to change first.
    ///
    /// A request that several modules or roles could open needs one of them. Named is the one that lacks least, and with it
    /// those that lack the same.
    /// - Parameter claimNames: under which names the token says who somebody is, when they are others than the policy's.
    package func remedies(
        for explanation: Explanation, asker: Asker, claimNames: ClaimNames? = nil
    ) -> [Remedy] {
        let failed = explanation.candidates.map(\.failed)
        var nearest: Explanation.Candidate?
        if !failed.isEmpty, failed.allSatisfy({ !$0.isEmpty }) {
            nearest = PolicySet.nearestFirst(failed).first.map { explanation.candidates[$0] }
        }
        let words = RemedyWords(
            policy: self, claimNames: claimNames ?? self.claimNames, explanation: explanation, asker: asker,
            nearest: nearest)
        return explanation.refusals.compactMap { refusal in
            let isOfCandidates = explanation.candidates.contains { $0.failed.contains(refusal.code) }
            let isGeneral = asker.principal.map { $0.failsInGeneral(refusal.code) } ?? false
            guard !isOfCandidates || isGeneral || nearest?.failed.contains(refusal.code) == true else { return nil }
            return Remedy(code: refusal.code, needed: words.needed(for: refusal))
        }
    }
}

extension Principal {
    /// Whether a condition fails for everything that asks for a login.
    fileprivate func failsInGeneral(_ code: AccessReasonCode) -> Bool {
        code == .doelgroepNotAdmitted && general.contains(.doelgroepNotAdmitted)
    }
}

/// The sentences of remedies.
private struct RemedyWords {
    let policy: PolicySet
    let claimNames: ClaimNames
    let explanation: Explanation
    let asker: Asker
    let nearest: Explanation.Candidate?

    func needed(for refusal: AccessRefusal) -> String {
        switch refusal.code {
        case .routeUnknown: "another address: the policy has no route to this one"
        case .routeClosed: "another address: the policy keeps this one closed" + (why.map { ", because \($0)" } ?? "")
        case .methodNotAllowed: "another method: \(list(refusal.facts.allowedMethods))"
        case .tokenMissing: "a token: somebody who is logged in"
        case .loginRightMissing: "the role `\(policy.loginRight ?? "")` for \(organisation)"
        case .doelgroepNotAdmitted: "a login for the doelgroep \(list(doelgroepen))"
        case .bestuurMissing: "the claim `\(claimNames.bestuur)` with the KBO number or OVO code of the bestuur"
        case .bestuurUnknown:
            refusal.facts.code.map { "the bestuur \($0) in the register" }
                ?? "a KBO number or OVO code in the claim `\(claimNames.bestuur)`, which holds something else"
        case .bestuurConflict:
            "one active bestuur with the number \(refusal.facts.code ?? "") in the register, not several"
        case .bestuurNotActive: "the status Actief for \(bestuur) in the register, in place of \(status)"
        case .moduleReadOnly:
            "\(bestuur) without the mark of view-only for `\(nearest?.id ?? "")`; reading is allowed as it is"
        case .bestuurstypeNotEligible:
            "the type \(explanation.bestuur?.type ?? "") among the `bestuurstypes` of `\(nearest?.id ?? "")`"
        case .roleForOtherBestuur:
            "a login for the organisation that `\(nearest?.role ?? "")` is held for, or that role for \(organisation)"
        case .includeNotAdmitted, .relationshipNotAdmitted, .filterNotAdmitted:
            "an address without \(asked(refusal)); this one admits \(explanation.route?.jsonAPI ?? "no related data")"
        case .queryAmbiguous: "an address that writes \(asked(refusal)) in one way, once and plainly"
        case .parameterUnknown: "an address without the parameter \(asked(refusal))"
        case .moduleNotGranted, .roleMissing: "\(roles) for \(organisation)"
        default: refusal.english
        }
    }

    private func asked(_ refusal: AccessRefusal) -> String { refusal.facts.asked.map { "`\($0)`" } ?? "it" }
    private var why: String? { explanation.route?.why }
    private var bestuur: String { explanation.bestuur?.name ?? "the bestuur" }
    private var status: String { explanation.bestuur?.status ?? "another" }
    private var organisation: String { asker.principal?.claims.bestuur ?? "the organisation" }

    /// The doelgroepen that the nearest candidate admits, or the policy.
    private var doelgroepen: [String] {
        var admitted = policy.doelgroepen
        if let nearest {
            let own =
                switch nearest.kind {
                case .module: policy.module(nearest.id)?.doelgroepen
                case .role: policy.administrativeRoles.first { $0.name == nearest.id }?.doelgroepen
                }
            admitted = own ?? admitted
        }
        return admitted.map(\.rawValue).sorted()
    }

    /// The roles of all candidates that lack exactly what the nearest lacks.
    private var roles: String {
        let alike = explanation.candidates.filter { $0.failed == nearest?.failed }
        let names = alike.compactMap { candidate in
            candidate.role.map { candidate.kind == .role ? "`\($0)`" : "`\($0)` (module \(candidate.label))" }
        }
        return names.count > 1 ? "one of the roles " + list(names) : "the role " + list(names)
    }

    private func list(_ items: [String]) -> String {
        guard items.count > 1 else { return items.first ?? "that is admitted" }
        return items.dropLast().joined(separator: ", ") + " or " + items[items.count - 1]
    }
}
