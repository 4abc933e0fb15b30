import Besturen
import JOSE
import Libcrypto
import OIDC
import Testing

@testable import Gateway

/// What the board is made of, each by itself.
@Suite("Parts of the board")
struct BoardPartsTests {
    private static func session(_ name: String, subject: String = "s", begun: Int64 = 1_000) throws -> Session {
        Session(
            id: try SessionID.random(), issuer: "https://idp.example", subject: subject, providerSession: nil,
            name: name,
            claims: [], begun: Instant(unixSeconds: begun), issued: Instant(unixSeconds: begun),
            tokenIssued: Instant(unixSeconds: begun))
    }

    private static let names = [
        "Petra Voorbeeld", "", "   ", "85.07.30-033.28", "85073003328 Jan", String(repeating: "é", count: 400),
        "Jan\u{202E}naJ", "Zoë 👩‍👩‍👧", "(0000:0000)", String(repeating: "👩‍👩‍👧", count: 60),
    ]

    @Test("name somebody so that the journal takes it, whatever they are called", arguments: names)
    func actor(_ name: String) throws {
        for number in 0..<500 {
            let text = BoardActor.text(try Self.session(name, subject: "person-\(number)"))
            #expect(RegisterText.isValid(text, bytes: 200), "\(text)")
            #expect(text.hasSuffix(")") && text.contains("("))
        }
    }

    @Test("a form's token is of one session, one ring and a time in it")
    func token() throws {
        let ring = try SealingKeyRing([Secret(try Random.bytes(count: 32))])
        let other = try SealingKeyRing([Secret(try Random.bytes(count: 32))])
        let session = try Self.session("a")
        let now = Instant(unixSeconds: Int64(2_000))
        let text = try FormToken.make(for: session, with: ring, at: now)
        let token = try #require(FormToken(text, for: session, with: ring, at: now))
        #expect(FormToken(text, for: session, with: ring, at: Instant(unixSeconds: 30_000)) == token)
        #expect(FormToken(text, for: try Self.session("a"), with: ring, at: now) == nil)
        #expect(FormToken(text, for: session, with: other, at: now) == nil)
        #expect(FormToken(text, for: session, with: ring, at: Instant(unixSeconds: 1_000)) == nil)
        #expect(FormToken(nil, for: session, with: ring, at: now) == nil)
        #expect(FormToken(text + "A", for: session, with: ring, at: now) == nil)
        #expect(
            FormToken(try SealedSession.seal(session, as: .board, with: ring), for: session, with: ring, at: now) == nil
        )
        #expect(try FormToken.make(for: session, with: ring, at: now) != text)
    }

    @Test("a session of one kind is none of the other")
    func kinds() throws {
        let ring = try SealingKeyRing([Secret(try Random.bytes(count: 32))])
        let session = try Self.session("a")
        for kind in SealedSession.Kind.allCases {
            let value = Array(try SealedSession.seal(session, as: kind, with: ring).utf8)
            for other in SealedSession.Kind.allCases {
                #expect((SealedSession.open(value.span, as: other, with: ring) != nil) == (kind == other))
            }
        }
        #expect(Set(SealedSession.Kind.allCases.map(\.cookieName)).count == 2)
    }

    private static let returns: [(String?, String)] = [
        (nil, "/register"), ("/register/besturen?q=x", "/register/besturen?q=x"),
        ("/register/dossiers/D1", "/register/dossiers/D1"), ("/register/login", "/register"),
        ("/register/logout", "/register"), ("/register/callback?code=1", "/register"),
        ("/register/api/v1/journal", "/register"), ("/metrics", "/register"), ("/registered", "/register"),
        ("//evil.example", "/register"), ("https://evil.example/register", "/register"),
        ("/register/\\evil", "/register"),
        ("/register/../metrics", "/register"), ("/_poort/", "/register"),
    ]

    @Test("a login leads back to pages of the board alone", arguments: returns.indices)
    func returnAddress(_ index: Int) {
        #expect(LoginSite.board.safe(Self.returns[index].0) == Self.returns[index].1)
    }

    @Test("a subject's last entry is that of its dossier, too, and each form is of a step")
    func sequences() throws {
        var state = RegisterState()
        let uri = MintedURI.make()
        let actions: [(Party, String, RegisterAction)] = [
            (.abb, "D1", .open(name: "a", announced: nil)), (.abb, "D1", .step(.approve(decision: "b"))),
            (.abb, "D3", .open(name: "c", announced: nil)), (.abb, "D1", .step(.notifyLoket)),
            (.loket, "D1", .step(.mintURI(uri))), (.abb, "D3", .step(.approve(decision: "d"))),
        ]
        for (index, (party, subject, action)) in actions.enumerated() {
            try state.apply(
                RegisterEntry(
                    sequence: Int64(index + 1), time: Moment(unixSeconds: 0), actor: "a", party: party,
                    subject: subject, action: action))
        }
        #expect(state.lastSequence(of: "D1") == 5 && state.lastSequence(of: uri) == 5)
        #expect(state.lastSequence(of: "D3") == 6 && state.lastSequence(of: "D9") == 0)
        let dossier = try #require(state.dossier("D1"))
        for form in StepForm.offered(in: dossier, to: Party.allCases) {
            #expect(StepForm(id: form.id) == form && !form.parties.isEmpty)
        }
        #expect(StepForm.offered(in: dossier, to: []).isEmpty && StepForm(id: "stap-") == nil)
    }
}
