/// Something that must have made progress before an instant of the monotonic clock.
protocol DeadlineHolder: AnyObject {
    /// Nanoseconds of the monotonic clock; `Int64.max` when nothing is waited for.
    var deadline: Int64 { get }
    /// Where the keeper has put it; only the keeper writes it.
    var deadlineSlot: Int { get set }
    func deadlinePassed(now: Int64)
}

/// The deadlines of one event loop's connections.
///
/// A timer for every request would cost a heap operation at its start and at its end. Setting a deadline is one store;
/// the loop looks at all of them four times a second, which is as exact as timeouts of seconds need.
struct DeadlineKeeper {
    private var holders: [any DeadlineHolder] = []

    var count: Int { holders.count }

    mutating func add(_ holder: any DeadlineHolder) {
        holder.deadlineSlot = holders.count
        holders.append(holder)
    }

    mutating func remove(_ holder: any DeadlineHolder) {
        let slot = holder.deadlineSlot
        guard slot >= 0, slot < holders.count, holders[slot] === holder else { return }
        let last = holders.removeLast()
        if last !== holder {
            holders[slot] = last
            last.deadlineSlot = slot
        }
        holder.deadlineSlot = -1
    }

    /// Those whose deadline has passed. They are told by the caller, because what they do may change this list.
    func passed(at now: Int64) -> [any DeadlineHolder] {
        holders.filter { $0.deadline <= now }
    }

    var all: [any DeadlineHolder] { holders }
}
