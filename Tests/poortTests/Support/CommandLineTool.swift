import Foundation
import Testing

/// The built `poort`, run as people and scripts run it.
enum CommandLineTool {
    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String

        var json: [String: Any]? {
            try? JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        }
    }

    /// The root of the package, for its examples.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A command that ends before it has read its input would otherwise end the tests, too.
    private static let ignoresBrokenPipes: Bool = {
        _ = signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// SwiftPM builds it beside the test bundle.
    static let executable: URL = {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for _ in 0..<6 {
            let candidate = folder.appending(path: "poort")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return root.appending(path: ".build/debug/poort")
    }()

    static func process(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var all = ProcessInfo.processInfo.environment
        // The coverage of a child would overwrite the test run's own file.
        all["LLVM_PROFILE_FILE"] = "/dev/null"
        process.environment = all.merging(environment) { $1 }
        return process
    }

    static func run(
        _ arguments: [String], in folder: URL = root, input: String = "", environment: [String: String] = [:]
    ) throws -> Result {
        _ = Self.ignoresBrokenPipes
        let process = process(arguments, in: folder, environment: environment)
        let (input_, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input_
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = Data(input.utf8)
        // Whoever does not read its input may be gone already.
        DispatchQueue.global().async {
            try? input_.fileHandleForWriting.write(contentsOf: bytes)
            try? input_.fileHandleForWriting.close()
        }
        let collected = Collected()
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            collected.errors = errors.fileHandleForReading.readDataToEndOfFile()
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        group.wait()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: collected.errors, as: UTF8.self))
    }

    /// Written by one queue and read after it was waited for.
    private final class Collected: @unchecked Sendable {
        var errors = Data()
    }
}

/// A folder of its own for a test.
struct Workshop: ~Copyable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "poort-cli-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> CommandLineTool.Result {
        try CommandLineTool.run(arguments, in: folder, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: String = "") throws -> CommandLineTool.Result {
        try CommandLineTool.run(arguments, in: folder, input: input)
    }

    /// A key pair `KIND.pem`, and `KIND.jwks.json` with its public half under the name `k1`.
    func key(_ kind: String) throws {
        let made = try run("keys", "generate", "--kind", kind, "\(kind).pem")
        #expect(made.status == 0, "\(made.errors)")
        let set = try run("keys", "jwks", "--kid", "k1", "\(kind).pem.pub")
        #expect(set.status == 0, "\(set.errors)")
        try write("\(kind).jwks.json", set.output)
    }

    static let issuer = "https://idp.example/op"

    /// A token of An, valid for an hour from 2026-01-15T12:00:00Z.
    func token(_ kind: String, _ more: [String] = []) throws -> String {
        let minted = try run(
            [
                "token", "mint", "--issuer", Self.issuer, "--audience", "poort", "--subject", "an", "--at",
                "2026-01-15T12:00:00Z",
            ]
                + (more.contains("--key") || more.contains("--hmac-secret")
                    ? [] : ["--key", "\(kind).pem", "--kid", "k1"])
                + more)
        #expect(minted.status == 0, "\(minted.errors)")
        return minted.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
