/// What the engine tells while it decides. The recorder that keeps nothing costs nothing.
protocol DecisionRecorder {
    mutating func general(_ standing: GeneralStanding)
    mutating func module(_ position: Int, _ standing: Standing)
    mutating func role(_ position: Int, _ standing: Standing)
    mutating func refuse(_ code: AccessReasonCode)
}

/// The recorder of the request path.
struct NoRecording: DecisionRecorder {
    @inline(__always) mutating func general(_ standing: GeneralStanding) {}
    @inline(__always) mutating func module(_ position: Int, _ standing: Standing) {}
    @inline(__always) mutating func role(_ position: Int, _ standing: Standing) {}
    @inline(__always) mutating func refuse(_ code: AccessReasonCode) {}
}

extension PolicySet {
    /// The decision itself: the only place where access is granted. `decide` and `explain` both run it, so they cannot differ.
    ///
    /// `principal` belongs to this policy. Nil means refused; the recorder knows why.
    @inline(__always)
    func evaluate<Recorder: DecisionRecorder>(
        _ principal: Principal?, _ route: Route, _ method: RequestMethod, _ recorder: inout Recorder
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
            return weigh(principal, modules, roles, write: !method.isRead, &recorder)
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
        _ principal: Principal, _ modules: [Int], _ roles: [Int], write: Bool, _ recorder: inout Recorder
    ) -> Grant? {
        var full: Grant.Basis?
        var readable: Grant.Basis?
        for position in modules {
            let standing = principal.modules[position]
            recorder.module(position, standing)
            if standing.isEmpty {
                full = full ?? .module(position)
            } else if standing.grantsRead {
                readable = readable ?? .module(position)
            }
        }
        for position in roles {
            let standing = principal.roles[position]
            recorder.role(position, standing)
            if standing.isEmpty { full = full ?? .role(position) }
        }
        guard principal.general.isEmpty else { return nil }
        if let full { return Grant(basis: full, isReadOnly: false) }
        if !write, let readable { return Grant(basis: readable, isReadOnly: true) }
        return nil
    }

    /// Decides a request on a route of this policy.
    package func decide(principal: Principal?, route: Route, method: RequestMethod) -> Decision {
        var recorder = NoRecording()
        if let principal, principal.fingerprint != fingerprint {
            return decide(principal: current(principal), route: route, method: method)
        }
        if let grant = evaluate(principal, route, method, &recorder) {
            return .allow(grant)
        }
        return .deny(Denial(explanation: explain(principal: principal, route: route, method: method)))
    }

    /// Decides a request from its address on.
    package func decide(principal: Principal?, request: AccessRequest) -> Decision {
        switch route(request) {
        case .matched(let route):
            return decide(principal: principal, route: route, method: request.method)
        case .unknown, .methodNotAllowed:
            return .deny(Denial(explanation: explain(principal: principal, request: request)))
        }
    }
}
