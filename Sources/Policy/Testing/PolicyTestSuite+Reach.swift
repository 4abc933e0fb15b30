import Besturen

extension PolicyTestSuite {
    /// What this suite expects and this policy can never give, whoever asks: an expectation that names a route, module or
    /// role that is not there, a grant that the route does not name, or a reason that its rules do not have. Such a test says
    /// nothing about the policy; and a token that the suite's own time has made worthless.
    ///
    /// Not among them is what another rule of the policy would make true, such as another route that is more specific: that
    /// test fails, and shows both sides.
    package func unreachableExpectations(under policy: PolicySet) -> [Mistake] {
        var mistakes: [Mistake] = []
        var told: Set<SourceLocation> = []
        for cell in tests.flatMap(\.cells) {
            let person = people[cell.person]
            if let mistake = worthless(cell, person, policy), told.insert(mistake.location).inserted {
                mistakes.append(mistake)
            }
            guard cell.expectation.location != nil else { continue }
            let reach = ExpectationReach(policy: policy, request: requests[cell.request], expectation: cell.expectation)
            for mistake in reach.mistakes where told.insert(mistake.location).inserted { mistakes.append(mistake) }
        }
        return mistakes
    }

    /// A person whose token the gateway would refuse, in a test that does not say so.
    private func worthless(_ cell: Cell, _ person: Person, _ policy: PolicySet) -> Mistake? {
        guard case .token(let claims, _) = person.kind, let code = person.tokenRefusal,
            case .matched(let route) = policy.route(requests[cell.request].request), route.needsPrincipal,
            cell.expectation.reason != code, cell.expectation.reasons?.contains(code) != true
        else { return nil }
        let state =
            switch claims.state {
            case .valid: ""
            case .expired(let time): "has expired since \(time)"
            case .notYetValid(let time): "is not valid before \(time)"
            }
        return Mistake(
            location: person.location,
            message: "the token of `\(person.name)` \(state), and a test does not expect that",
            hint: "choose another `now`, or expect `reason: \(code.rawValue)`")
    }
}

/// What one expectation can come to under a policy.
private struct ExpectationReach {
    let policy: PolicySet
    let request: PolicyTestSuite.Request
    let expectation: PolicyTestSuite.Expectation

    var mistakes: [Mistake] {
        [route, grantor].compactMap { $0 } + reasons
    }

    private func mistake(_ key: String, _ message: String, hint: String? = nil, suggestion: String? = nil) -> Mistake? {
        expectation.place(of: key).map {
            Mistake(location: $0, message: message, hint: hint, suggestion: suggestion)
        }
    }

    private var shown: String { "`\(request.name)` (\(request.text))" }

    private var matched: Route? {
        if case .matched(let route) = policy.route(request.request) { return route }
        return nil
    }

    private var route: Mistake? {
        guard let expected = expectation.route else { return nil }
        let known = policy.routes.filter { $0.path.description == expected }
        guard let route = known.first else {
            let suggestion = NearMiss.suggestion(for: expected, among: policy.routes.map(\.path.description))
            return mistake("route", "no route of the policy has the path `\(expected)`", suggestion: suggestion)
        }
        guard !route.path.covers(request.request.path) else { return nil }
        return mistake(
            "route", "route `\(expected)` never takes \(shown)",
            hint: matched.map { "the policy takes it to `\($0.path)`" })
    }

    private var grantor: Mistake? {
        guard let expected = expectation.by else { return nil }
        let known = policy.modules.map(\.id) + policy.administrativeRoles.map(\.name)
        guard known.contains(expected) else {
            let suggestion = NearMiss.suggestion(for: expected, among: known)
            return mistake(
                "by", "`\(expected)` is neither a module nor an administrative role of the policy",
                hint: suggestion == nil ? "write the id of a module or the name of a role" : nil,
                suggestion: suggestion)
        }
        guard let route = matched, route.access != .closed, !grantors(of: route).contains(expected) else { return nil }
        return mistake(
            "by", "`\(expected)` cannot grant \(shown): route `\(route.path)` (\(route.location)) does not name it",
            hint: "it admits \(policy.words(for: route))")
    }

    private func grantors(of route: Route) -> [String] {
        guard case .granted(let modules, let roles) = route.access else { return [] }
        return modules.map { policy.modules[$0].id } + roles.map { policy.administrativeRoles[$0].name }
    }

    private var reasons: [Mistake] {
        guard let route = matched, route.needsPrincipal else { return [] }
        let possible = policy.possibleReasons(on: route, isWrite: !request.request.method.isRead)
        let expected = [
            ("reason", expectation.reason.map { [$0] } ?? []), ("reasons", Array(expectation.reasons ?? [])),
        ]
        return expected.compactMap { key, codes in
            let impossible = ExpectedReason.all.filter { codes.contains($0) && !possible.contains($0) }
            guard let first = impossible.first else { return nil }
            return mistake(
                key, "nobody is refused \(shown) with `\(first.rawValue)`",
                hint: "possible there: " + possible.map(\.rawValue).joined(separator: ", "))
        }
    }
}

extension PolicySet {
    /// Every code with which somebody can be refused on a route that asks who comes, in the order of the codes.
    func possibleReasons(on route: Route, isWrite: Bool) -> [ExpectedReason] {
        var codes: Set<AccessReasonCode> = [
            .tokenMissing, .bestuurMissing, .bestuurUnknown, .doelgroepNotAdmitted, .bestuurNotActive,
        ]
        if loginRight != nil { codes.insert(.loginRightMissing) }
        if case .granted(let modulePositions, let rolePositions) = route.access {
            let ofModules = modulePositions.map { conditions(of: modules[$0], isWrite: isWrite) }
            let ofRoles = rolePositions.map { conditions(of: administrativeRoles[$0]) }
            let candidates = ofModules + ofRoles
            // Where one candidate admits everybody, none of the others is ever a reason.
            if candidates.allSatisfy({ !$0.isEmpty }) { codes.formUnion(candidates.joined()) }
        }
        if route.jsonAPI != nil {
            codes.formUnion([
                .includeNotAdmitted, .relationshipNotAdmitted, .filterNotAdmitted, .queryAmbiguous, .parameterUnknown,
            ])
        }
        return ExpectedReason.all.filter {
            switch $0 {
            case .access(let code): codes.contains(code)
            case .tokenExpired, .tokenNotYetValid: true
            }
        }
    }

    private func conditions(of module: Module, isWrite: Bool) -> Set<AccessReasonCode> {
        var codes: Set<AccessReasonCode> = []
        if module.opening != .authenticated { codes.formUnion([.moduleNotGranted, .roleForOtherBestuur]) }
        if !Bestuurstype.allCases.allSatisfy(module.bestuurstypes.admits) { codes.insert(.bestuurstypeNotEligible) }
        if module.doelgroepen != doelgroepen { codes.insert(.doelgroepNotAdmitted) }
        if isWrite, module.honoursViewOnly { codes.insert(.moduleReadOnly) }
        return codes
    }

    private func conditions(of role: AdministrativeRole) -> Set<AccessReasonCode> {
        var codes: Set<AccessReasonCode> = [.roleMissing, .roleForOtherBestuur]
        if !Bestuurstype.allCases.allSatisfy(role.bestuurstypes.admits) { codes.insert(.bestuurstypeNotEligible) }
        if role.doelgroepen != doelgroepen { codes.insert(.doelgroepNotAdmitted) }
        return codes
    }
}
