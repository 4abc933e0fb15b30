import HTTPWire

/// A request whose token is checked when its connection's turn comes.
struct PostponedRequest {
    let head: RequestHead
    let record: RequestRecord
}

/// Waiting for the others: no connection holds the event loop with requests that it sends ahead, and no number of
/// connections with tokens that must be checked.
extension ClientConnection {
    /// How many requests that have arrived already are judged before others have their turn, while the turn's budget lasts.
    static let requestsPerTurn = 16

    func awaitTurn(_ postponed: PostponedRequest) {
        state = .awaitingTurn(postponed)
        deadline = .max
        queue()
    }

    /// Goes on when the turn comes. Requests keep their order, since nothing is processed until then.
    func queue() {
        isQueued = true
        loop.turns.wait(self)
    }

    /// The loop has come back to this connection, which may have ended meanwhile.
    func turnHasCome() {
        isQueued = false
        loop.beginEvent()
        guard case .awaitingTurn(let postponed) = state else { return process() }
        judge(postponed.head, postponed.record, isItsTurn: true)
        process(judged: 1)
    }
}
