import Foundation
import Testing

/// A `poort` that runs until it is told to end. What it prints goes to files, so that nothing waits for a pipe, and whatever
/// becomes of the test, the process ends.
final class LiveTool {
    private let process: Process
    private let output: URL
    private let errors: URL

    init(_ arguments: [String], in folder: URL) throws {
        process = CommandLineTool.process(arguments, in: folder)
        output = folder.appending(path: "live.out")
        errors = folder.appending(path: "live.err")
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var errorText: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Waits until something holds; the deadline only bounds a test that fails.
    func wait(until condition: (LiveTool) -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if condition(self) { return true }
            guard process.isRunning else { return condition(self) }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Sends a signal and gives back the exit code; nil when the process did not end of it.
    func end(_ signal: Int32) async throws -> Int32? {
        kill(process.processIdentifier, signal)
        for _ in 0..<600 {
            guard process.isRunning else {
                return process.terminationReason == .exit ? process.terminationStatus : nil
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}
