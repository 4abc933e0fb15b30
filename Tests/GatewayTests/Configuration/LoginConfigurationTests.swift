import Foundation
import JOSE
import Libcrypto
import OIDC
import Policy
import Testing

@testable import Gateway

@Suite("A configuration of how people log in")
struct LoginConfigurationTests {
    static let text =
        ConfigurationTests.text.replacingOccurrences(
            of: "version: 1\n", with: "version: 1\npublic-scheme: https\n") + """
            login:
              client-id: client-1
              client-secret: login/secret
              redirect-uris: ["https://loket.example/authorization/callback", "https://dashboard.loket.example/cb"]
              scopes: [openid, vo, profile]
              acr-values: ["urn:be:vlaanderen:authmech:eid"]
            session:
              keys: [login/new.key, login/old.key]
              idle: 20m
              absolute: 8h
              store: login/sessions.sqlite
            pages:
              helpdesk: loket@example.be
              modules: { toezicht: /supervision/submissions, bedienaren: "https://erediensten.example/" }

            """

    private static let key = Result { try PrivateKey.generate(.rsa2048) }

    static func files() throws -> [String: String] {
        var files = try ConfigurationTests.files()
        let key = try Self.key.get()
        func text(_ secret: Secret) -> String {
            secret.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
        }
        files["/etc/poort/login/secret"] = "s3cret\n"
        files["/etc/poort/login/development/secret"] = "s3cret\n"
        files["/etc/poort/login/empty"] = "\n"
        files["/etc/poort/login/client.pem"] = text(try key.pem)
        files["/etc/poort/login/client.jwk"] = text(
            try PrivateJWK(privateKey: key, keyID: "client-key", algorithm: .rs256).jsonText)
        files["/etc/poort/login/p256.pem"] = text(try PrivateKey.generate(.p256).pem)
        for (name, byte) in [("new", UInt8(1)), ("old", UInt8(2))] {
            files["/etc/poort/login/\(name).key"] = Base64URL.encode([UInt8](repeating: byte, count: 32)) + "\n"
        }
        files["/etc/poort/login/short.key"] = "AAAA"
        return files
    }

    static func load(_ text: String) throws -> LoadedGateway {
        try ConfigurationTests.load(text, files: files())
    }

    static func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try load(text)
            return []
        } catch let error as GatewayLoadError {
            return error.mistakes
        }
    }

    @Test("is read with everything it says")
    func whole() throws {
        let login = try #require(try Self.load(Self.text).configuration.login)
        #expect(login.issuer == "https://idp.example/op" && login.client.id == "client-1")
        #expect(login.client.scopes == ["openid", "vo", "profile"])
        #expect(login.client.authenticationContexts == ["urn:be:vlaanderen:authmech:eid"])
        guard case .secretBasic = login.client.authentication else {
            Issue.record("\(login.client.authentication)")
            return
        }
        #expect(login.redirects.map(\.authority) == ["loket.example", "dashboard.loket.example"])
        #expect(login.redirects[0].path == "/authorization/callback")
        #expect(login.redirects[0].origin == "https://loket.example")
        #expect(login.session.limits == SessionLimits(idle: 1_200, absolute: 28_800))
        #expect(login.session.store == "/etc/poort/login/sessions.sqlite")
        #expect(login.pages.helpdesk == "loket@example.be" && login.pages.modules.count == 2)
        #expect(!login.sessionAPI && !login.asksUserInfo && login.loggedOutPath == "/_poort/logged-out")
        #expect(login.rules.audiences == ["client-1"])
        // The first key seals, and what the second sealed is opened.
        let old = try SealingKeyRing([Secret([UInt8](repeating: 2, count: 32))])
        let sealed = try old.seal([1, 2].span, for: "x")
        #expect(try login.session.ring.open(sealed.span, for: "x") == [1, 2])
    }

    @Test("lets sessions live as long as what ended them is remembered, and no longer")
    func longestLimits() throws {
        let text = Self.text.replacingOccurrences(of: "idle: 20m", with: "idle: 24h").replacingOccurrences(
            of: "absolute: 8h", with: "absolute: 72h")
        let limits = try #require(try Self.load(text).configuration.login).session.limits
        #expect(limits == SessionLimits(idle: 86_400, absolute: SessionLimits.longest))
        let ended = Instant(unixSeconds: Int64(0))
        #expect(RevocationStore.forget(at: ended) > ended.adding(seconds: limits.absolute + 60))
    }

    @Test("is absent where nobody logs in")
    func absent() throws {
        #expect(try ConfigurationTests.load(ConfigurationTests.text).configuration.login == nil)
    }

    @Test(
        "takes each way in which a client shows itself",
        arguments: [
            ("client-secret: login/secret\n  authentication: client_secret_post", "post"),
            ("private-key: login/client.pem", "key"), ("private-key: login/client.jwk", "key client-key"),
            ("private-key: login/client.jwk\n  authentication: private_key_jwt", "key client-key"),
        ])
    func authentication(_ lines: String, _ expected: String) throws {
        let text = Self.text.replacingOccurrences(of: "client-secret: login/secret", with: lines)
        let login = try #require(try Self.load(text).configuration.login)
        switch login.client.authentication {
        case .secretBasic: Issue.record("basic")
        case .secretPost: #expect(expected == "post")
        case .privateKey(let signer):
            #expect(signer.algorithm == .rs256 && signer.keyID != nil)
            if expected.hasSuffix("client-key") { #expect(signer.keyID == "client-key") }
        }
    }

    static let faults: [(fragment: String, replacement: String, words: String)] = [
        ("  client-id: client-1\n", "", "`login` needs `client-id`"),
        ("  client-secret: login/secret\n", "", "exactly one of `client-secret` and `private-key`"),
        (
            "client-secret: login/secret", "client-secret: login/secret\n  private-key: login/client.pem",
            "exactly one of"
        ),
        ("login/secret\n", "login/none\n", "cannot read the secret file `/etc/poort/login/none`"),
        ("login/secret\n", "login/empty\n", "holds no text that could be a secret"),
        ("login/secret\n", "login/development/secret\n", "is a development key"),
        ("client-secret: login/secret", "private-key: login/p256.pem", "cannot be used"),
        ("client-secret: login/secret", "private-key: login/secret", "cannot be used"),
        (
            "client-secret: login/secret", "client-secret: login/secret\n  authentication: private_key_jwt",
            "`authentication` with `client-secret` cannot be `private_key_jwt`"
        ),
        (
            "client-secret: login/secret", "client-secret: login/secret\n  issuer: https://idp.example/op/",
            "is none of `issuers`"
        ),
        (
            "https://loket.example/authorization", "http://loket.example/authorization",
            "a redirect address must be an `https` URL"
        ),
        ("https://loket.example/authorization/callback", "https://loket.example", "it has no path"),
        ("https://loket.example/authorization/callback", "https://loket.example/a?b=c", "a part behind `?`"),
        (
            "https://loket.example/authorization/callback", "https://loket.example/a/../b",
            "must be a path in its one spelling"
        ),
        (
            "https://loket.example/authorization/callback", "https://loket.example/_poort/login",
            "is another page of the gateway"
        ),
        (
            "https://loket.example/authorization/callback", "https://loket.example/submissions",
            "an address of `login`, and of the route"
        ),
        ("  scopes: [openid, vo, profile]", "  logged-out: /_poort/switched", "is another page of the gateway"),
        ("  scopes: [openid, vo, profile]", "  switched: /cb", "is another page of the gateway"),
        ("login/secret\n", "Zx9-verysecretvalue\n", "cannot read the secret file that is named here"),
        ("login/sessions.sqlite", "besturen.csv", "holds something else than ended sessions"),
        ("https://dashboard.loket.example", "https://LOKET.example", "has a redirect address already"),
        ("public-scheme: https\n", "", "is `https`, and clients come by `http`"),
        ("  scopes: [openid, vo, profile]", "  scopes: [\"open id\"]", "a scope is visible ASCII without blanks"),
        ("  scopes: [openid, vo, profile]", "  logged-out: https://x.example/", "must be a path in its one spelling"),
        ("  scopes: [openid, vo, profile]", "  state: off", "unknown key `state`"),
        ("keys: [login/new.key, login/old.key]", "keys: []", "`keys` must not be empty"),
        ("login/old.key", "login/new.key", "twice"),
        ("login/old.key", "login/short.key", "must hold 32 random bytes in base64url"),
        ("idle: 20m", "idle: 9h", "`absolute` must not be shorter than `idle`"),
        ("idle: 20m", "idle: 10s", "`idle` must be from 1m"),
        ("idle: 20m", "idle: 25h", "`idle` must be from 1m to 24h"),
        ("idle: 20m", "idle: 86401s", "`idle` must be from 1m to 24h"),
        ("absolute: 8h", "absolute: 73h", "`absolute` must be from 1m to 72h"),
        ("absolute: 8h", "absolute: 259201s", "`absolute` must be from 1m to 72h"),
        ("absolute: 8h", "absolute: 59s", "`absolute` must be from 1m to 72h"),
        ("absolute: 8h", "absolute: 99999999999999999999h", "`absolute` must be"),
        ("absolute: 8h", "absolute: -1h", "`absolute` must be"),
        ("  store: login/sessions.sqlite\n", "", "`session` needs `store`"),
        ("login/sessions.sqlite", "/nowhere/sessions.sqlite", "there is no folder `/nowhere`"),
        ("loket@example.be", "the helpdesk", "`helpdesk` must be an e-mail address"),
        ("/supervision/submissions", "supervision", "a module begins at a path"),
        ("/supervision/submissions", "javascript:alert(1)", "a module begins at a path"),
        ("/supervision/submissions", "//evil.example", "a module begins at a path"),
        ("toezicht: /supervision", "toezich: /supervision", "the policy has no module `toezich`"),
    ]

    @Test("with a mistake is refused with a sentence", arguments: faults.indices)
    func mistake(_ index: Int) throws {
        let (fragment, replacement, words) = Self.faults[index]
        let text = Self.text.replacingOccurrences(of: fragment, with: replacement)
        #expect(text != Self.text)
        let mistakes = try Self.mistakes(text)
        #expect(mistakes.contains { $0.contains(words) }, "\(words) in \(mistakes)")
        #expect(!mistakes.contains { $0.contains("s3cret") || $0.contains("verysecret") })
    }

    @Test("cannot be half there: sessions and pages are for people who log in")
    func half() throws {
        let text = Self.text.replacingOccurrences(of: "login:\n", with: "limits:\n").replacingOccurrences(
            of: "  client-id: client-1\n", with: "")
        let mistakes = try Self.mistakes(text)
        #expect(mistakes.contains { $0.contains("`session` is for a gateway at which people log in") })
        let none = Self.text.replacingOccurrences(of: "session:\n", with: "timeouts:\n")
        #expect(try Self.mistakes(none).contains { $0.contains("needs `session` beside it") })
    }

    @Test("hides no route of the policy: what begins with /_poort/ is the gateway's own")
    func hidden() throws {
        var files = try Self.files()
        files["/etc/poort/policy.yaml"]? +=
            "\n  - { path: /_poort/mine, access: public, upstream: main, why: for this test }\n"
        #expect(throws: GatewayLoadError.self) { try ConfigurationTests.load(Self.text, files: files) }
        _ = try ConfigurationTests.load(ConfigurationTests.text, files: files)
    }
}
