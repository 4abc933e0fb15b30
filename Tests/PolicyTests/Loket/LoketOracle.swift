/// The decisions that the recorded facts ask for, worked out without the policy engine.
struct LoketOracle: Sendable {
    let dispatcher: LoketDispatcher
    /// The types of bestuur for each role, as slugs; `nil` for "every type".
    let eligibility: [String: Set<String>?]
    /// The roles that a bestuur can have view-only.
    let rolesThatCanBeViewOnly: Set<String>

    /// The labels of `eligibility.csv` and the slugs that a policy writes.
    static let slugs = [
        "Gemeente": "gemeente", "OCMW": "ocmw", "Provincie": "provincie", "District": "district",
        "Autonoom gemeentebedrijf": "autonoom-gemeentebedrijf",
        "Autonoom provinciebedrijf": "autonoom-provinciebedrijf",
        "Dienstverlenende vereniging": "dienstverlenende-vereniging",
        "Opdrachthoudende vereniging": "opdrachthoudende-vereniging",
        "Opdrachthoudende vereniging met private deelname": "opdrachthoudende-vereniging-met-private-deelname",
        "Projectvereniging": "projectvereniging", "Intercommunale": "intercommunale", "Politiezone": "politiezone",
        "Hulpverleningszone": "hulpverleningszone", "Welzijnsvereniging": "welzijnsvereniging",
        "Autonome verzorgingsinstelling": "autonome-verzorgingsinstelling", "OCMW vereniging": "ocmw-vereniging",
        "PEVA gemeente": "peva-gemeente", "PEVA provincie": "peva-provincie",
        "Vlaamse gemeenschapscommissie": "vlaamse-gemeenschapscommissie",
        "Agentschap Binnenlands Bestuur": "agentschap-binnenlands-bestuur",
        "Bestuur van de eredienst": "bestuur-van-de-eredienst",
        "Centraal bestuur van de eredienst": "centraal-bestuur-van-de-eredienst",
        "Representatief orgaan": "representatief-orgaan", "Watering": "watering", "Polder": "polder",
        "Interlokale vereniging": "interlokale-vereniging", "Vervoerregioraad": "vervoerregioraad",
    ]

    /// The Loket knows these two as "OCMW vereniging": what that type may, they may.
    static let knownAsOCMWVereniging: Set = ["welzijnsvereniging", "autonome-verzorgingsinstelling"]

    init(routes: [[String: String]], roles: [[String: String]], eligibility rows: [[String: String]]) {
        dispatcher = LoketDispatcher(rules: routes.compactMap { LoketRule(row: $0) })
        var eligibility: [String: Set<String>?] = [:]
        for row in rows {
            guard let role = row["role"], let label = row["classification_label"] else { continue }
            if label == "*" {
                eligibility.updateValue(nil, forKey: role)
            } else {
                eligibility[role] = .some((eligibility[role].flatMap { $0 } ?? []).union([Self.slugs[label] ?? label]))
            }
        }
        self.eligibility = eligibility
        rolesThatCanBeViewOnly = Set(
            roles.filter { $0["note"]?.contains("group.viewOnlyModules contains this role") == true }
                .compactMap { $0["role"] }
        )
    }

    static func recorded() throws -> LoketOracle {
        LoketOracle(
            routes: try LoketFiles.facts("routes.csv"), roles: try LoketFiles.facts("roles.csv"),
            eligibility: try LoketFiles.facts("eligibility.csv"))
    }

    /// Whom the row itself admits. Reference data are for reading; that is what the group means.
    func admission(by rule: LoketRule, method: String) -> LoketAdmission {
        if rule.module == "fallback" { return .nobody }
        switch rule.rolesAllowed {
        case "": return .nobody
        case "anonymous": return .anybody
        case "*any-authenticated*":
            return rule.module == "reference" && !isRead(method) ? .nobody : .anyBestuur
        case "vendor-key", "vendor-session", "sync-key": return .delegated(rule.rolesAllowed)
        default: return .roles(Set(rule.rolesAllowed.split(separator: "|").map { String($0) }))
        }
    }

    func verdict(on admission: LoketAdmission, asker: LoketAsker, method: String) -> LoketVerdict {
        switch admission {
        case .nobody: .refused
        case .anybody: .allowed
        case .anyBestuur: asker.bestuurstype == nil ? .refused : .allowed
        case .delegated(let name): .delegated(name)
        case .roles(let roles): roles.contains { grants($0, to: asker, method: method) } ? .allowed : .refused
        }
    }

    private func grants(_ role: String, to asker: LoketAsker, method: String) -> Bool {
        guard asker.roles.contains(role), let bestuurstype = asker.bestuurstype else { return false }
        guard let types = eligibility[role] else { return false }
        if let types {
            let counted = Self.knownAsOCMWVereniging.contains(bestuurstype) ? ["ocmw-vereniging"] : []
            if types.isDisjoint(with: counted + [bestuurstype]) { return false }
        }
        let isLimited = rolesThatCanBeViewOnly.contains(role) && asker.viewOnly.contains(role)
        return isRead(method) || !isLimited
    }

    private func isRead(_ method: String) -> Bool {
        ["GET", "HEAD", "OPTIONS"].contains(method)
    }
}
