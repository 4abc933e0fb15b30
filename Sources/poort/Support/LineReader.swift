import Foundation

/// The lines of a file or of standard input (`-`), one after the other, in bounded memory.
struct LineReader {
    enum Line {
        /// Without the line end. `isFinished` is false for a last line that has none.
        case bytes([UInt8], isFinished: Bool)
        /// Longer than any line that is meant; what follows it is read.
        case tooLong
    }

    /// Far above the longest audit entry.
    static let maximumBytes = 256 << 10

    private let name: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// - Throws: ``CommandFailure`` when there is no such file, or it may not be read.
    init(_ path: String) throws {
        name = path
        handle = try InputFile.handle(path)
    }

    /// Nil behind the last.
    mutating func next() throws -> Line? {
        var isTooLong = false
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<end]
                start = end + 1
                return isTooLong || line.count > Self.maximumBytes ? .tooLong : .bytes(Array(line), isFinished: true)
            }
            if isAtEnd {
                guard start < buffer.count || isTooLong else { return nil }
                let line = Array(buffer[start...])
                buffer = []
                start = 0
                return isTooLong || line.count > Self.maximumBytes ? .tooLong : .bytes(line, isFinished: false)
            }
            if buffer.count - start > Self.maximumBytes {
                isTooLong = true
                start = buffer.count
            }
            try fill()
        }
    }

    private mutating func fill() throws {
        buffer.removeFirst(start)
        start = 0
        do {
            guard let part = try handle.read(upToCount: 1 << 20), !part.isEmpty else {
                isAtEnd = true
                return
            }
            buffer += part
        } catch {
            throw CommandFailure(outcome: .noSuchFile, message: "`\(name)` cannot be read: \(error)")
        }
    }
}
