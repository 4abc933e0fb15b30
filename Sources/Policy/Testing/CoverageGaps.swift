import Besturen

/// What no test is about: roles, types of bestuur, doelgroepen, states and addresses without a single asserted cell; then the
/// roles on routes of which the fewest cells are asserted.
struct CoverageGaps {
    /// How many are told.
    private static let limit = 10

    let largest: [SuiteCoverage.Gap]

    init(_ domain: AccessDomain, _ asserted: Set<AccessDomain.Cell>) {
        let areaCount = domain.areas.count
        let profileCount = domain.profiles.count
        let people = Set(asserted.map(\.profile))
        var gaps: [SuiteCoverage.Gap] = []

        /// People who differ from all people of the tests in one thing.
        func missing<Value: Hashable>(_ value: (Profile) -> Value?, _ words: (Value) -> String) {
            let seen = Set(people.compactMap { value(domain.profiles[$0]) })
            var order: [Value] = []
            var counts: [Value: Int] = [:]
            for profile in domain.profiles {
                guard let own = value(profile), !seen.contains(own) else { continue }
                if counts[own] == nil { order.append(own) }
                counts[own, default: 0] += 1
            }
            gaps += order.map { SuiteCoverage.Gap(text: words($0), cells: (counts[$0] ?? 0) * areaCount) }
        }
        missing({ $0.credential }, CoverageGaps.words)
        missing({ $0.type }, { "no bestuur of the type \($0.slug) asks for anything" })
        missing(
            { $0.type == nil ? nil : .some($0.doelgroep) },
            { (doelgroep: Doelgroep?) in
                "nobody logs in under \(doelgroep.map { "doelgroep \($0.rawValue)" } ?? "no doelgroep")"
            })
        missing(
            { $0.type == nil ? nil : $0.isActive }, { "nobody asks for a bestuur that is \($0 ? "" : "not ")active" })
        missing(
            { $0.viewOnly.extent == .nothing ? nil : true }, { _ in "no bestuur has a module as view-only" })

        let tested = Set(asserted.map(\.area))
        for (position, area) in domain.areas.enumerated() where !tested.contains(position) {
            let verb = area.isWrite ? "writes to" : "reads"
            gaps.append(
                SuiteCoverage.Gap(text: "nobody \(verb) \(CoverageGaps.place(area, domain))", cells: profileCount))
        }
        // One thing without any test is many cells, so ties are rare; they keep the order of the policy.
        let sorted = gaps.enumerated().sorted { ($1.element.cells, $0.offset) < ($0.element.cells, $1.offset) }
        largest = sorted.prefix(CoverageGaps.limit).map(\.element)
    }

    private static func words(_ credential: Credential) -> String {
        switch credential {
        case .anonymous: "nobody comes without a login"
        case .none: "nobody logs in without a role"
        case .role(let name): "nobody holds `\(name)`"
        case .module(let id): "nobody has module `\(id)` from the modules claim"
        }
    }

    private static func place(_ area: Area, _ domain: AccessDomain) -> String {
        guard let route = domain.route(of: area) else { return "what no route takes, such as \(shown(area.example))" }
        return "`\(domain.title(of: area))` (line \(route.location.line))"
    }

    private static func shown(_ request: AccessRequest) -> String {
        "`\(request.method) \(request.host)\(request.path)`"
    }
}
