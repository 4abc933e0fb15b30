import Besturen

/// How much of what a policy decides is asserted by tests: cells of its whole table, not lines of its text.
///
/// A cell is asserted when a policy that answered it otherwise would fail a test. A check that expects a denial asserts every
/// cell in which its person asks: none of their roles may open it. One that expects to be let in asserts the cell that lets
/// them in, if it is only one.
package struct SuiteCoverage: Sendable {
    /// So many of so many. Never rounded up: all but one is not all.
    package struct Share: Hashable, Sendable {
        package let part: Int
        package let whole: Int

        /// Whether the part is at least a share of the whole, in ten-thousandths of a percent.
        package func reaches(_ threshold: Int) -> Bool {
            // 1,000,000 of them are all.
            guard whole > 0 else { return true }
            let (left, leftOverflow) = part.multipliedReportingOverflow(by: 1_000_000)
            let (right, rightOverflow) = whole.multipliedReportingOverflow(by: threshold)
            guard !leftOverflow, !rightOverflow else { return part == whole }
            return left >= right
        }

        /// In percent with two digits, rounded down.
        package var percent: String {
            guard whole > 0, part < whole else { return "100.00 %" }
            let hundredths = Int((part.multipliedFullWidth(by: 10_000)).low / UInt(whole))
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
        }
    }

    /// Something that no test is about.
    package struct Gap: Hashable, Sendable {
        /// In words, such as `nobody holds R`.
        package let text: String
        /// How many cells it has.
        package let cells: Int
    }

    /// The file of the policy.
    package let file: String
    /// Of everybody who can ask and everything that can be asked for.
    package let cells: Share
    /// The same with people together whom the policy treats alike.
    package let decisions: Share
    package let routes: Share
    /// Of the modules and roles that routes name, and of routes that name none.
    package let rules: Share
    /// In the order of the policy.
    package let untestedRoutes: [Route]
    /// Rules that let nobody in in any test, in words.
    package let idleRules: [String]
    /// The largest first.
    package let gaps: [Gap]

    /// - Throws: when the policy tells apart more than can be counted.
    package init(_ policy: PolicySet, _ results: [SuiteResult]) throws(AnalysisError) {
        let domain = try AccessDomain([policy])
        var asserted: Set<AccessDomain.Cell> = []
        var tested: Set<Int> = []
        var decisive: Set<CoverageRule> = []
        for cell in results.flatMap(\.cells) {
            asserted.formUnion(SuiteCoverage.asserted(by: cell, in: domain))
            guard case .matched(let route) = policy.route(cell.accessRequest) else { continue }
            tested.insert(route.position)
            if cell.explanation.isAllowed || route.access == .closed {
                decisive.insert(CoverageRule(route: route.position, name: cell.explanation.grantedByID ?? ""))
            }
        }
        let rules = CoverageRule.all(of: policy)
        let idle = rules.filter { !decisive.contains($0) }
        file = policy.file
        cells = Share(part: asserted.count, whole: domain.cellCount)
        let kinds = Set(asserted.map { AccessDomain.Cell(profile: domain.classes[$0.profile], area: $0.area) })
        decisions = Share(part: kinds.count, whole: domain.classCount * domain.areas.count)
        untestedRoutes = policy.routes.filter { !tested.contains($0.position) }
        routes = Share(part: tested.count, whole: policy.routes.count)
        self.rules = Share(part: rules.count - idle.count, whole: rules.count)
        // A route that no test is about is told as such, once.
        idleRules = idle.filter { tested.contains($0.route) }.map { $0.words(in: policy) }
        gaps = CoverageGaps(domain, asserted).largest
    }

    private static func asserted(
        by cell: SuiteResult.Cell, in domain: AccessDomain
    ) -> [AccessDomain.Cell] {
        let principal = cell.asker.principal
        let found = domain.cells(of: principal?.claims, for: principal?.bestuur, request: cell.accessRequest)
        guard cell.expectation.isAllowed, found.count > 1 else { return found }
        let allowed = found.filter { domain.isAllowed($0) }
        return allowed.count == 1 ? allowed : []
    }
}

/// A module or role that a route names, or a route that names none.
struct CoverageRule: Hashable, Sendable {
    /// Position of the route.
    let route: Int
    /// Empty for a route that names none.
    let name: String

    static func all(of policy: PolicySet) -> [CoverageRule] {
        policy.routes.flatMap { route in
            guard case .granted(let modules, let roles) = route.access else {
                return [CoverageRule(route: route.position, name: "")]
            }
            let names = modules.map { policy.modules[$0].id } + roles.map { policy.administrativeRoles[$0].name }
            return names.map { CoverageRule(route: route.position, name: $0) }
        }
    }

    func words(in policy: PolicySet) -> String {
        let route = policy.routes[route]
        return (name.isEmpty ? "" : "`\(name)` on ") + "`\(route.title)` (line \(route.location.line))"
    }
}
