/// What one event loop has counted. Plain numbers: only the loop itself counts, and hands out a copy when asked.
struct LoopCounters: Sendable {
    /// Requests let through, by the first digit of the status that the client got; 0 when it got none.
    private(set) var forwarded = [UInt64](repeating: 0, count: 6)
    /// Refused requests, by the code of the first reason.
    private(set) var refused: [String: UInt64] = [:]
    /// Requests whose client left before they were judged.
    private(set) var undecided: UInt64 = 0
    /// What the shadow policy said, by outcome.
    private(set) var shadow = [UInt64](repeating: 0, count: ShadowAnswer.Outcome.allCases.count)
    var connections = 0
    /// How often a connection waited until others had their turn.
    var postponed: UInt64 = 0
    var cacheHits: UInt64 = 0
    var cacheMisses: UInt64 = 0
    var cacheEntries = 0
    var cacheBytes = 0
    /// Sessions found among the opened ones, and not found.
    var sessionHits: UInt64 = 0
    var sessionMisses: UInt64 = 0

    mutating func count(_ record: RequestRecord) {
        if let answer = record.shadow { shadow[answer.outcome.rawValue] += 1 }
        if let refusal = record.refusal {
            refused[refusal.primary.code, default: 0] += 1
        } else if record.grant != nil || record.isOwnPage {
            let digit = record.status / 100
            forwarded[(1...5).contains(digit) ? digit : 0] += 1
        } else {
            undecided += 1
        }
    }

    static func + (left: LoopCounters, right: LoopCounters) -> LoopCounters {
        var sum = left
        for digit in sum.forwarded.indices { sum.forwarded[digit] += right.forwarded[digit] }
        sum.refused.merge(right.refused, uniquingKeysWith: +)
        sum.undecided += right.undecided
        for outcome in sum.shadow.indices { sum.shadow[outcome] += right.shadow[outcome] }
        sum.connections += right.connections
        sum.postponed += right.postponed
        sum.cacheHits += right.cacheHits
        sum.cacheMisses += right.cacheMisses
        sum.cacheEntries += right.cacheEntries
        sum.cacheBytes += right.cacheBytes
        sum.sessionHits += right.sessionHits
        sum.sessionMisses += right.sessionMisses
        return sum
    }
}
