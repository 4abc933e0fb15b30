import JOSE
import Libcrypto
import Testing

@testable import OIDC

@Suite("A login that was begun")
struct LoginTransactionTests {
    private static func open(
        _ value: String?, _ state: String, _ ring: SealingKeyRing, at now: Instant = LoginGiven.now
    ) -> Result<LoginTransaction, LoginRefusal> {
        LoginTransaction.open(value, state: state, with: ring, at: now)
    }

    @Test("comes back from its cookie as it was, also after the keys were changed")
    func roundTrip() throws {
        let begun = try LoginGiven.transaction()
        let value = try begun.sealed(with: try LoginGiven.ring(1))
        #expect(try Self.open(value, begun.state, try LoginGiven.ring(1)).get() == begun)
        #expect(try Self.open(value, begun.state, try LoginGiven.ring(2, 1)).get() == begun)
        // The older key is gone.
        #expect(Self.open(value, begun.state, try LoginGiven.ring(2)) == .failure(.stateUnknown))
    }

    @Test("holds what nobody can guess, and two hold nothing in common")
    func random() throws {
        let one = try LoginGiven.transaction()
        let other = try LoginGiven.transaction()
        let texts = [one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier]
        #expect(Set(texts).count == texts.count)
        // RFC 7636 section 4.1: 43 to 128 characters.
        #expect(texts.allSatisfy { $0.utf8.count == 43 })
        #expect(one.cookieName != other.cookieName && one.cookieName.hasPrefix("__Host-"))
        #expect(one.cookieName.utf8.allSatisfy { $0 > 0x20 && !"=;,\" ".utf8.contains($0) })
    }

    static let states: [String] = [
        "", "s", "a; Domain=evil.example", "a\r\nSet-Cookie: x=y", "\"", "=", "a b", "\u{0}", "é\u{301}", "../",
        "%0d%0a",
        String(repeating: "s", count: 100_000),
    ]

    @Test("has a cookie with a name of the same few characters, whatever the state", arguments: states)
    func cookieName(_ state: String) {
        let name = LoginTransaction.cookieName(state: state)
        #expect(LoginTransaction.isCookieName(name) && name.utf8.count == 31)
        #expect(name.wholeMatch(of: /__Host-poort-login-[A-Za-z0-9_-]{12}/) != nil, "\(name)")
    }

    @Test(
        "has no cookie with another name",
        arguments: [
            "", "__Host-poort-login-", "AAAAAAAAAAAA", "__Host-poort-login-AAAAAAAAAAA",
            "__Host-poort-login-AAAAAAAAAAAAA",
            "__Host-poort-login-AAAAAAAAAA A", "__Host-poort-login-AAAAAAAAAAA;", "__Host-poort-login-AAAAAAAAAAA=",
            "__Host-poort-login-AAAAAAAAAA\r\n", "__Host-poort-login-AAAAAAAAAAA\u{301}",
            "__Host-poort-login-AAAAAAAAAA\u{E9}", "__Host-poort-login-AAAAAAAAAAA\"",
            "__Host-poort-login-AAAAAAAAAAA,",
            "__host-poort-login-AAAAAAAAAAAA", "__Host-poort-session-AAAAAAAAAA", " __Host-poort-login-AAAAAAAAAAA",
        ])
    func noCookieName(_ name: String) {
        #expect(!LoginTransaction.isCookieName(name))
    }

    @Test("is refused when it is stale, of another login, changed, sealed for something else or too large")
    func refused() throws {
        let ring = try LoginGiven.ring(1)
        let begun = try LoginGiven.transaction()
        let other = try LoginGiven.transaction()
        let value = try begun.sealed(with: ring)
        let unknown = Result<LoginTransaction, LoginRefusal>.failure(.stateUnknown)
        #expect(Self.open(nil, begun.state, ring) == unknown)
        #expect(Self.open("", begun.state, ring) == unknown)
        #expect(Self.open(value, other.state, ring) == unknown)
        #expect(Self.open(try other.sealed(with: ring), begun.state, ring) == unknown)
        #expect(Self.open(value + "A", begun.state, ring) == unknown)
        #expect(Self.open(String(repeating: "A", count: 4_097), begun.state, ring) == unknown)
        let session = Base64URL.encode(
            try ring.seal(Array("{\"s\":\"\(begun.state)\"}".utf8).span, for: "poort session"))
        #expect(Self.open(session, begun.state, ring) == unknown)
        var bytes = try #require(Base64URL.decode(value))
        for index in bytes.indices {
            bytes[index] ^= 1
            #expect(Self.open(Base64URL.encode(bytes), begun.state, ring) == unknown, "byte \(index)")
            bytes[index] ^= 1
        }
        let now = LoginGiven.now
        #expect(Self.open(value, begun.state, ring, at: now.adding(seconds: 601)) == .failure(.expired))
        #expect(Self.open(value, begun.state, ring, at: now.adding(seconds: -61)) == .failure(.expired))
        #expect(try Self.open(value, begun.state, ring, at: now.adding(seconds: 600)).get() == begun)
    }

    @Test("stays under 4 KB whatever address somebody wants to go back to")
    func size() throws {
        let long = "/" + String(repeating: "a", count: LoginTransaction.maximumReturnBytes - 1)
        let longest = try LoginGiven.transaction(returnAddress: long)
        #expect(longest.returnAddress == long)
        let cookie = longest.cookieName.utf8.count + (try longest.sealed(with: try LoginGiven.ring(1))).utf8.count
        #expect(cookie < 3_000, "\(cookie)")
        #expect(try LoginGiven.transaction(returnAddress: long + "a").returnAddress == "/")
    }
}
