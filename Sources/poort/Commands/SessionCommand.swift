import ArgumentParser
import Gateway
import JOSE
import OIDC

struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "End the sessions of people who logged in.", subcommands: [SessionEnd.self])
}

struct SessionEnd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End one session, all of one person, or all there are.",
        discussion: """
            Persons and sessions are named as in the audit log, by `subject` and `session`. Every gateway that has the same \
            `session.store` on this machine obeys within a second. Whoever logs in afterwards has a session that counts.

            Example: poort session end --config poort.yaml --subject a0be7e7f772ef5f2f8a5cb71cabdced7
            """)

    @Option(help: "The gateway's configuration.", completion: .file(extensions: ["yaml", "yml"])) var config: String
    @Option(help: ArgumentHelp("`session` in the audit log.", valueName: "digest")) var session: String?
    @Option(help: ArgumentHelp("`subject` in the audit log: every session of that person.", valueName: "digest"))
    var subject: String?
    @Flag(help: "Every session of everybody.") var everybody = false

    func validate() throws {
        let given = [session != nil, subject != nil, everybody].count { $0 }
        guard given == 1 else { throw ValidationError("give one of --session, --subject and --everybody") }
    }

    func run() async throws {
        try await asyncReporting {
            let ending = try ending()
            guard let login = try GatewayFile.load(config).configuration.login else {
                throw CommandFailure(
                    outcome: .usage, message: "nobody logs in at the gateway of `\(config)`",
                    hint: "bearer tokens end by themselves")
            }
            do {
                try await ending.end(login, at: Clock.now)
            } catch {
                throw CommandFailure(outcome: .internal, message: "\(error)")
            }
            Terminal.print("ended: \(words), by \(login.session.store)")
        }
    }

    private var words: String {
        if let session { return "the session \(session)" }
        return subject.map { "every session of \($0)" } ?? "every session"
    }

    private func ending() throws -> SessionEnding {
        if let session {
            guard let digest = Self.bytes(session).flatMap(SessionDigest.init(bytes:)) else {
                throw Self.malformed("--session", session, digits: 16)
            }
            return .session(digest)
        }
        guard let subject else { return .everybody }
        guard let key = Self.bytes(subject).flatMap(HolderKey.init(bytes:)) else {
            throw Self.malformed("--subject", subject, digits: 32)
        }
        return .subject(key)
    }

    private static func malformed(_ option: String, _ text: String, digits: Int) -> CommandFailure {
        CommandFailure(
            outcome: .usage, message: "\(option) takes \(digits) hexadecimal digits, not `\(text)`",
            hint: "copy it from the audit log")
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            return nil
        }
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }
}
