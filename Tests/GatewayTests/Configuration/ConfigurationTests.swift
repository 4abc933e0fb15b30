import Foundation
import JOSE
import Libcrypto
import OIDC
import Policy
import Testing

@testable import Gateway

@Suite("A configuration")
struct ConfigurationTests {
    static let text = """
        version: 1
        listen: 127.0.0.1:8080
        policy: policy.yaml
        besturen: besturen.csv
        issuers:
          - issuer: https://idp.example/op
            audiences: [poort]
            algorithms: [ES256, RS256]
            keys: [{ pem: key.pem, kid: k1, algorithms: [ES256] }]
        upstreams:
          main: { url: "http://module:8000" }
          dead: { url: "http://module" }

        """

    private static let key = Result { try PrivateKey.generate(.p256) }

    /// The files beside the configuration, as a folder would hold them.
    static func files() throws -> [String: String] {
        let key = try Self.key.get()
        let jwks = JWKSet.json([JWK(publicKey: key.publicKey, keyID: "k2", algorithm: .es256)])
        let privateSet = #"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}"#
        return [
            "/etc/poort/policy.yaml": TestWorld.policy, "/etc/poort/besturen.csv": TestWorld.besturen,
            "/etc/poort/key.pem": try key.publicKey.pem, "/etc/poort/keys.jwks.json": jwks.compact,
            "/etc/poort/private.jwks.json": privateSet,
            "/etc/poort/development.jwks.json": jwks.compact.replacingOccurrences(
                // With its quotes: a coordinate can hold the letters.
                of: "\"k2\"", with: "\"development-k2\""),
            "/etc/poort/secret": String(repeating: "s3cret", count: 12) + "\n",
            "/etc/poort/short": "s3cret", "/etc/poort/development/key.pem": try key.publicKey.pem,
            "/etc/poort/junk.pem": "junk", "/etc/poort/binary.yaml": "a: 1",
        ]
    }

    private struct Missing: Error, CustomStringConvertible {
        var description: String { "there is no such file" }
    }

    static func load(_ text: String, files: [String: String]? = nil) throws -> LoadedGateway {
        var files = try files ?? self.files()
        files["/etc/poort/poort.yaml"] = text
        func read(_ path: String) throws -> [UInt8] {
            guard let text = files[path] else { throw Missing() }
            return Array(text.utf8)
        }
        return try GatewayLoader.load(
            file: "/etc/poort/poort.yaml", directory: "/etc/poort", readFile: read,
            // Of the real disk, but for the folder of this configuration.
            problemWithLog: { $0.hasPrefix("/etc/poort/") ? nil : AuditSink.problem(withFile: $0) })
    }

    static func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try load(text)
            return []
        } catch let error as GatewayLoadError {
            return error.mistakes
        }
    }

    @Test("has the documented defaults")
    func defaults() throws {
        let configuration = try Self.load(Self.text).configuration
        #expect(configuration.environment == .production && configuration.publicScheme == "http")
        #expect(configuration.listeners.map(\.description) == ["127.0.0.1:8080"] && configuration.adminListener == nil)
        #expect(configuration.threads == nil && configuration.refusalDetail == .brief)
        #expect(configuration.audit == .standardOutput && configuration.strippedFields.isEmpty)
        #expect(configuration.limits == GatewayConfiguration.Limits())
        #expect(configuration.limits.headBytes == 32_768 && configuration.limits.requestLineBytes == 8_192)
        #expect(configuration.limits.fieldCount == 100 && configuration.limits.bodyBytes == 1 << 30)
        #expect(configuration.limits.connections == 10_000)
        #expect(configuration.timeouts.head == 10_000_000_000 && configuration.timeouts.body == 60_000_000_000)
        #expect(configuration.timeouts.idle == 60_000_000_000 && configuration.timeouts.stop == 30_000_000_000)
        #expect(configuration.tokenCache == TokenCacheLimits(entries: 10_000, bytes: 32 << 20))
        let upstream = try #require(configuration.upstreams.first)
        #expect(upstream.address.description == "module:8000" && !upstream.forwardsToken)
        #expect(upstream.connectTimeout == 2_000_000_000 && upstream.responseTimeout == 60_000_000_000)
        #expect(upstream.keepAlive == 30_000_000_000 && upstream.maximumConnections == 512)
        #expect(configuration.upstreams[1].address.description == "module:80")
        let rules = try #require(configuration.issuers.first).rules
        #expect(rules.leewaySeconds == 60 && rules.tokenKinds == [.idToken] && rules.issuer == "https://idp.example/op")
    }

    @Test("is read in all its parts")
    func everything() throws {
        let text = Self.text
            .replacingOccurrences(of: "listen: 127.0.0.1:8080", with: "listen: [\"[::1]:8080\", \"0.0.0.0:80\"]")
            .replacingOccurrences(
                of: "algorithms: [ES256, RS256]",
                with: "algorithms: [ES256]\n    leeway: 5s\n    token-types: [access-token, id-token]"
            )
            .replacingOccurrences(
                of: "keys: [{ pem: key.pem, kid: k1, algorithms: [ES256] }]",
                with: "keys: [{ jwks: keys.jwks.json }, { pem: key.pem, kid: k1 }]"
            )
            .replacingOccurrences(
                of: "\"http://module:8000\" }",
                with:
                    "\"http://[::1]:8000\", connect-timeout: 1s, response-timeout: 2m, keep-alive: 5s, max-connections: 7, token: forward }"
            )
        let configuration = try Self.load(
            text + """
                environment: development
                admin: 127.0.0.1:9000
                public-scheme: https
                threads: 3
                limits: { request-line: 4KiB, request-head: 16KiB, fields: 50, request-body: 10MiB, connections: 100 }
                timeouts: { head: 1s, body: 2s, idle: 3s, stop: 4s }
                token-cache: { entries: 5, bytes: 1MiB }
                audit: ./audit.jsonl
                explain-refusals: full
                strip-headers: [x-mine, x-team-*]

                """
        ).configuration
        #expect(configuration.listeners.map(\.description) == ["[::1]:8080", "0.0.0.0:80"])
        #expect(configuration.adminListener?.port == 9000 && configuration.publicScheme == "https")
        #expect(configuration.threads == 3 && configuration.environment == .development)
        #expect(configuration.limits.connections == 100 && configuration.limits.bodyBytes == 10 << 20)
        #expect(configuration.timeouts.stop == 4_000_000_000 && configuration.tokenCache.entries == 5)
        #expect(configuration.audit == .file(path: "/etc/poort/./audit.jsonl"))
        #expect(configuration.refusalDetail == .full && configuration.strippedFields == ["x-mine", "x-team-*"])
        #expect(configuration.upstreams[0].forwardsToken && configuration.upstreams[0].maximumConnections == 7)
        #expect(configuration.upstreams[0].address.description == "[::1]:8000")
        let issuer = try #require(configuration.issuers.first)
        let set = try #require(issuer.trusted.keys)
        #expect(set.keys.map(\.keyID) == ["k2", "k1"] && issuer.rules.leewaySeconds == 5)
        #expect(issuer.rules.tokenKinds == [.idToken, .accessToken])
    }

    /// What is changed, and what is said of it and where.
    static let faults: [(String, String, String)] = [
        ("version: 1", "version: 3", "poort.yaml:1:10: error: configuration version 3 is not known"),
        ("listen: 127.0.0.1:8080\n", "", "the configuration needs `listen`"),
        ("127.0.0.1:8080", "8080", "poort.yaml:2:9: error: `listen` must be an address and a port, not `8080`"),
        ("127.0.0.1:8080", "127.0.0.1:65536", "must be an address and a port"),
        ("127.0.0.1:8080", "::1:8080", "must be an address and a port"),
        ("127.0.0.1:8080", "[]", "`listen` must not be empty"),
        (
            "policy: policy.yaml", "policy: other.yaml",
            "poort.yaml:3:9: error: cannot read the file `/etc/poort/other.yaml`"
        ),
        (
            "besturen: besturen.csv", "besturen: other.csv",
            "poort.yaml:4:11: error: cannot read the file `/etc/poort/other.csv`"
        ),
        ("besturen: besturen.csv", "besturen: key.pem", "the list has no column"),
        ("issuers:\n", "isuers:\n", "unknown key `isuers`"),
        ("https://idp.example/op", "http://idp.example/op", "poort.yaml:6:13: error: `issuer` must be an `https` URL"),
        ("https://idp.example/op", "https://", "`issuer` must be an `https` URL"),
        ("https://idp.example/op", "http://127.0.0.1/op", "needs `environment: development`"),
        ("https://idp.example/op", "http://127.0.0.1.evil.example/op", "`issuer` must be an `https` URL"),
        ("    audiences: [poort]\n", "", "an issuer needs `audiences`"),
        ("audiences: [poort]", "audiences: []", "`audiences` must not be empty"),
        ("    algorithms: [ES256, RS256]\n", "", "an issuer needs `algorithms`"),
        ("[ES256, RS256]", "[none]", "the algorithm `none` can not be allowed"),
        ("[ES256, RS256]", "[NONE]", "the algorithm `none` can not be allowed"),
        ("[ES256, RS256]", "[ES265]", "did you mean `ES256`?"),
        ("[ES256, RS256]", "[es256]", "an algorithm cannot be `es256`"),
        ("algorithms: [ES256] }]", "algorithms: [PS256] }]", "a key's `algorithms` must be among those of its issuer"),
        ("kid: k1, algorithms: [ES256] }]", "kid: k1 }]", "RS256 cannot be used with a key"),
        ("{ pem: key.pem, kid", "{ kid", "a key needs exactly one of `jwks`, `pem` and `hmac-secret`"),
        ("{ pem: key.pem, kid", "{ pem: key.pem, jwks: keys.jwks.json, kid", "a key needs exactly one of"),
        ("{ pem: key.pem, kid: k1", "{ jwks: keys.jwks.json, kid: k1", "the keys of a JWKS bring their own `kid`"),
        (
            "pem: key.pem", "pem: missing.pem",
            "poort.yaml:9:14: error: cannot read the key file `/etc/poort/missing.pem`"
        ),
        ("pem: key.pem", "pem: junk.pem", "poort.yaml:9:14: error: /etc/poort/junk.pem"),
        ("pem: key.pem", "pem: development/key.pem", "`development/key.pem` is a development key"),
        ("{ pem: key.pem, kid: k1, algorithms: [ES256] }", "{ jwks: private.jwks.json }", "this is a private key"),
        (
            "{ pem: key.pem, kid: k1, algorithms: [ES256] }", "{ hmac-secret: secret }",
            "cannot be used with a key of the kind shared secret"
        ),
        ("keys: [{", "leeway: 61s\n    keys: [{", "`leeway` must be from 0ms to 1m"),
        ("keys: [{", "token-types: [logout-token]\n    keys: [{", "a token type cannot be `logout-token`"),
        ("\"http://module:8000\"", "\"https://module\"", "`url` must be `http://` with a host and a port and no path"),
        ("\"http://module:8000\"", "\"http://module/path\"", "`url` must be `http://`"),
        ("\"http://module:8000\"", "\"http://user@module\"", "`url` must be `http://`"),
        ("\"http://module:8000\"", "\"http://module:0\"", "`url` must be `http://`"),
        ("{ url: \"http://module:8000\" }", "{}", "an upstream needs `url`"),
        ("\"http://module:8000\" }", "\"http://module\", token: keep }", "`token` cannot be `keep`"),
        ("\"http://module:8000\" }", "\"http://module\", connect-timeout: 0s }", "`connect-timeout` must be from 1ms"),
        ("  main: {", "  other: {", "error: upstream `main` has no address, and 8 routes lead there\n    hint: add it"),
        ("  main: {", "  mian: {", "hint: did you mean `mian`?"),
        ("version: 1\n", "version: 1\naudit: /nowhere/audit.log\n", "poort.yaml:2:8: error: the audit log"),
        ("version: 1\n", "version: 1\naudit: /nowhere/audit.log\n", "there is no folder `/nowhere`"),
        ("version: 1\n", "version: 1\naudit: /tmp/\n", "it is a folder"),
        ("version: 1\n", "version: 1\nenvironment: test\n", "`environment` cannot be `test`"),
        ("version: 1\n", "version: 1\naudit: yes\n", "`audit` cannot be `yes`"),
        ("version: 1\n", "version: 1\nthreads: 0\n", "`threads` must be from 1 to 1024"),
        ("version: 1\n", "version: 1\nlimits: { fields: 5 }\n", "`fields` must be from 10 to 255"),
        ("version: 1\n", "version: 1\nlimits: { request-head: 1GiB }\n", "`request-head` must be from 1KiB to 256KiB"),
        ("version: 1\n", "version: 1\ntimeouts: { head: 10 }\n", "`head` must be a duration"),
        ("version: 1\n", "version: 1\nstrip-headers: [\"x y\"]\n", "poort.yaml:2:17: error: `x y` is no field name"),
        ("version: 1\n", "version: 1\npublic-scheme: ftp\n", "`public-scheme` cannot be `ftp`"),
    ]

    @Test("with a mistake is refused with a sentence and its place", arguments: faults)
    func mistake(_ fragment: String, _ replacement: String, _ words: String) throws {
        let text = Self.text.replacingOccurrences(of: fragment, with: replacement)
        #expect(text != Self.text)
        let mistakes = try Self.mistakes(text)
        #expect(mistakes.contains { $0.contains(words) }, "\(mistakes)")
        #expect(!mistakes.contains { $0.contains("s3cret") })
    }

    @Test("with several mistakes about fetching keys names all of them at once")
    func allAboutFetching() throws {
        let keys = "{ jwks-uri: http://keys.example/k, refresh: 25h, cooldown: 1ms, ca-file: nowhere.pem, kid: k }"
        let mistakes = try Self.mistakes(Self.keys(keys))
        for words in [
            "`jwks-uri` must be", "`refresh` must be", "`cooldown` must be", "cannot read", "unknown key `kid`",
        ] {
            #expect(mistakes.count { $0.contains(words) } == 1, "\(words) in \(mistakes)")
        }
        #expect(mistakes.count == 5)
    }

    @Test(
        "names files as somebody in the working directory would",
        arguments: [
            ("Examples/demo", "../loket/policy.yaml", "Examples/loket/policy.yaml"),
            ("demo", "../policy.yaml", "policy.yaml"),
            ("/etc/poort", "../policy.yaml", "/etc/policy.yaml"), ("/etc", "../policy.yaml", "/policy.yaml"),
            ("..", "../policy.yaml", "../../policy.yaml"), ("a/b", "../../../p.yaml", "../p.yaml"),
            ("a/.", "../p.yaml", "a/./../p.yaml"), ("a", "b/../p.yaml", "a/b/../p.yaml"), ("a", "/p.yaml", "/p.yaml"),
            ("", "../p.yaml", "../p.yaml"),
        ])
    func paths(_ directory: String, _ path: String, _ expected: String) {
        let reader = ConfigurationReader(
            reader: DocumentReader(file: "poort.yaml", text: ""), directory: directory, readFile: { _ in [] },
            readSecret: { _ in [] })
        #expect(reader.path(path) == expected)
    }

    @Test("does not leave out a folder that is a link, whose parent is another folder")
    func linkedFolder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "poort-\(UInt64.random(in: 0 ..< .max))")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "real/inner"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "real/inner"))
        let reader = ConfigurationReader(
            reader: DocumentReader(file: "poort.yaml", text: ""), directory: folder.path + "/link",
            readFile: { _ in [] },
            readSecret: { _ in [] })
        #expect(reader.path("../policy.yaml") == folder.path + "/link/../policy.yaml")
    }

    @Test("with several mistakes, in its files too, names all of them")
    func all() throws {
        let text = Self.text
            .replacingOccurrences(of: "127.0.0.1:8080", with: "nowhere").replacingOccurrences(of: "[poort]", with: "[]")
            .replacingOccurrences(of: "ES256, RS256", with: "ES255").replacingOccurrences(
                of: "http://module\"", with: "module\"")
        #expect(try Self.mistakes(text).count >= 4)
        let twice = Self.text + "limits: { field: 1 }\ntimeouts: { heads: 1s }\n"
        let mistakes = try Self.mistakes(twice)
        #expect(mistakes.count == 2 && mistakes.allSatisfy { $0.contains("unknown key") })
    }

    @Test("trusts a shared secret without its line end, when it is long enough and HMAC alone is allowed")
    func secret() throws {
        let hmac = Self.text.replacingOccurrences(of: "[ES256, RS256]", with: "[HS256]")
            .replacingOccurrences(
                of: "{ pem: key.pem, kid: k1, algorithms: [ES256] }", with: "{ hmac-secret: secret, kid: k1 }")
        let keys = try #require(try Self.load(hmac).configuration.issuers.first?.trusted.keys)
        let signer = try JWTSigner(
            hmacSecret: Secret(Array(String(repeating: "s3cret", count: 12).utf8)), algorithm: .hs256, keyID: "k1")
        let token = Array(try signer.sign(claims: ["a": "b"]).utf8)
        guard case .success = TokenVerifier().verifySignature(token.span, keys: keys) else {
            Issue.record("the secret is another one")
            return
        }
        let short = try Self.mistakes(hmac.replacingOccurrences(of: "hmac-secret: secret", with: "hmac-secret: short"))
        #expect(short.count == 1 && short[0].contains("6 bytes") && !short[0].contains("s3cret"))
    }

    /// The configuration with other words for where the keys are.
    static func keys(_ text: String) -> String {
        Self.text.replacingOccurrences(of: "[{ pem: key.pem, kid: k1, algorithms: [ES256] }]", with: text)
    }

    static func fetched(_ text: String) throws -> FetchedKeysConfiguration? {
        let issuer = try #require(try load(keys(text)).configuration.issuers.first)
        guard case .fetched(let fetched) = issuer.keys else { return nil }
        #expect(issuer.trusted.keys == nil && issuer.trusted.fetchedAlgorithms == [.es256, .rs256])
        return fetched
    }

    @Test("fetches keys where the issuer says they are, or from an address, as often as it is told")
    func fetchedKeys() throws {
        let usual = try #require(try Self.fetched("discovery"))
        #expect(usual.source.location == .discovery && usual.limits == KeyRefreshLimits())
        #expect(usual.source.issuer == "https://idp.example/op" && !usual.source.isForDevelopment)
        #expect(try #require(try Self.fetched("{ refresh: 1h }")).source.location == .discovery)
        let full = try #require(
            try Self.fetched(
                #"{ jwks-uri: "https://keys.example/k?v=1", refresh: 30s, maximum-age: 2h, cooldown: 500ms }"#))
        let address = try EndpointURL("https://keys.example/k?v=1", allowsLoopbackHTTP: false)
        #expect(full.source.location == .keySet(address))
        #expect(full.limits.longestLife == .seconds(30) && full.limits.shortestLife == .seconds(30))
        #expect(full.limits.maximumAge == .seconds(7_200) && full.limits.cooldown == .milliseconds(500))
        #expect(full.limits.life(seconds: nil) == .seconds(30), "never longer than `refresh`")
    }

    @Test(
        "refuses words about fetching that it cannot keep",
        arguments: [
            ("files", "`keys` must be a list of files, `discovery`, or a mapping, not `files`"),
            ("disocvery", "hint: did you mean `discovery`?"),
            ("[discovery]", "write `keys: discovery`, without brackets"),
            ("{ jwks: keys.jwks.json }", "write `keys: [{ jwks: … }]`"),
            ("{ pem: key.pem, kid: k }", "stands in a list"),
            ("\"\"", "`keys` must be a list of files"), ("[]", "must not be empty"),
            ("{ jwks-uri: http://keys.example/k }", "`jwks-uri` must be an `https` URL"),
            ("{ jwks-uri: http://127.0.0.1/k }", "needs `environment: development`"),
            ("{ jwks-uri: https://u@keys.example/k }", "user name"), ("{ jwks-url: https://k.example }", "unknown key"),
            ("{ refresh: 25h }", "`refresh` must be from 1s to 24h"), ("{ refresh: 10 }", "must be a duration"),
            ("{ maximum-age: 200h }", "`maximum-age` must be from 1s to 168h"),
            ("{ maximum-age: 1h }", "must not be shorter than `refresh`"),
            ("{ refresh: 2h, maximum-age: 1h }", "must not be shorter than `refresh`"),
            ("{ cooldown: 1ms }", "`cooldown` must be from 100ms to 10m"),
            ("{ ca-file: nowhere.pem }", "cannot read the file"), ("{ ca-file: key.pem }", "holds no certificate"),
            ("{ ca-file: poort.yaml }", "holds no certificate"),
        ])
    func fetchedMistakes(_ text: String, _ message: String) throws {
        let mistakes = try Self.mistakes(Self.keys(text))
        #expect(mistakes.count == 1 && mistakes[0].contains(message) && mistakes[0].contains("/poort.yaml:"))
    }

    @Test(
        "refuses a key that everybody can sign with, wherever it lies, outside development",
        arguments: ["[{ pem: key.pem, kid: development-1, algorithms: [ES256] }]", "[{ jwks: development.jwks.json }]"])
    func developmentKeys(_ keys: String) throws {
        let text = Self.keys(keys)
        let mistakes = try Self.mistakes(text)
        #expect(mistakes.count == 1 && mistakes[0].contains("everybody can sign with such a key"))
        #expect(mistakes[0].contains("`environment: development`"))
        #expect(try Self.mistakes(text + "environment: development\n").isEmpty)
    }

    @Test("never fetches a shared secret")
    func fetchedSecret() throws {
        let text = Self.keys("discovery").replacingOccurrences(of: "[ES256, RS256]", with: "[ES256, HS256]")
        let mistakes = try Self.mistakes(text)
        #expect(mistakes.count == 1 && mistakes[0].contains("cannot be fetched"))
    }

    @Test("reads under which names an issuer's tokens say who somebody is, and takes the policy's for the others")
    func claimNames() throws {
        let mapped = Self.text.replacingOccurrences(
            of: "    keys:", with: "    claims: { bestuur: org, doelgroep: group, roles: rights }\n    keys:")
        let loaded = try Self.load(mapped)
        let names = loaded.snapshot.claimNames(of: "https://idp.example/op")
        #expect(names == ClaimNames(bestuur: "org", doelgroep: "group", roles: "rights") && names.account == "sub")
        #expect(loaded.snapshot.claimNames(of: "https://idp.example/OP") == loaded.snapshot.policy.claimNames)
        let mistakes = try Self.mistakes(mapped.replacingOccurrences(of: "org,", with: "org, bestuurs: x,"))
        #expect(mistakes.count == 1 && mistakes[0].contains("did you mean `bestuur`"))
    }

    @Test(
        "takes plain http for an issuer on loopback, in development only",
        arguments: [
            ("http://127.0.0.1:8090/op", true), ("http://localhost", true), ("http://[::1]:1/x", true),
            ("http://localhost.evil.example", false), ("http://10.0.0.1", false),
        ])
    func development(_ issuer: String, _ isTaken: Bool) throws {
        let text = Self.text.replacingOccurrences(of: "https://idp.example/op", with: "\"\(issuer)\"")
        #expect(try Self.mistakes(text + "environment: development\n").isEmpty == isTaken)
        #expect(try !Self.mistakes(text).isEmpty)
    }
}
