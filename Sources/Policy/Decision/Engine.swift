/// What the engine tells while it decides. The recorder that keeps nothing costs nothing.
protocol DecisionRecorder {
    mutating func general(_ standing: GeneralStanding)
    mutating func module(_ position: Int, _ standing: Standing)
    mutating func role(_ position: Int, _ standing: Standing)
    mutating func refuse(_ code: AccessReasonCode)
    /// A piece of the address that the rules of the route do not admit.
    mutating func refuse(_ code: AccessReasonCode, _ place: TargetPlace)
    /// Whether to go on after the first refusal.
    static var wantsEverything: Bool { get }
}

/// The recorder of the request path.
struct NoRecording: DecisionRecorder {
    @inline(__always) mutating func general(_ standing: GeneralStanding) {}
    @inline(__always) mutating func module(_ position: Int, _ standing: Standing) {}
    @inline(__always) mutating func role(_ position: Int, _ standing: Standing) {}
    @inline(__always) mutating func refuse(_ code: AccessReasonCode) {}
    @inline(__always) mutating func refuse(_ code: AccessReasonCode, _ place: TargetPlace) {}
    static var wantsEverything: Bool { false }
}

extension PolicySet {
    /// The decision itself: the only place where access is granted. `decide` and `explain` both run it, so they cannot differ.
    ///
    /// Who asks and what the route admits come first. What else the address asks for can only take away: a route that says
    /// how far its JSON:API may be asked has path and query judged for whatever it was that granted.
    ///
    /// `principal` belongs to this policy. Nil means refused; the recorder knows why.
    @inline(__always)
    func evaluate<Recorder: DecisionRecorder>(
        _ principal: Principal?, _ route: Route, _ method: RequestMethod, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>, _ recorder: inout Recorder
    ) -> Grant? {
        var granting = CandidateSet.everyone
        guard let grant = evaluate(principal, route, method, &granting, &recorder) else { return nil }
        guard let rules = route.jsonAPI else { return grant }
        let judge = TargetJudge(rules, granted: granting)
        return judge.admits(path: path, query: query, &recorder) ? grant : nil
    }

    /// The same for the shortest address of the route, which asks for nothing besides: the most that anybody gets here.
    /// `granting` becomes the modules and roles that grant, where the route has any.
    @inline(__always)
    func evaluate<Recorder: DecisionRecorder>(
        _ principal: Principal?, _ route: Route, _ method: RequestMethod, _ granting: inout CandidateSet,
        _ recorder: inout Recorder
    ) -> Grant? {
        guard route.fingerprint == fingerprint else {
            recorder.refuse(.routeUnknown)
            return nil
        }
        guard route.methods.contains(method) else {
            recorder.refuse(.methodNotAllowed)
            return nil
        }
        switch route.access {
        case .everyone:
            return Grant(basis: .everyone, isReadOnly: !route.methods.admitsWrite)
        case .delegated:
            return Grant(basis: .delegated, isReadOnly: !route.methods.admitsWrite)
        case .closed:
            recorder.refuse(.routeClosed)
            return nil
        case .authenticated:
            guard let principal = known(principal, &recorder) else { return nil }
            recorder.general(principal.general)
            guard principal.general.isEmpty else { return nil }
            return Grant(basis: .authenticated, isReadOnly: !route.methods.admitsWrite)
        case .granted(let modules, let roles):
            guard let principal = known(principal, &recorder) else { return nil }
            recorder.general(principal.general)
            return weigh(principal, modules, roles, write: !method.isRead, &granting, &recorder)
        }
    }

    @inline(__always)
    private func known<Recorder: DecisionRecorder>(_ principal: Principal?, _ recorder: inout Recorder) -> Principal? {
        guard let principal, principal.fingerprint == fingerprint else {
            recorder.refuse(.tokenMissing)
            return nil
        }
        return principal
    }

    /// Any one module or role suffices; a write needs one that is not read-only. The first that may also write is named,
    /// else the first.
    @inline(__always)
    private func weigh<Recorder: DecisionRecorder>(
        _ principal: Principal, _ modules: [Int], _ roles: [Int], write: Bool, _ granting: inout CandidateSet,
        _ recorder: inout Recorder
    ) -> Grant? {
        granting = .none
        var candidate = 0
        var full: Grant.Basis?
        var readable: Grant.Basis?
        for position in modules {
            let standing = principal.modules[position]
            recorder.module(position, standing)
            if standing.grants(write: write) { granting.insert(candidate) }
            candidate += 1
            if standing.isEmpty {
                full = full ?? .module(position)
            } else if standing.grantsRead {
                readable = readable ?? .module(position)
            }
        }
        for position in roles {
            let standing = principal.roles[position]
            recorder.role(position, standing)
            if standing.isEmpty {
                full = full ?? .role(position)
                granting.insert(candidate)
            }
            candidate += 1
        }
        guard principal.general.isEmpty else { return nil }
        if let full { return Grant(basis: full, isReadOnly: false) }
        if !write, let readable { return Grant(basis: readable, isReadOnly: true) }
        return nil
    }

    /// Decides a request on a route of this policy. `path` is canonical; `query` is what follows the `?`, or empty. Both are
    /// the bytes that are forwarded.
    package func decide(
        principal: Principal?, route: Route, method: RequestMethod, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>
    ) -> Decision {
        var recorder = NoRecording()
        if let principal, principal.fingerprint != fingerprint {
            return decide(principal: current(principal), route: route, method: method, path: path, query: query)
        }
        if let grant = evaluate(principal, route, method, path: path, query: query, &recorder) {
            return .allow(grant)
        }
        let asker = principal.map(Asker.principal) ?? .anonymous
        return .deny(
            Denial(explanation: explain(asker, route: route, method: method, path: path, query: query)))
    }

    /// Whether a request on a route of this policy is let through; without making anything of the answer.
    package func allows(
        _ asker: Asker, route: Route, method: RequestMethod, path: borrowing Span<UInt8>,
        query: borrowing Span<UInt8>
    ) -> Bool {
        var recorder = NoRecording()
        return evaluate(asker.principal, route, method, path: path, query: query, &recorder) != nil
    }

    /// Decides for the shortest address of a route, which asks for nothing besides: what no longer path and no query can
    /// exceed. Requests have an address, and are decided by it.
    package func decide(principal: Principal?, route: Route, method: RequestMethod) -> Decision {
        let nothing: [UInt8] = []
        return decide(principal: principal, route: route, method: method, path: nothing.span, query: nothing.span)
    }

    /// Decides a request from its address on.
    package func decide(principal: Principal?, request: AccessRequest) -> Decision {
        switch route(request) {
        case .matched(let route):
            return decide(
                principal: principal, route: route, method: request.method, path: request.path.utf8Span.span,
                query: request.query.utf8Span.span)
        case .unknown, .methodNotAllowed:
            return .deny(Denial(explanation: explain(principal: principal, request: request)))
        }
    }
}
