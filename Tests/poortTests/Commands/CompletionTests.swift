import Foundation
import Testing

@Suite("Shell completions and help")
struct CompletionTests {
    @Test("are made for every shell, with files and values", arguments: ["bash", "zsh", "fish"])
    func completions(_ shell: String) throws {
        let result = try CommandLineTool.run(["--generate-completion-script", shell])
        #expect(result.status == 0 && result.errors.isEmpty)
        for words in ["inspect", "explain", "claim-json", "ES256", "always", "loket", "yaml"] {
            #expect(result.output.contains(words), "\(words)")
        }
        guard let program = Self.program(shell) else { return }
        let shop = try Workshop()
        try shop.write("script", result.output)
        let process = Process()
        process.executableURL = program
        process.arguments = ["-n", "script"]
        process.currentDirectoryURL = shop.folder
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(shell) does not read it")
    }

    /// Where a shell is, if it is installed.
    private static func program(_ shell: String) -> URL? {
        ["/bin", "/usr/bin"].map { URL(filePath: "\($0)/\(shell)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    @Test(
        "shows no example that does not work as it is written",
        arguments: [["token", "inspect"], ["token", "verify"], ["token", "explain"], ["token", "mint"]])
    func examples(_ command: [String]) throws {
        let shop = try Workshop()
        let policy = Configurations.policy + "\n"
        try Examples.write(in: shop, policy: policy)
        let help = try CommandLineTool.run(command + ["--help"])
        let examples = Examples.commands(in: help.output, of: command)
        #expect(examples.count >= 2, "\(help.output)")
        for example in examples {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", example]
            process.currentDirectoryURL = shop.folder
            process.environment = ProcessInfo.processInfo.environment.merging([
                "PATH": "\(CommandLineTool.executable.deletingLastPathComponent().path):/bin:/usr/bin",
                "LLVM_PROFILE_FILE": "/dev/null", "TOKEN": try shop.read("token.jwt"),
            ]) { $1 }
            let errors = Pipe()
            process.standardError = errors
            process.standardOutput = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            // A token is judged as it may; what must not happen is that the command is not understood.
            #expect(process.terminationStatus < 10, "\(example)\n\(text)")
        }
    }
}

/// A folder in which the examples of `--help` find what they name.
private enum Examples {
    static func write(in shop: borrowing Workshop, policy: String) throws {
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let folders = ["Keys/development"]
        for folder in folders {
            try FileManager.default.createDirectory(
                at: shop.folder.appending(path: folder), withIntermediateDirectories: true)
        }
        for (from, to) in [
            ("p-256.jwks.json", "Keys/issuer.jwks.json"), ("p-256.pem.pub", "Keys/issuer.pem"),
            ("p-256.pem", "Keys/development/issuer-private.pem"), ("p-256.pem", "my.pem"),
        ] {
            try shop.write(to, try shop.read(from))
        }
        try shop.write("token.jwt", try shop.token("p-256"))
    }

    /// The lines under `Examples:`, those that go on on the next line put together. An issuer that is to be asked for its
    /// keys is left alone: nobody is there.
    static func commands(in help: String, of command: [String]) -> [String] {
        help.replacing(/\\\n\s*/, with: "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("poort \(command.joined(separator: " ")) ") }
            .filter { !$0.contains("--issuer") || $0.contains("--key") }
    }
}
