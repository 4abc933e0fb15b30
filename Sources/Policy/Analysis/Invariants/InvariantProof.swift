import Besturen

/// What became of an invariant when every cell was asked.
package struct InvariantProof: Sendable {
    package enum Verdict: Sendable {
        /// It holds in all of them: that many cells.
        case proved(cells: Int)
        case broken(Counterexample)
        /// It says nothing: its selection holds no cell that could break it. This is why.
        case empty(String)
    }

    package let invariant: Invariant
    package let verdict: Verdict

    package var isProved: Bool {
        if case .proved = verdict { return true }
        return false
    }

    /// What keeps a policy with this invariant from being loaded; nil when it is proved.
    func mistake(policy file: String) -> Mistake? {
        switch verdict {
        case .proved: nil
        case .broken(let counterexample):
            Mistake(
                location: invariant.location,
                message: "invariant `\(invariant.name)` is broken: \(counterexample.sentence)",
                hint: counterexample.example.explainCommand(policy: file).map { "see it with: \($0)" })
        case .empty(let reason):
            Mistake(
                location: invariant.location, message: "invariant `\(invariant.name)` says nothing: \(reason)",
                hint: "`\(invariant.words)` would hold of any policy")
        }
    }

    /// Asks a policy about invariants, all of them over one domain.
    package static func prove(
        _ invariants: [Invariant], of policy: PolicySet
    ) throws(AnalysisError) -> [InvariantProof] {
        guard !invariants.isEmpty else { return [] }
        var detail = AccessDomain.Detail()
        for invariant in invariants { invariant.selection.widen(&detail) }
        let domain = try AccessDomain([policy], detail: detail)
        let prover = Prover(domain)
        return invariants.map { InvariantProof(invariant: $0, verdict: prover.verdict($0)) }
    }
}

/// One domain, asked about many invariants.
private struct Prover {
    private let domain: AccessDomain
    private let addresses: AddressJudgement
    /// The positions of everybody, the fewest roles first.
    private let order: [Int]

    init(_ domain: AccessDomain) {
        self.domain = domain
        addresses = AddressJudgement(domain)
        var byCount: [[Int]] = []
        for (position, profile) in domain.profiles.enumerated() {
            let count = Prover.roleCount(profile)
            while byCount.count <= count { byCount.append([]) }
            byCount[count].append(position)
        }
        order = Array(byCount.joined())
    }

    private static func roleCount(_ profile: Profile) -> Int {
        profile.loginRights.count + (profile.credential.name == nil ? 0 : 1)
    }

    func verdict(_ invariant: Invariant) -> InvariantProof.Verdict {
        let selection = invariant.selection
        let areas = domain.areas.indices.filter { position in
            let area = domain.areas[position]
            // Nothing reaches what no route takes: CONNECT, for one.
            return selection.admits(area, in: domain) && (invariant.kind != .always || area.isRouted)
        }
        // A path at which nothing is has probably a slip in it.
        guard areas.contains(where: { domain.areas[$0].isRouted || !domain.areas[$0].otherMethods.isEmpty }) else {
            return .empty("the policy has no route for what it selects")
        }
        // `only` is broken by the others.
        let people = order.filter {
            selection.admits(domain.profiles[$0], in: domain) != (invariant.kind == .only)
        }
        guard !people.isEmpty else {
            return .empty(invariant.kind == .only ? "its selection holds everybody" : "its selection holds nobody")
        }
        let through = selection.requests.modules.map { names in
            Set(domain.policies[0].modules.indices.filter { names.contains(domain.policies[0].modules[$0].id) })
        }
        let breaking = invariant.kind != .always
        // People of one class are answered alike: the first of each is asked for all.
        var asked = [Bool](repeating: false, count: domain.classCount)
        for profile in people where !asked[domain.classes[profile]] {
            asked[domain.classes[profile]] = true
            for area in areas {
                let cell = AccessDomain.Cell(profile: profile, area: area)
                guard isReached(cell, through, whole: !breaking) == breaking else { continue }
                let path = breaking ? addresses.admittedPath(cell) : nil
                return .broken(Counterexample(cell, in: domain, path: path))
            }
        }
        // What nothing but a route for everything takes was probably to be a path of the policy.
        if let stray = selection.requests.paths?.values.first(where: { !isNamed($0) }) {
            return .empty("no route but one for everything has the path `\(stray)`")
        }
        return .proved(cells: people.count * areas.count)
    }

    /// Whether some route lies at or below a path, or is for more than the path and yet not for everything.
    private func isNamed(_ path: PathPattern) -> Bool {
        domain.policies[0].routes.contains { route in
            path.covers(route.path) || !route.path.segments.isEmpty && route.path.covers(path)
        }
    }

    /// - Parameter whole: whether every request of the cell, and not some.
    private func isReached(_ cell: AccessDomain.Cell, _ modules: Set<Int>?, whole: Bool) -> Bool {
        let isGranted = domain.grants(cell).contains { basis in
            guard let modules else { return true }
            if case .module(let position) = basis { return modules.contains(position) }
            return false
        }
        return isGranted && addresses.admit(cell, whole: whole)
    }
}
