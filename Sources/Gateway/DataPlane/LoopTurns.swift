import NIOCore

/// How one event loop shares its time between those whose requests go on to an upstream and those whose tokens it must
/// check, or whose requests it refuses.
///
/// Anybody can send a token that costs a signature check, and a check costs up to a millisecond (ES512), fifty times
/// what a known token does; and anybody can send requests ahead that are refused, each of which costs an answer. So what is
/// checked and refused in one turn of the loop has a budget. When it is spent, tokens that must be checked wait in order,
/// one for each connection, no connection has more than one request judged, and the loop first looks at its sockets:
/// requests with known tokens overtake. They never wait for more than two budgets, two checks, and one request of each
/// connection, however many connections send bad ones.
final class LoopTurns {
    /// Nanoseconds of checking and refusing in one turn: five or ten requests with bad tokens. One is always judged.
    static let budget: Int64 = 250_000
    /// Until the waiting ones go on. Not zero: a task that is due at once would run before the sockets are looked at,
    /// as NIO's loop runs all tasks that are due, and those that they add, before it waits for events again.
    static let pause = TimeAmount.microseconds(50)

    private let loop: any EventLoop
    private let budget: Int64
    private var spent: Int64 = 0
    private var isSpending = false
    private var isComing = false
    private var waiting = CircularBuffer<ClientConnection>()
    /// How often a connection had to wait.
    private(set) var waits: UInt64 = 0

    init(loop: any EventLoop, budget: Int64 = LoopTurns.budget) {
        self.loop = loop
        self.budget = budget
    }

    /// Whether a token may be checked now that has not waited for it: there is time left, and nobody waits already.
    var hasRoom: Bool { spent < budget && waiting.isEmpty }

    /// Whether nobody has more than one request judged in this turn.
    var isSpent: Bool { spent >= budget }

    /// Counts the time of a check or a refusal. The first one of a turn asks to be told of the turn's end: what is executed on the
    /// loop now runs when the events that have come are all handled.
    func spend(_ nanoseconds: Int64) {
        spent &+= nanoseconds
        guard !isSpending else { return }
        isSpending = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.begin() }
    }

    /// Takes a connection into the queue. It is told when its turn has come.
    func wait(_ connection: ClientConnection) {
        waits &+= 1
        waiting.append(connection)
        comeBack()
    }

    private func begin() {
        spent = 0
        isSpending = false
    }

    private func comeBack() {
        guard !isComing else { return }
        isComing = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: Self.pause) { bound.value.goOn() }
    }

    /// Lets those that wait now go on, as far as the budget reaches and at least one of them.
    private func goOn() {
        begin()
        // Those that come to wait meanwhile do so until the next turn.
        for _ in 0..<waiting.count {
            waiting.removeFirst().turnHasCome()
            guard spent < budget else { break }
        }
        // Only now: the pause begins when this turn has ended. One that began earlier would be over, and the loop would go
        // on without looking at its sockets.
        isComing = false
        if !waiting.isEmpty { comeBack() }
    }
}
