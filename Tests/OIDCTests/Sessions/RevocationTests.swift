import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// Sessions that are ended before their time.
@Suite("The revocation list")
struct RevocationTests {
    private static let now = SessionGiven.now
    private static let seconds = SessionGiven.now.unixSeconds

    /// A session that began at `now`, by an ID token three seconds older.
    static let cases: [(name: String, entry: @Sendable (Session) -> Revocations.Entry, ends: Bool)] = [
        ("the session itself", { .session($0.digest) }, true),
        ("another session", { _ in .session(SessionID(high: 1, low: 2).digest) }, false),
        (
            "everything of the person up to now",
            { .subject(.subject($0.subject, issuer: $0.issuer), begunUntil: seconds) }, true
        ),
        (
            "everything of the person up to the second before",
            { .subject(.subject($0.subject, issuer: $0.issuer), begunUntil: seconds - 1) }, false
        ),
        (
            "everything of somebody else", { .subject(.subject("person-2", issuer: $0.issuer), begunUntil: seconds) },
            false
        ),
        (
            "everything of the same subject at another issuer",
            { .subject(.subject($0.subject, issuer: "https://other.example"), begunUntil: seconds) }, false
        ),
        (
            "the session at the provider, up to its ID token",
            { .provider(.providerSession("sid-1", issuer: $0.issuer), issuedUntil: seconds - 3) }, true
        ),
        (
            "the session at the provider, before the login in it was complete",
            { .provider(.providerSession("sid-1", issuer: $0.issuer), issuedUntil: seconds - 4) }, true
        ),
        (
            "another session at the provider",
            { .provider(.providerSession("sid-2", issuer: $0.issuer), issuedUntil: seconds) }, false
        ),
        (
            "a session at the provider that is named as the person is",
            { .provider(.providerSession("person-1", issuer: $0.issuer), issuedUntil: seconds) }, false
        ),
        ("everybody, up to now", { _ in .everybody(begunUntil: seconds) }, true),
        ("everybody, up to the second before", { _ in .everybody(begunUntil: seconds - 1) }, false),
        (
            "the person at the provider",
            { .provider(.subject($0.subject, issuer: $0.issuer), issuedUntil: seconds - 3) }, true
        ),
        (
            "the person at the provider, before the ID token",
            { .provider(.subject($0.subject, issuer: $0.issuer), issuedUntil: seconds - 4) }, false
        ),
    ]

    @Test("ends what it names, and nothing else", arguments: cases.indices)
    func ends(_ index: Int) throws {
        let (name, entry, ends) = Self.cases[index]
        let session = try SessionGiven.session()
        let revocations = Revocations(version: 1, [entry(session)])
        #expect(revocations.contains(session) == ends, "\(name)")
        #expect(revocations.count == 1)
    }

    @Test("with two entries of one person, the later one counts, in whatever order they came")
    func later() throws {
        let session = try SessionGiven.session()
        let key = HolderKey.subject(session.subject, issuer: session.issuer)
        for untils in [[Self.seconds, Self.seconds - 10], [Self.seconds - 10, Self.seconds]] {
            #expect(Revocations(version: 1, untils.map { .subject(key, begunUntil: $0) }).contains(session))
        }
    }

    @Test("counts for a session that is remembered, from the change on")
    func remembered() throws {
        let ring = try LoginGiven.ring(1)
        let session = try SessionGiven.session()
        let value = try SealedSession.seal(session, with: ring)
        let renewed = try SealedSession.seal(session.reissued(at: Self.now.adding(seconds: 10)), with: ring)
        let authenticator = SessionGiven.authenticator(ring)
        #expect(authenticator.ask(value, at: Self.now) == "person-1 0999999922")
        authenticator.replace(revocations: Revocations(version: 1, [.session(try SessionID.random().digest)]))
        #expect(authenticator.ask(value, at: Self.now) == "person-1 0999999922")
        authenticator.replace(revocations: Revocations(version: 2, [.session(session.digest)]))
        #expect(authenticator.ask(value, at: Self.now) == "session_revoked")
        #expect(authenticator.ask(value, at: Self.now) == "session_revoked")
        // Every cookie of the session is dead, one that was sealed later too.
        #expect(authenticator.ask(renewed, at: Self.now.adding(seconds: 10)) == "session_revoked")
    }

    @Test("holds keys that come back from their bytes")
    func bytes() throws {
        let id = try SessionID.random()
        #expect(SessionID(bytes: id.bytes) == id && SessionID(bytes: []) == nil)
        #expect(SessionDigest(bytes: id.digest.bytes) == id.digest && SessionDigest(bytes: id.bytes) == nil)
        #expect(id.digest.description.utf8.count == 16)
        let key = HolderKey.subject("a", issuer: "b")
        #expect(HolderKey(bytes: key.bytes) == key && HolderKey(bytes: [1]) == nil)
        #expect(key != .subject("b", issuer: "a") && key != .providerSession("a", issuer: "b"))
    }
}
