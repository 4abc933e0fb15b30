import ArgumentParser
import Foundation

/// Where a token comes from. Never the argument list: everybody on the machine can read that.
struct TokenSource: ParsableArguments {
    @Argument(help: "A file with the token; `-` is standard input.", completion: .file()) var file = "-"
    @Option(help: "The name of an environment variable that holds the token.") var env: String?

    func read() throws -> [UInt8] {
        if let env {
            guard let text = ProcessInfo.processInfo.environment[env] else {
                throw CommandFailure(outcome: .noSuchFile, message: "the environment variable `\(env)` is not set")
            }
            return Self.trimmed(Array(text.utf8))
        }
        if file != "-", !FileManager.default.fileExists(atPath: file), file.split(separator: ".").count == 3 {
            throw CommandFailure(
                outcome: .usage, message: "the argument is a token, not a file",
                hint: "a token on the argument list can be read by everybody on this machine; give it on standard input"
            )
        }
        return Self.trimmed(try InputFile.bytes(file))
    }

    /// People copy a whole header line, and files end in a line end.
    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        var slice = bytes[...]
        for prefix in ["Authorization:", "authorization:"] where slice.starts(with: prefix.utf8) {
            slice = slice.dropFirst(prefix.utf8.count)
        }
        slice = slice.drop(while: isBlank)
        for prefix in ["Bearer ", "bearer "] where slice.starts(with: prefix.utf8) {
            slice = slice.dropFirst(prefix.utf8.count)
        }
        slice = slice.drop(while: isBlank)
        while let last = slice.last, isBlank(last) { slice = slice.dropLast() }
        return Array(slice)
    }
}
