import Besturen

extension PolicyTestSuite {
    /// Asks the policy about every cell that a filter lets through.
    ///
    /// People are made as the gateway makes them: from claims and a register that holds only their own bestuur.
    package func run(policy: PolicySet, filter: CellFilter = .all) -> SuiteResult {
        let askers = people.map { PolicyTestSuite.asker($0, policy) }
        var cells: [SuiteResult.Cell] = []
        for test in tests {
            for cell in test.cells where filter.admits(cell, of: test, in: self) {
                cells.append(result(of: cell, in: test, askers[cell.person], policy))
            }
        }
        let asked = Set(cells.map(\.person))
        let warnings = zip(people, askers).filter { asked.contains($0.0.name) }
            .flatMap { PolicyTestSuite.warnings($0, $1, policy) }
        return SuiteResult(suite: name, file: file, cells: cells, warnings: warnings)
    }

    private func result(of cell: Cell, in test: Test, _ asker: Asker, _ policy: PolicySet) -> SuiteResult.Cell {
        let person = people[cell.person]
        let request = requests[cell.request]
        let explanation = policy.explain(asker, request: request.request)
        var refusedToken: SuiteResult.RefusedToken?
        // The gateway looks at a token only where the route asks who comes.
        if explanation.code == .tokenMissing, let code = person.tokenRefusal {
            refusedToken = SuiteResult.RefusedToken(code: code, sentence: PolicyTestSuite.sentence(person))
        }
        return SuiteResult.Cell(
            test: test.name, person: person.name, request: request.name, requestText: request.text,
            accessRequest: request.request, asker: asker, expectation: cell.expectation, explanation: explanation,
            refusedToken: refusedToken, location: cell.expectation.location ?? test.location)
    }

    private static func sentence(_ person: Person) -> String {
        guard case .token(let claims, _) = person.kind else { return "" }
        switch claims.state {
        case .valid: return ""
        case .expired(let time): return "the token of \(person.name) has expired since \(time)"
        case .notYetValid(let time): return "the token of \(person.name) is not valid before \(time)"
        }
    }

    private static func asker(_ person: Person, _ policy: PolicySet) -> Asker {
        let claims: PrincipalClaims
        let found: Bestuurseenheid?
        switch person.kind {
        case .anonymous:
            return .anonymous
        case .known(var written, let bestuur, let holdsLoginRight):
            if holdsLoginRight, let right = policy.loginRight { written.roles.append(right) }
            claims = written
            found = bestuur
        case .token(let token, let bestuur):
            guard token.state == .valid else { return .anonymous }
            claims = token.principalClaims(policy.claimNames)
            found = bestuur.map { numbered($0, as: claims.bestuur) }
        }
        // One bestuur cannot repeat a URI, which is all that a register refuses.
        let register = found.flatMap { try? BesturenRegister([$0]) } ?? .empty
        return Asker(policy.principal(from: claims, register: register))
    }

    /// A bestuur that was described without a number is the one that the token names.
    private static func numbered(_ bestuur: Bestuurseenheid, as text: String?) -> Bestuurseenheid {
        guard bestuur.codes.isEmpty, let code = text.flatMap(OrganisationCode.init) else { return bestuur }
        var kbo: KBONummer?
        var ovo: OVOCode?
        switch code {
        case .kbo(let number): kbo = number
        case .ovo(let number): ovo = number
        }
        let numbered = try? Bestuurseenheid(
            uri: bestuur.uri, name: bestuur.name, type: bestuur.type, kbo: kbo, ovo: ovo, status: bestuur.status,
            viewOnlyModules: bestuur.viewOnlyModules)
        return numbered ?? bestuur
    }

    private static func warnings(_ person: Person, _ asker: Asker, _ policy: PolicySet) -> [String] {
        let viewOnly = (asker.principal?.unknownViewOnly(policy) ?? []).map { name in
            let nearest = NearMiss.suggestion(for: name, among: policy.viewOnlyNames).map { "; did you mean `\($0)`?" }
            return "\(person.location): warning: the bestuur of `\(VisibleText.of(person.name))` has "
                + "`\(VisibleText.of(name))` as view-only, which the policy does not know" + (nearest ?? "")
        }
        return viewOnly
            + (asker.principal?.ignoredRoles ?? []).map { role in
                let nearest = NearMiss.suggestion(for: role, among: policy.knownRoles).map { "; did you mean `\($0)`?" }
                return
                    "\(person.location): warning: `\(VisibleText.of(person.name))` has role `\(VisibleText.of(role))`, "
                    + "which the policy does not know" + (nearest ?? "")
            }
    }
}
