import ArgumentParser
import Foundation

/// Where a token comes from. The argument list is the worst place: everybody on the machine can read that.
struct TokenSource: ParsableArguments {
    @Argument(help: "A file with the token; `-` is standard input.", completion: .file()) var file = "-"
    @Option(help: "The name of an environment variable that holds the token.") var env: String?

    func validate() throws {
        guard env == nil || file == "-" else { throw ValidationError("give --env or a file, not both") }
    }

    /// The token, without what people copy along.
    func read() throws -> PastedToken { PastedToken(try bytes()) }

    private func bytes() throws -> [UInt8] {
        if let env {
            guard let text = ProcessInfo.processInfo.environment[env] else {
                throw CommandFailure(outcome: .noSuchFile, message: "the environment variable `\(env)` is not set")
            }
            return Array(text.utf8)
        }
        guard file == "-" || FileManager.default.fileExists(atPath: file) || !PastedToken.isLikely(file) else {
            Terminal.error(
                "warning: a token on the argument list can be read by everybody on this machine, and stays in the "
                    + "shell's history; give it on standard input, in a file or with --env")
            return Array(file.utf8)
        }
        if file == "-", isatty(STDIN_FILENO) == 1 {
            Terminal.error("paste the token, then Enter and Ctrl-D")
        }
        return try InputFile.bytes(file)
    }
}
