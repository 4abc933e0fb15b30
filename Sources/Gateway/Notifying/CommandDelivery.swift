import Foundation
import Synchronization

/// Runs a program with a message on its standard input. It took the message when it ends with 0.
struct CommandDelivery: Sendable {
    let arguments: [String]
    let milliseconds: Int

    /// - Returns: nil when it took the message, or why not.
    func run(_ body: [UInt8], id: Int64) async -> String? {
        // A file, not a pipe: a program that reads nothing could not hold this one up, and none that reads late loses a part.
        let file = FileManager.default.temporaryDirectory.appending(path: "poort-notification-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(body), attributes: [.posixPermissions: 0o600]),
            let input = FileHandle(forReadingAtPath: file.path)
        else { return "the message cannot be written to a temporary file" }
        defer { try? input.close() }
        let process = Process()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        // Nothing of this process is handed on but where programs are found.
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "POORT_DELIVERY": "\(id)",
        ]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        do {
            try process.run()
        } catch {
            return "`\(arguments[0])` cannot be started: \(error.localizedDescription)"
        }
        let isSlow = Mutex(false)
        let watch = Task {
            try await Task.sleep(for: .milliseconds(milliseconds))
            isSlow.withLock { $0 = true }
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        await withTaskCancellationHandler {
            for await _ in ended {}
        } onCancel: {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        // A cancelled task leaves the loop above before the program has ended.
        while process.isRunning { usleep(1_000) }
        watch.cancel()
        if isSlow.withLock({ $0 }) { return "it took more than \(milliseconds) ms" }
        if process.terminationReason == .uncaughtSignal { return "it was ended by signal \(process.terminationStatus)" }
        return process.terminationStatus == 0 ? nil : "it ended with \(process.terminationStatus)"
    }
}
