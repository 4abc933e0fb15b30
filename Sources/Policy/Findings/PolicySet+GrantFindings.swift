import Besturen

extension PolicySet {
    /// Modules and roles that nobody can be eligible for, and grants that everybody passes by.
    func eligibilityFindings() -> [Finding] {
        let ofModules = modules.compactMap {
            emptiness("module `\($0.id)`", $0.bestuurstypes, $0.doelgroepen, $0.location)
        }
        let ofRoles = administrativeRoles.compactMap {
            emptiness("role `\($0.name)`", $0.bestuurstypes, $0.doelgroepen, $0.location)
        }
        return ofModules + ofRoles + routes.compactMap(redundancy)
    }

    private func emptiness(
        _ what: String, _ types: BestuurstypeSet, _ admitted: Set<Doelgroep>, _ location: SourceLocation
    ) -> Finding? {
        guard types.members.allSatisfy({ $0.loginDoelgroepen.isDisjoint(with: admitted) }) else { return nil }
        let shown = admitted.map(\.rawValue).sorted().joined(separator: ", ")
        let expected = Set(types.members.flatMap(\.loginDoelgroepen)).map(\.rawValue).sorted().joined(separator: ", ")
        return Finding(
            code: .eligibilityEmpty, location: location,
            message: "nobody is eligible for \(what): no bestuur of its types logs in under doelgroep \(shown)",
            hint: "they log in under \(expected)")
    }

    /// A route with a module that every authenticated bestuur has.
    private func redundancy(_ route: Route) -> Finding? {
        guard case .granted(let modulePositions, let rolePositions) = route.access,
            modulePositions.count + rolePositions.count > 1,
            let open = modulePositions.map({ modules[$0] }).first(where: admitsEverybody)
        else { return nil }
        let others =
            modulePositions.map { modules[$0].id }.filter { $0 != open.id }
            + rolePositions.map { administrativeRoles[$0].name }
        return Finding(
            code: .grantRedundant, location: route.location,
            message:
                "`\(route.title)` names \(others.joined(separator: ", ")) for nothing: module `\(open.id)` is open to "
                + "every authenticated bestuur",
            hint: "keep the one or the others")
    }

    private func admitsEverybody(_ module: Module) -> Bool {
        module.opening == .authenticated && !module.honoursViewOnly && module.doelgroepen == doelgroepen
            && Bestuurstype.allCases.allSatisfy(module.bestuurstypes.admits)
    }

    // MARK: - Names

    /// Names within one part of the policy that are easily taken for each other.
    func nameFindings() -> [Finding] {
        alike("modules", modules.map { ($0.id, $0.location) }) + alike("hosts", hosts.map { ($0.name, $0.location) })
            + alike("upstreams", upstreams.map { ($0.name, $0.location) })
    }

    /// Short names are near each other without being alike: one slip in four letters, and two at most.
    private func alike(_ what: String, _ names: [(name: String, location: SourceLocation)]) -> [Finding] {
        var findings: [Finding] = []
        for (index, first) in names.enumerated() {
            for second in names.dropFirst(index + 1) {
                let limit = min(2, min(first.name.utf8.count, second.name.utf8.count) / 4)
                guard limit > 0, NearMiss.distance(first.name, second.name, limit: limit) <= limit else { continue }
                findings.append(
                    Finding(
                        code: .namesAlike, location: second.location,
                        message: "\(what) `\(first.name)` and `\(second.name)` are easily taken for each other",
                        hint: "give one of them another name"))
            }
        }
        return findings
    }
}

extension Bestuurstype {
    /// Under which doelgroepen besturen of this type log in with ACM/IDM: the Agentschap as a part of the Flemish
    /// administration, the VGC as it is registered, all others as local authorities or, for those that are enterprises in the
    /// register of companies, as such.
    fileprivate var loginDoelgroepen: Set<Doelgroep> {
        switch self {
        case .agentschapBinnenlandsBestuur: [.gid]
        case .vlaamseGemeenschapscommissie: [.lb, .gid]
        default: [.lb, .ea]
        }
    }
}
