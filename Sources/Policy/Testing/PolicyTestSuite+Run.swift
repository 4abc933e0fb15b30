import Besturen

extension PolicyTestSuite {
    /// Asks the policy about every cell.
    ///
    /// People are made as the gateway makes them: from claims and a register that holds only their own bestuur.
    package func run(policy: PolicySet) -> SuiteResult {
        let askers = people.map { PolicyTestSuite.asker($0, policy) }
        var cells: [SuiteResult.Cell] = []
        for test in tests {
            for cell in test.cells {
                let request = requests[cell.request]
                let explanation = policy.explain(askers[cell.person], request: request.request)
                cells.append(
                    SuiteResult.Cell(
                        test: test.name, person: people[cell.person].name, request: request.name,
                        requestText: request.text, expectation: cell.expectation, explanation: explanation,
                        failure: PolicyTestSuite.difference(cell.expectation, explanation),
                        location: cell.expectation.location ?? test.location))
            }
        }
        return SuiteResult(suite: name, file: file, cells: cells, warnings: warnings(askers, policy))
    }

    private static func asker(_ person: Person, _ policy: PolicySet) -> Asker {
        guard case .known(var claims, let bestuur, let holdsLoginRight) = person.kind else { return .anonymous }
        if holdsLoginRight, let right = policy.loginRight { claims.roles.append(right) }
        // One bestuur cannot repeat a URI, which is all that a register refuses.
        let register = bestuur.flatMap { try? BesturenRegister([$0]) } ?? .empty
        return Asker(policy.principal(from: claims, register: register))
    }

    private static func difference(_ expected: Expectation, _ actual: Explanation) -> String? {
        if expected.isAllowed != actual.isAllowed {
            let wanted = expected.isAllowed ? "allow" : expected.location == nil ? "deny (not listed)" : "deny"
            let got = actual.isAllowed ? "allow" : "deny (\(actual.code?.rawValue ?? ""))"
            return "expected \(wanted), got \(got)"
        }
        if let reason = expected.reason, reason != actual.code {
            return "expected reason \(reason.rawValue), got \(actual.code?.rawValue ?? "none")"
        }
        if let route = expected.route, route != actual.route?.pattern {
            return "expected route \(route), got \(actual.route?.pattern ?? "none")"
        }
        if let by = expected.by, by != actual.grantedByID {
            return "expected grant by \(by), got \(actual.grantedByID ?? "the route itself")"
        }
        return nil
    }

    private func warnings(_ askers: [Asker], _ policy: PolicySet) -> [String] {
        var warnings: [String] = []
        let known = policy.knownRoles
        for (person, asker) in zip(people, askers) {
            for role in asker.principal?.ignoredRoles ?? [] {
                let nearest = NearMiss.suggestion(for: role, among: known).map { "; did you mean `\($0)`?" } ?? ""
                let text =
                    "\(person.location): warning: `\(person.name)` has role `\(role)`, which the policy does not know"
                warnings.append(text + nearest)
            }
        }
        return warnings
    }
}
