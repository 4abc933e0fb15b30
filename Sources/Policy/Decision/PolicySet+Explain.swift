import Besturen

extension PolicySet {
    /// The whole story of a decision for the shortest address of a route of this policy.
    package func explain(principal: Principal?, route: Route, method: RequestMethod) -> Explanation {
        explain(principal.map(Asker.principal) ?? .anonymous, route: route, method: method)
    }

    /// The whole story of a decision, from the address on.
    package func explain(principal: Principal?, request: AccessRequest) -> Explanation {
        explain(principal.map(Asker.principal) ?? .anonymous, request: request)
    }

    /// Decides for somebody of whom perhaps no principal could be made.
    package func decide(_ asker: Asker, request: AccessRequest) -> Decision {
        if case .matched(let route) = route(request) {
            return decide(
                asker, route: route, method: request.method, path: request.path.utf8Span.span,
                query: request.query.utf8Span.span)
        }
        return .deny(Denial(explanation: explain(asker, request: request)))
    }

    /// The same on a route that was found before.
    package func decide(
        _ asker: Asker, route: Route, method: RequestMethod, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>
    ) -> Decision {
        let decision = decide(
            principal: asker.principal, route: route, method: method, path: path, query: query)
        guard case .deny = decision, case .refused = asker else { return decision }
        return .deny(
            Denial(explanation: explain(asker, route: route, method: method, path: path, query: query)))
    }

    /// The whole story for somebody of whom perhaps no principal could be made.
    package func explain(_ asker: Asker, request: AccessRequest) -> Explanation {
        switch route(request) {
        case .matched(let route):
            return explain(
                asker, route: route, method: request.method, path: request.path.utf8Span.span,
                query: request.query.utf8Span.span)
        case .unknown:
            return story(asker, nil, request.method, ExplanationRecorder(), nil, [AccessRefusal(.routeUnknown)])
        case .methodNotAllowed(let allowed):
            let refusal = PolicySet.methodRefusal(request.method, allowed)
            return story(asker, nil, request.method, ExplanationRecorder(), nil, [refusal])
        }
    }

    /// The same for the shortest address of a route.
    package func explain(_ asker: Asker, route: Route, method: RequestMethod) -> Explanation {
        let nothing: [UInt8] = []
        return explain(asker, route: route, method: method, path: nothing.span, query: nothing.span)
    }

    /// The same on a route that was found before.
    package func explain(
        _ asker: Asker, route: Route, method: RequestMethod, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>
    ) -> Explanation {
        var recorder = ExplanationRecorder()
        let principal = asker.principal.map(current)
        let grant = evaluate(principal, route, method, path: path, query: query, &recorder)
        var refusals: [AccessRefusal] = []
        if grant == nil {
            refusals = self.refusals(recorder, asker, principal, route, method)
            // Whoever is refused already is told what nobody at all may ask for here.
            if !refusals.isEmpty, let rules = route.jsonAPI, route.methods.contains(method) {
                _ = TargetJudge(rules, granted: .everyone).admits(path: path, query: query, &recorder)
            }
            for (code, place) in recorder.places where !refusals.contains(where: { $0.code == code }) {
                refusals.append(AccessRefusal(code, .init(asked: place.text(path: path, query: query))))
            }
        }
        return story(asker, route, method, recorder, grant, refusals)
    }

    private static func methodRefusal(_ method: RequestMethod, _ allowed: MethodSet) -> AccessRefusal {
        let named = method == .other ? nil : method.description
        let allowed = allowed.members.filter { $0 != .other }.map(\.description)
        return AccessRefusal(.methodNotAllowed, .init(method: named, allowedMethods: allowed))
    }

    // MARK: - Refusals

    private func refusals(
        _ recorder: ExplanationRecorder, _ asker: Asker, _ principal: Principal?, _ route: Route,
        _ method: RequestMethod
    ) -> [AccessRefusal] {
        var refusals: [AccessRefusal] = []
        for code in recorder.codes {
            switch code {
            case .methodNotAllowed: refusals.append(PolicySet.methodRefusal(method, route.methods))
            case .tokenMissing: refusals.append(asker.refusalWithoutPrincipal)
            default: refusals.append(AccessRefusal(code))
            }
        }
        guard let principal else { return refusals }
        for refusal in self.refusals(of: principal, recorder, write: !method.isRead)
        where !refusals.contains(where: { $0.code == refusal.code }) {
            refusals.append(refusal)
        }
        return refusals
    }

    /// What somebody who is logged in lacks: in general, then for what was weighed.
    func refusals(of principal: Principal, _ recorder: ExplanationRecorder, write: Bool) -> [AccessRefusal] {
        var refusals: [AccessRefusal] = []
        let bestuur = principal.bestuur
        if recorder.general.contains(.loginRightMissing) {
            refusals.append(AccessRefusal(.loginRightMissing, .init(bestuur: bestuur.name)))
        }
        if recorder.general.contains(.doelgroepNotAdmitted) {
            refusals.append(AccessRefusal(.doelgroepNotAdmitted, .init(doelgroep: principal.doelgroep?.rawValue)))
        }
        if recorder.general.contains(.bestuurNotActive) {
            let facts = AccessRefusal.Facts(
                bestuur: bestuur.name, status: bestuur.status.label, awaited: bestuur.awaited)
            refusals.append(AccessRefusal(.bestuurNotActive, facts))
        }
        for refusal in candidateRefusals(recorder, principal, write: write)
        where !refusals.contains(where: { $0.code == refusal.code }) {
            refusals.append(refusal)
        }
        return refusals
    }

    /// One refusal per code, naming every module and role that it concerns. First comes what stands nearest to being granted:
    /// the candidate with the fewest failed conditions, a held one before one that is not held.
    private func candidateRefusals(
        _ recorder: ExplanationRecorder, _ principal: Principal, write: Bool
    ) -> [AccessRefusal] {
        let candidates = recorder.weighed.map {
            (subject: $0.subject, codes: ExplanationRecorder.failed($0.subject, $0.standing, write: write))
        }
        guard !candidates.contains(where: \.codes.isEmpty) else { return [] }
        var codes: [AccessReasonCode] = []
        for index in PolicySet.nearestFirst(candidates.map(\.codes)) {
            for code in candidates[index].codes where !codes.contains(code) { codes.append(code) }
        }
        return codes.map { code in
            var facts = AccessRefusal.Facts(bestuur: principal.bestuur.name)
            for candidate in candidates where candidate.codes.contains(code) {
                switch candidate.subject {
                case .module(let position): facts.modules.append(modules[position].label)
                case .role(let position): facts.roles.append(administrativeRoles[position].label)
                }
            }
            if code == .bestuurstypeNotEligible { facts.bestuurstype = principal.bestuur.type.label }
            if code == .doelgroepNotAdmitted { facts = .init(doelgroep: principal.doelgroep?.rawValue) }
            return AccessRefusal(code, facts)
        }
    }

    /// The positions of candidates by what they lack, none of them nothing.
    static func nearestFirst(_ failed: [[AccessReasonCode]]) -> [Int] {
        failed.indices.sorted { left, right in
            let (a, b) = (failed[left], failed[right])
            return (a.count, rank(a[0]), left) < (b.count, rank(b[0]), right)
        }
    }

    private static func rank(_ code: AccessReasonCode) -> Int {
        let order: [AccessReasonCode] = [
            .moduleReadOnly, .bestuurstypeNotEligible, .doelgroepNotAdmitted, .roleForOtherBestuur, .moduleNotGranted,
        ]
        return order.firstIndex(of: code) ?? order.count
    }

    // MARK: - The rest of the story

    private func story(
        _ asker: Asker, _ route: Route?, _ method: RequestMethod, _ recorder: ExplanationRecorder, _ grant: Grant?,
        _ refusals: [AccessRefusal]
    ) -> Explanation {
        let principal = asker.principal.map(current)
        let names = principal.map { $0.ignoredRoles.isEmpty ? [] : knownRoles } ?? []
        return Explanation(
            method: method,
            route: route.map(facts),
            bestuur: principal.map {
                .init(
                    name: $0.bestuur.name, uri: $0.bestuur.uri, type: $0.bestuur.type.label,
                    status: $0.bestuur.status.label)
            },
            doelgroep: principal?.doelgroep?.rawValue,
            candidates: recorder.weighed.map { candidate($0.subject, $0.standing, write: !method.isRead) },
            heldRoles: principal?.heldRoles ?? [],
            rolesForOtherBestuur: principal?.rolesForOtherBestuur ?? [],
            ignoredRoles: (principal?.ignoredRoles ?? []).map {
                .init(name: $0, nearest: NearMiss.suggestion(for: $0, among: names))
            },
            grant: grant,
            grantedBy: grant.map { words(for: $0) },
            grantedByID: grant.flatMap(identifier),
            refusals: refusals)
    }

    private func candidate(
        _ subject: ExplanationRecorder.Subject, _ standing: Standing, write: Bool
    ) -> Explanation.Candidate {
        let failed = ExplanationRecorder.failed(subject, standing, write: write)
        let isReadOnly = standing.contains(.readOnly)
        switch subject {
        case .module(let position):
            let module = modules[position]
            return .init(
                kind: .module, id: module.id, label: module.label, role: module.role, failed: failed,
                isReadOnly: isReadOnly)
        case .role(let position):
            let role = administrativeRoles[position]
            return .init(
                kind: .role, id: role.name, label: role.label, role: role.name, failed: failed, isReadOnly: isReadOnly)
        }
    }

    private func facts(_ route: Route) -> Explanation.RouteFacts {
        .init(
            pattern: route.path.description, host: route.host, methods: route.methods.description,
            access: words(for: route), upstream: route.upstream, group: route.group, why: route.why,
            jsonAPI: words(forRulesOf: route), location: route.location)
    }

    /// How far a JSON:API behind a route may be asked, in words; nil when the route leaves it open.
    package func words(forRulesOf route: Route) -> String? {
        guard let rules = route.jsonAPI else { return nil }
        guard case .granted(let modules, let roles) = route.access, route.fingerprint == fingerprint else {
            return rules.words([])
        }
        return rules.words(modules.map { self.modules[$0].id } + roles.map { administrativeRoles[$0].name })
    }

    /// Who may come to a route, in words.
    package func words(for route: Route) -> String {
        switch route.access {
        case .everyone: return "public"
        case .authenticated: return "any authenticated bestuur"
        case .closed: return "closed"
        case .delegated(let credential): return "delegated to the upstream (\(credential))"
        case .granted(let moduleIndices, let roleIndices):
            // A route of another policy names other positions.
            guard route.fingerprint == fingerprint else { return "unknown" }
            var parts: [String] = []
            if !moduleIndices.isEmpty {
                parts.append("any of the modules " + moduleIndices.map { modules[$0].id }.joined(separator: ", "))
            }
            if !roleIndices.isEmpty {
                let names = roleIndices.map { administrativeRoles[$0].name }.joined(separator: ", ")
                parts.append("any of the roles " + names)
            }
            return parts.joined(separator: ", or ")
        }
    }

    private func words(for grant: Grant) -> String {
        switch grant.basis {
        case .everyone: return "the route is public"
        case .authenticated: return "the route is open to every authenticated bestuur"
        case .delegated: return "the upstream checks a credential of its own"
        case .module(let position):
            let module = modules[position]
            let role = module.role.map { " (role `\($0)`)" } ?? " (open to every authenticated bestuur)"
            return "module `\(module.id)`\(role)" + (grant.isReadOnly ? ", read-only" : "")
        case .role(let position):
            return "administrative role `\(administrativeRoles[position].name)`"
        }
    }

    private func identifier(_ grant: Grant) -> String? {
        switch grant.basis {
        case .module(let position): modules[position].id
        case .role(let position): administrativeRoles[position].name
        case .everyone, .authenticated, .delegated: nil
        }
    }
}
