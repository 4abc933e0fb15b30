/// Finds the lines of a head, each byte looked at once however the head arrives.
///
/// It refuses what no line may hold: control bytes but HTAB, a CR without LF, an LF without CR. Offsets count from the
/// first byte of the head.
struct LineScanner: Sendable {
    enum Step {
        /// A line, without its CRLF.
        case line(start: Int, end: Int)
        /// Everything that is there was looked at.
        case needMore
        /// `limit` bytes were looked at, and the line goes on.
        case limitReached
        case refused(WireRefusal)
    }

    /// The first byte that was not looked at.
    private(set) var position = 0
    /// The first byte of the line being scanned.
    private var lineStart = 0

    /// The next line of `bytes`, looking at no byte from offset `limit` on.
    ///
    /// `bytes` are the same as at the last call, with more behind them.
    @inline(__always)
    mutating func next(in bytes: Span<UInt8>, limit: Int) -> Step {
        let end = min(bytes.count, limit)
        var at = position
        while at < end {
            if at &+ 8 <= end {
                let marks = ASCII.marksOfUnprintable(ASCII.word(bytes, at: at))
                if marks == 0 {
                    at &+= 8
                    continue
                }
                at &+= marks.trailingZeroBitCount &>> 3
            }
            let byte = bytes[at]
            if byte == ASCII.carriageReturn {
                guard at &+ 1 < end else { break }
                guard bytes[at &+ 1] == ASCII.lineFeed else { return .refused(.bareCarriageReturn) }
                let line = Step.line(start: lineStart, end: at)
                position = at &+ 2
                lineStart = position
                return line
            }
            if byte < ASCII.space && byte != ASCII.tab || byte == ASCII.delete {
                return .refused(byte == ASCII.lineFeed ? .bareLineFeed : .controlByte)
            }
            at &+= 1
        }
        position = at
        return bytes.count >= limit ? .limitReached : .needMore
    }
}
