/// The audit entries of one event loop that were not handed over yet.
struct AuditBatch {
    private static let handOverSize = 64 << 10

    let sink: AuditSink
    private var lines: [UInt8] = []
    private var entries = 0

    init(sink: AuditSink) {
        self.sink = sink
    }

    var isOff: Bool { sink.isOff }

    /// Adds one entry. `write` appends one JSON object without a line break.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        guard !sink.isOff else { return }
        write(&lines)
        lines.append(UInt8(ascii: "\n"))
        entries += 1
        if lines.count >= Self.handOverSize { handOver() }
    }

    mutating func handOver() {
        guard entries > 0 else { return }
        sink.submit(lines, entries: entries)
        lines = []
        lines.reserveCapacity(Self.handOverSize + 4096)
        entries = 0
    }
}
