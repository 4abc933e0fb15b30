import Foundation
package import Logging
import Synchronization

/// Where audit entries end up: one JSON object a line, written in the order in which each event loop hands them over.
///
/// Event loops never write to a file themselves. They hand whole batches to a single writer, so that a slow disk or a
/// slow reader of standard output costs no request its time. The batches that wait are bounded in bytes; when the bound
/// is reached the batch is counted and named in the log and in a later entry, so that a gap is always visible.
package final class AuditSink: Sendable {
    /// Where the entries go.
    package enum Destination: Sendable, Equatable {
        case standardOutput
        case standardError
        /// A file that is appended to. It is created with mode 0600: entries name people's besturen.
        case file(path: String)
        case off
    }

    /// Why a sink could not be opened.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case cannotOpen(path: String)

        package var description: String {
            switch self {
            case .cannotOpen(let path): "cannot open the audit log `\(path)` for appending"
            }
        }
    }

    private struct State {
        var waitingBytes = 0
        var droppedEntries = 0
        var failed = false
    }

    /// `nil` when entries are not kept.
    private let handle: FileHandle?
    private let queue = DispatchQueue(label: "poort.audit")
    private let state = Mutex(State())
    private let maximumWaitingBytes: Int
    private let logger: Logger

    /// - Parameters:
    ///   - maximumWaitingBytes: how much may wait for a slow destination before entries are dropped and counted.
    /// - Throws: ``Failure`` when the file cannot be opened.
    package init(_ destination: Destination, maximumWaitingBytes: Int = 64 << 20, logger: Logger) throws {
        self.maximumWaitingBytes = maximumWaitingBytes
        self.logger = logger
        switch destination {
        case .off: handle = nil
        case .standardOutput: handle = .standardOutput
        case .standardError: handle = .standardError
        case .file(let path):
            // Appending is the kernel's: a process that still drains, or a log that is cut while it is open, would otherwise
            // have entries written over each other or behind a hole.
            let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Failure.cannotOpen(path: path) }
            handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
    }

    package var isOff: Bool { handle == nil }

    /// Why a file could not be opened or made, in words, without opening or making it; nil when nothing speaks against it.
    static func problem(withFile path: String) -> String? {
        let manager = FileManager.default
        func kind(_ path: String) -> FileAttributeType? {
            (try? manager.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
        }
        if manager.fileExists(atPath: path) {
            if kind(path) == .typeDirectory { return "it is a folder" }
            return manager.isWritableFile(atPath: path) ? nil : "this user may not write to it"
        }
        let folder = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        let parent = folder.isEmpty ? "/" : folder
        guard manager.fileExists(atPath: parent + "/.") else {
            return "there is no folder `\(parent)`"
        }
        return manager.isWritableFile(atPath: parent) ? nil : "this user may not make a file in `\(parent)`"
    }

    /// Takes a batch of whole lines. Returns at once; the batch is written later, or counted as dropped.
    package func submit(_ lines: [UInt8], entries: Int) {
        guard let handle, !lines.isEmpty else { return }
        let accepted = state.withLock { state in
            guard state.waitingBytes + lines.count <= maximumWaitingBytes else {
                state.droppedEntries += entries
                return false
            }
            state.waitingBytes += lines.count
            return true
        }
        guard accepted else { return }
        queue.async { [self] in write(lines, to: handle) }
    }

    /// Waits until everything handed over so far was written.
    package func flush() {
        queue.sync {}
    }

    private func write(_ lines: [UInt8], to handle: FileHandle) {
        do {
            try handle.write(contentsOf: lines)
        } catch {
            let first = state.withLock { state in
                defer { state.failed = true }
                return !state.failed
            }
            if first { logger.error("the audit log cannot be written: \(error)") }
        }
        let dropped = state.withLock { state in
            state.waitingBytes -= lines.count
            defer { state.droppedEntries = 0 }
            return state.droppedEntries
        }
        if dropped > 0 {
            logger.error("\(dropped) audit entries were dropped: the destination is too slow")
            try? handle.write(contentsOf: Array("{\"event\":\"audit_dropped\",\"entries\":\(dropped)}\n".utf8))
        }
    }
}
