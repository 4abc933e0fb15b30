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
}

extension PolicySet {
    /// What grants a request: all of it; empty when it is refused.
    func grants(to principal: Principal?, route: Route, method: RequestMethod) -> [Grant.Basis] {
        var recorder = GrantRecorder(isWrite: !method.isRead)
        guard let grant = evaluate(principal, route, method, &recorder) else { return [] }
        return recorder.granting.isEmpty ? [grant.basis] : recorder.granting
    }
}
