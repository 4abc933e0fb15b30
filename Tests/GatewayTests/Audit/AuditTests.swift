import Foundation
import JOSE
import Logging
import Testing

@testable import Gateway

@Suite("The audit log", .timeLimit(.minutes(5)))
struct AuditTests {
    @Test("has one entry for each request, with who, what, by which rule and how it ended")
    func entries() async throws {
        try await TestWorld.run { _ in
            .ok("hello")
        } test: { world in
            let token = try world.token()
            _ = try await world.ask(world.get("/submissions/1?secret=query", token: token))
            _ = try await world.ask(world.get("/ministers", token: token))
            _ = try await world.ask("nonsense\r\n\r\n")
            let entries = try await world.audit(atLeast: 3)
            try #require(entries.count == 3)
            let allowed = try #require(entries.first { $0["decision"]?.stringValue == "allow" })
            #expect(allowed["by"]?.stringValue == "module toezicht")
            #expect(allowed["path"]?.stringValue == "/submissions/1")
            #expect(allowed["method"]?.stringValue == "GET")
            #expect(allowed["status"]?.numberValue?.integer == 200)
            #expect(allowed["response_bytes"]?.numberValue?.integer == 5)
            #expect(allowed["bestuur"]?.stringValue == "http://data.example/id/1")
            #expect(allowed["upstream"]?.stringValue == "main")
            #expect(allowed["subject"]?.stringValue?.count == 32)
            let refused = try #require(entries.first { $0["code"]?.stringValue == "module_not_granted" })
            #expect(refused["decision"]?.stringValue == "deny")
            #expect(refused["route"]?.stringValue?.contains("/ministers/**") == true)
            let malformed = try #require(entries.first { $0["code"]?.stringValue == "request_malformed" })
            #expect(malformed["status"]?.numberValue?.integer == 400)
            let text = try world.auditText()
            #expect(!text.contains(token) && !text.contains("secret") && !text.contains("person-1"))
        }
    }

    @Test(
        "never holds a national number",
        arguments: [
            "/rrn/85073003328", "/rrn/85.07.30-033.28", "/rrn/850730-033-28", "/rrn/85%2007%2030%20033%2028",
            "/rrn/x85073003328y/2024-85073003328", "/rrn/985073003328",
        ])
    func nationalNumbers(_ path: String) async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            _ = try await world.ask(world.get(path, token: try world.token()))
            let entries = try await world.audit(atLeast: 1)
            #expect(entries[0]["path"]?.stringValue?.contains("[redacted]") == true)
            let text = try world.auditText()
            #expect(!text.contains("85073003328") && !text.contains("033.28") && !text.contains("85%2007"))
        }
    }

    @Test(
        "never holds a national number, with whatever people write between its digits",
        arguments: [
            ".", "-", " ", "_", ",", ":", "+", ", ", "%20", "%2C", "%2c", "%3A", "%2B", "%2D", "%2E", "%5F", "%C2%A0",
            "%c2%a0", "\u{A0}",
        ])
    func separators(_ separator: String) {
        let number = ["85", "07", "30", "033", "28"].joined(separator: separator)
        #expect(NationalNumberRedaction.apply(to: "/a/\(number)/b") == "/a/[redacted]/b")
    }

    @Test("never holds a national number that stands in a token or in the host's name")
    func nationalNumbersElsewhere() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            for token in [
                try world.token(audience: "urn:person:85073003328"),
                try world.token(issuer: "https://85.07.30-033.28/"),
                try world.token(audience: "85 07 30 033 28"),
            ] {
                _ = try await world.ask(world.get("/submissions", token: token))
            }
            _ = try await world.ask("GET /assets/x HTTP/1.1\r\nHost: 85073003328.example\r\n\r\n")
            let entries = try await world.audit(atLeast: 4)
            #expect(entries.count == 4 && entries.allSatisfy { $0.compact.contains("[redacted]") })
            let text = try world.auditText()
            #expect(!text.contains("85073003328") && !text.contains("033.28") && !text.contains("033 28"))
        }
    }

    @Test(
        "keeps other numbers readable",
        arguments: [
            "/besturen/0999999922", "/a/2024-11-24", "/files/0b5a2f3c-1d2e-4f5a-8b9c-0d1e2f3a4b5c", "/p/1234567890",
        ])
    func otherNumbers(_ path: String) {
        var output: [UInt8] = []
        NationalNumberRedaction.append(Array(path.utf8).span, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == path)
    }

    @Test("appends beside another process that writes the same file, and behind whoever cuts it")
    func appends() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("poort-audit-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let sinks = try (0..<2).map { _ in try AuditSink(.file(path: file), logger: .init(label: "test")) }
        for number in 0..<4 {
            sinks[number % 2].submit(Array("{\"a\":\(number)}\n".utf8), entries: 1)
            sinks[number % 2].flush()
        }
        let both = try String(contentsOfFile: file, encoding: .utf8)
        #expect(both == "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n")
        try FileHandle(forUpdating: URL(filePath: file)).truncate(atOffset: 0)
        sinks[0].submit(Array("{\"b\":1}\n".utf8), entries: 1)
        sinks[0].flush()
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "{\"b\":1}\n")
    }

    @Test("counts what a destination that is too slow could not take")
    func bounded() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("poort-audit-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let sink = try AuditSink(.file(path: file), maximumWaitingBytes: 10, logger: .init(label: "test"))
        sink.submit(Array("{\"a\":1}\n".utf8), entries: 1)
        sink.flush()
        sink.submit(Array("{\"too\":\"large for it\"}\n".utf8), entries: 3)
        sink.submit(Array("{\"b\":2}\n".utf8), entries: 1)
        sink.flush()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text == "{\"a\":1}\n{\"b\":2}\n{\"event\":\"audit_dropped\",\"entries\":3}\n")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }
}
