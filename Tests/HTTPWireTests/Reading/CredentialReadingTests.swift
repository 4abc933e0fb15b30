import NIOCore
import Testing

@testable import HTTPWire

@Suite("Reading a head")
struct CredentialReadingTests {
    static func head(_ lines: String...) throws -> RequestHead { try #require(Wire.request(Wire.head(lines)).head) }

    @Test(
        "finds one bearer token, or says why there is none",
        arguments: [
            ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER   a.b-c_~+/==", "a.b-c_~+/=="),
            ("Bearer", "malformed"),
            ("Bearer ", "malformed"), ("Bearer a b", "malformed"), ("Bearer a,b", "malformed"),
            ("Bearer =", "malformed"),
            ("Bearer\ta", "malformed"), ("Bearer a=b", "malformed"), ("Basic eDp5", "other"), ("Bearerx y", "other"),
            ("", "other"), ("Bearer \u{e9}", "malformed"),
        ])
    func bearer(_ value: String, _ expected: String) throws {
        let head = try Self.head("Authorization: \(value)")
        switch head.bearerCredential() {
        case .token(let range): #expect(head.text(range) == expected)
        case .malformed: #expect(expected == "malformed")
        case .otherScheme: #expect(expected == "other")
        case .none: Issue.record("the field is there")
        }
        #expect(try Self.head("X: y").bearerCredential() == .none)
    }

    @Test(
        "tells a person's browser from a script",
        arguments: [
            ("Accept: text/html,*/*;q=0.8", "", true, false), ("Accept: application/json", "", false, true),
            ("Accept: application/vnd.api+json", "", false, true),
            ("Accept: text/html;q=0, application/json", "", false, true),
            ("Accept: application/xhtml+xml;q=0.9", "", true, false), ("Accept: */*", "", false, false),
            ("Accept: text/html", "Sec-Fetch-Mode: navigate", true, false),
            ("Accept: text/html", "Sec-Fetch-Mode: cors", false, false),
            ("Accept: text/html", "X-Requested-With: XMLHttpRequest", false, false),
        ])
    func answers(_ accept: String, _ other: String, _ html: Bool, _ json: Bool) throws {
        let head = try other.isEmpty ? Self.head(accept) : Self.head(accept, other)
        #expect(head.prefersHTML == html)
        #expect(head.wantsJSON == json)
    }

    @Test("finds a cookie by its exact name, and none where there are two")
    func cookies() throws {
        let head = try Self.head("Cookie: a=1; b = two ;c;d=;a2=3; e=1;e=2")
        func value(_ name: String) -> String? {
            if case .one(let range) = head.cookie(name) { return head.text(range) }
            return nil
        }
        #expect(value("a") == "1")
        #expect(value("b") == "two")
        #expect(value("d") == "")
        #expect(value("A") == nil)
        #expect(head.cookie("e") == .several)
        #expect(head.cookie("z") == .none)
        #expect(try Self.head("X: y").cookie("a") == .none)
    }

    @Test("finds fields by name")
    func fields() throws {
        let head = try Self.head("X-Custom: v", "Accept: a")
        #expect(head.fields.value(named: "x-custom").map(head.text) == "v")
        #expect(head.fields.value(named: "x-none") == nil)
        #expect(head.fields.has(.accept) && !head.fields.has(.cookie))
        #expect(String(buffer: head.fields.slice(head.host.name)) == "loket.test")
    }
}
