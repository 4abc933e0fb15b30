import Foundation

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
                atPath: file.path, contents: Data(body), attributes: [.posixPermissions: 0o600])
        else { return "the message cannot be written to a temporary file" }
        // Nothing of this process is handed on but where programs are found.
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let child: ChildProcess
        do throws(ChildProcess.Failure) {
            child = try ChildProcess(
                arguments, environment: ["PATH=\(path)", "POORT_DELIVERY=\(id)"], input: file.path)
        } catch {
            return "`\(arguments[0])` cannot be started: \(error.words)"
        }
        let start = ContinuousClock.now
        let limit = start + .milliseconds(milliseconds)
        while true {
            switch child.end() {
            case .exit(0)?: return nil
            case .exit(let code)?: return "it ended with \(code)"
            case .signal(let signal)?: return "it was ended by signal \(signal)"
            case nil: break
            }
            let isLate = ContinuousClock.now >= limit
            if isLate || Task.isCancelled {
                child.kill()
                // It cannot refuse to end, so this is over at once.
                while child.end() == nil { await Self.pause(.milliseconds(1)) }
                return isLate ? "it took more than \(milliseconds) ms" : "it was ended with the gateway"
            }
            // Quick programs are not kept waiting, slow ones are not asked all the time.
            await Self.pause(ContinuousClock.now - start < .milliseconds(50) ? .milliseconds(2) : .milliseconds(25))
        }
    }

    /// A pause that a cancelled task keeps, too.
    private static func pause(_ duration: Duration) async {
        await Task { try? await Task.sleep(for: duration) }.value
    }
}
