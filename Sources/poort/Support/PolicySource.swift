import Foundation
import Policy

/// A policy to look at, in a file or in a revision of a git repository: `HEAD~1:policy.yaml`.
enum PolicySource {
    static func load(_ name: String) throws -> PolicySet {
        try PolicyFile.load(name: name, text: text(name), proving: false)
    }

    /// A file of that very name wins over a revision.
    static func text(_ name: String) throws -> String {
        guard name != "-", !FileManager.default.fileExists(atPath: name), name.contains(":") else {
            return try InputFile.text(name)
        }
        return try revision(name)
    }

    private static func revision(_ name: String) throws -> String {
        // Git would take it for an option.
        guard !name.hasPrefix("-"), !name.hasPrefix(":"), !name.utf8.contains(where: { $0 < 0x20 }) else {
            throw CommandFailure(
                outcome: .noSuchFile, message: "`\(Terminal.shown(name))` is neither a file nor a revision",
                hint: "write REVISION:PATH, such as HEAD~1:policy.yaml")
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "cat-file", "blob", name]
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        let data: Data
        do {
            try process.run()
            data = try output.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw CommandFailure(outcome: .noSuchFile, message: "git cannot be run: \(error)")
        }
        // Git says little there, far less than a pipe holds.
        let complaint = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: complaint, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
            throw CommandFailure(
                outcome: .noSuchFile,
                message: "there is no file `\(Terminal.shown(name))`, and no such revision: \(Terminal.shown(words))",
                hint: "a path in a revision begins at the root of the repository, or with `./` here")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(outcome: .badInput, message: "`\(Terminal.shown(name))` is not valid UTF-8")
        }
        return text
    }
}
