import Besturen
import Foundation
import Libcrypto
import Testing

@testable import Gateway

@Suite("A configuration of who is told")
struct NotifyConfigurationTests {
    private static func mistakes(_ notify: String, isRegister: Bool = true, development: Bool = true) throws -> String {
        let directory = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in [("good", "0123456789abcdef0123456789abcdef\n"), ("short", "0123456789abcdef\n")] {
            _ = FileManager.default.createFile(
                atPath: directory.appendingPathComponent(name).path, contents: Data(text.utf8),
                attributes: [.posixPermissions: 0o600])
        }
        do {
            _ = try TestWorld.load(
                directory, .generate(.p256), upstreamPort: 1,
                configuration: (development ? "environment: development\n" : "") + "notify:\n  - \(notify)\n",
                prepare: { directory in
                    guard isRegister else { return }
                    let file = directory.appendingPathComponent("besturen.csv")
                    let list = BesturenRegister.read(csv: TestWorld.besturen, source: "list").register
                    try FileManager.default.removeItem(at: file)
                    _ = try RegisterStore(path: file.path, create: true).append(
                        by: "An", for: .loket, at: RegisterLiveTests.now
                    ) { _ throws(RegisterStoreError) in
                        list.besturen.map { .init($0.uri, .record($0, source: "list")) }
                    }
                })
            return ""
        } catch let error as GatewayLoadError {
            return "\(error)"
        }
    }

    private static let cases: [(String, String)] = [
        ("{ name: a, url: \"http://127.0.0.1:9/x\", secret: ./good }", ""),
        ("{ name: a, command: [/bin/true, x], events: [approve, open], timeout: 1s }", ""),
        ("{ url: \"https://h/x\", secret: ./good }", "a receiver needs `name`"),
        ("{ name: \"a b\", command: [/bin/true] }", "letters, digits"),
        ("{ name: a }", "exactly one of `url` and `command`"),
        ("{ name: a, url: \"https://h/x\", command: [/bin/true], secret: ./good }", "exactly one of"),
        ("{ name: a, url: \"https://h/x\" }", "needs `secret`"),
        ("{ name: a, url: \"https://h/x\", secret: ./short }", "at least 32"),
        ("{ name: a, url: \"http://h.example/x\", secret: ./good }", "must be an `https` URL"),
        ("{ name: a, url: \"https://u:p@h/x\", secret: ./good }", "user name"),
        ("{ name: a, command: [tell] }", "absolute path"),
        ("{ name: a, command: [] }", "must not be empty"),
        ("{ name: a, command: [/bin/true], secret: ./good }", "a command needs no `secret`"),
        ("{ name: a, command: [/bin/true], events: [aprove] }", "`approve`"),
        ("{ name: a, command: [/bin/true], timeout: 1h }", "timeout"),
        ("{ name: a, command: [/bin/true], to: x }", "`to`"),
        ("{ name: a, command: [/bin/true] }\n  - { name: a, command: [/bin/true] }", "two receivers `a`"),
    ]

    @Test("says with its place what is wrong in it", arguments: cases)
    func wrong(_ notify: String, _ words: String) throws {
        let mistakes = try Self.mistakes(notify)
        if words.isEmpty {
            #expect(mistakes == "")
        } else {
            #expect(mistakes.contains(words) && mistakes.contains("poort.yaml:"), "\(mistakes)")
        }
    }

    @Test("needs a register, and https outside development")
    func surroundings() throws {
        let local = "{ name: a, url: \"http://127.0.0.1:9/x\", secret: ./good }"
        #expect(try Self.mistakes(local, isRegister: false).contains("`notify` needs a register"))
        #expect(try Self.mistakes(local, development: false).contains("for development"))
    }
}
