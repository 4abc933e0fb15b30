import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// Sessions in sealed cookies.
@Suite("A session")
struct SessionTests {
    @Test("comes out of its cookie as it went in")
    func roundTrip() throws {
        let ring = try LoginGiven.ring(1)
        let sessions = [try SessionGiven.session(), try SessionGiven.session(providerSession: nil, claims: [])]
        for session in sessions {
            let value = try SealedSession.seal(session, with: ring)
            let found = SealedSession.open(Array(value.utf8).span, with: ring)
            let opened = try #require(found)
            #expect(opened.id == session.id && opened.issuer == session.issuer && opened.subject == session.subject)
            #expect(opened.providerSession == session.providerSession && opened.name == session.name)
            #expect(opened.claims == session.claims && opened.begun == session.begun)
            #expect(opened.issued == session.issued && opened.tokenIssued == session.tokenIssued)
        }
    }

    @Test("says what its token said, and nothing of another kind")
    func claims() throws {
        let session = try SessionGiven.session()
        #expect(session.string("vo_orgcode") == "0999999922" && session.string("sub") == "person-1")
        #expect(session.strings("roles") == .values(["R:0999999922", "Ö"]))
        #expect(session.string("roles") == nil && session.strings("vo_orgcode") == .wrongType)
        #expect(session.string("rrn") == nil && session.strings("rrn") == .absent)
    }

    @Test("is refused when any byte of its cookie is another, or when another key or purpose sealed it")
    func tampered() throws {
        let ring = try LoginGiven.ring(1)
        let value = try SealedSession.seal(try SessionGiven.session(), with: ring)
        let bytes = try #require(Base64URL.decode(value))
        let authenticator = SessionGiven.authenticator(ring)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(authenticator.ask(Base64URL.encode(changed), at: SessionGiven.now) == "session_invalid")
        }
        let others = [
            "", "a", String(value.dropLast()), value + "A", String(repeating: "A", count: 4_096),
            try SealedSession.seal(try SessionGiven.session(), with: try LoginGiven.ring(2)),
            try LoginGiven.transaction().sealed(with: ring),
        ]
        for other in others { #expect(authenticator.ask(other, at: SessionGiven.now) == "session_invalid") }
        #expect(authenticator.ask(value, at: SessionGiven.now) == "person-1 0999999922")
    }

    @Test("of another provider than people log in at does not count")
    func otherIssuer() throws {
        let ring = try LoginGiven.ring(1)
        let session = try SessionGiven.session(issuer: SessionGiven.issuer + "/")
        let value = try SealedSession.seal(session, with: ring)
        #expect(SessionGiven.authenticator(ring).ask(value, at: SessionGiven.now) == "session_invalid")
    }

    @Test("sealed by an older key of the ring counts until that key is taken out")
    func rotation() throws {
        let value = try SealedSession.seal(try SessionGiven.session(), with: try LoginGiven.ring(1))
        #expect(
            SessionGiven.authenticator(try LoginGiven.ring(2, 1)).ask(value, at: SessionGiven.now).hasPrefix("person"))
        #expect(
            SessionGiven.authenticator(try LoginGiven.ring(2)).ask(value, at: SessionGiven.now) == "session_invalid")
    }

    static let times: [(name: String, issued: Int64, begun: Int64, answer: String)] = [
        ("just begun", 0, 0, "person-1 0999999922"),
        ("one second before it is due", 179, 179, "person-1 0999999922"),
        ("old enough for a new cookie", 180, 180, "person-1 0999999922 due"),
        ("one second before the idle time", 1_799, 1_799, "person-1 0999999922 due"),
        ("idle for too long", 1_800, 1_800, "session_expired"),
        ("active, one second before its end", 0, 35_999, "person-1 0999999922"),
        ("active until its end", 0, 36_000, "session_expired"),
        ("from a replica whose clock is ahead", -60, -60, "person-1 0999999922"),
        ("from the future", -61, -61, "session_expired"),
        ("issued in the future", -61, 100, "session_expired"),
    ]

    @Test("counts between its times", arguments: times.indices)
    func counts(_ index: Int) throws {
        let (name, issued, begun, answer) = Self.times[index]
        let now = SessionGiven.now
        let ring = try LoginGiven.ring(1)
        let session = try SessionGiven.session(
            begun: now.adding(seconds: -begun), issued: now.adding(seconds: -issued))
        let value = try SealedSession.seal(session, with: ring)
        let authenticator = SessionGiven.authenticator(ring)
        // The second time it is found among those that were opened.
        #expect(authenticator.ask(value, at: now) == answer, "\(name)")
        #expect(authenticator.ask(value, at: now) == answer, "\(name), again")
    }

    @Test("that was opened before still ends in time")
    func remembered() throws {
        let ring = try LoginGiven.ring(1)
        let value = try SealedSession.seal(try SessionGiven.session(), with: ring)
        let authenticator = SessionGiven.authenticator(ring)
        #expect(authenticator.ask(value, at: SessionGiven.now) == "person-1 0999999922")
        #expect(authenticator.ask(value, at: SessionGiven.now.adding(seconds: 1_800)) == "session_expired")
        #expect(authenticator.hits == 1 && authenticator.misses == 1)
    }

    @Test("sealed anew keeps its name, its login and its end")
    func reissued() throws {
        let session = try SessionGiven.session()
        let later = session.reissued(at: SessionGiven.now.adding(seconds: 600))
        #expect(later.id == session.id && later.begun == session.begun && later.tokenIssued == session.tokenIssued)
        #expect(later.issued == SessionGiven.now.adding(seconds: 600) && later.claims == session.claims)
    }

    @Test("fits into a cookie with every role of the Loket")
    func size() throws {
        // The seventeen roles, each for a bestuur, each with the longest name there is.
        let roles = (0..<17).map { "LoketLB-ContactOrganisatiegegevensGebruiker\($0):0999999922" }
        let session = try SessionGiven.session(
            subject: String(repeating: "a", count: 40), providerSession: String(repeating: "b", count: 64),
            claims: [
                SessionClaim("vo_id", .text("00000000-0000-4000-8000-000000000001")),
                SessionClaim("vo_orgcode", .text("0999999922")), SessionClaim("vo_doelgroepcode", .text("LB")),
                SessionClaim("abb_loketLB_rol_3d", .list(roles)),
            ])
        let value = try SealedSession.seal(session, with: try LoginGiven.ring(1))
        #expect(value.utf8.count < SealedSession.maximumBytes)
        #expect("\(SealedSession.cookieName)=\(value)".utf8.count < 4_096)
    }
}
