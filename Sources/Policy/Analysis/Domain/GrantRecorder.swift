/// Keeps everything that grants a request, where a decision names only the first.
private struct GrantRecorder: DecisionRecorder {
    let isWrite: Bool
    var granting: [Grant.Basis] = []

    mutating func general(_ standing: GeneralStanding) {}

    mutating func module(_ position: Int, _ standing: Standing) {
        if standing.grants(write: isWrite) { granting.append(.module(position)) }
    }

    mutating func role(_ position: Int, _ standing: Standing) {
        if standing.grants(write: isWrite) { granting.append(.role(position)) }
    }

    mutating func refuse(_ code: AccessReasonCode) {}
    mutating func refuse(_ code: AccessReasonCode, _ place: TargetPlace) {}
    static var wantsEverything: Bool { false }
}

extension PolicySet {
    /// What grants a request: all of it; empty when it is refused. The request is the shortest one of the route, without a
    /// query: how far a JSON:API may be asked besides only takes away from that.
    func grants(to principal: Principal?, route: Route, method: RequestMethod) -> [Grant.Basis] {
        var recorder = GrantRecorder(isWrite: !method.isRead)
        var granting = CandidateSet.everyone
        guard let grant = evaluate(principal, route, method, &granting, &recorder) else { return [] }
        return recorder.granting.isEmpty ? [grant.basis] : recorder.granting
    }
}

extension AccessDomain {
    /// The module or role of a grant, by its name; empty for a door that asks for neither.
    func name(_ basis: Grant.Basis, _ policy: Int) -> String {
        switch basis {
        case .module(let position): policies[policy].modules[position].id
        case .role(let position): policies[policy].administrativeRoles[position].name
        case .everyone, .authenticated, .delegated: ""
        }
    }
}
