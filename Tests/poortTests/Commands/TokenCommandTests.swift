import Foundation
import Testing

@Suite("poort token")
struct TokenCommandTests {
    static let now = ["--at", "2026-01-15T12:10:00Z"]

    @Test(
        "verify says yes to what mint made, for every kind of key and algorithm",
        arguments: [
            ("rsa-2048", "RS256"), ("rsa-2048", "RS384"), ("rsa-2048", "RS512"), ("rsa-2048", "PS256"),
            ("rsa-2048", "PS384"), ("rsa-2048", "PS512"), ("p-256", "ES256"), ("p-384", "ES384"), ("p-521", "ES512"),
            ("ed25519", "EdDSA"),
        ])
    func roundTrip(_ kind: String, _ algorithm: String) throws {
        let shop = try Workshop()
        try shop.key(kind)
        let token = try shop.token(kind, ["--alg", algorithm])
        for keys in [["--jwks", "\(kind).jwks.json"], ["--key", "\(kind).pem.pub"]] {
            let result = try shop.run(
                ["token", "verify", "--alg", algorithm, "--issuer", Workshop.issuer, "--audience", "poort"] + keys
                    + Self.now,
                input: token)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
        let fitting = try shop.run(["token", "verify", "--key", "\(kind).pem.pub"] + Self.now, input: token)
        #expect(fitting.status == 0, "without --alg: \(fitting.output)\(fitting.errors)")
        let other = algorithm == "EdDSA" ? "ES256" : algorithm.hasSuffix("256") ? "RS512" : "PS256"
        let refused = try shop.run(
            ["token", "verify", "--alg", other, "--jwks", "\(kind).jwks.json"] + Self.now, input: token)
        #expect([4, 65].contains(refused.status), "\(refused.output)\(refused.errors)")
    }

    @Test("verify takes a shared secret from a file, without its line end", arguments: ["HS256", "HS384", "HS512"])
    func secret(_ algorithm: String) throws {
        let shop = try Workshop()
        let secret = String(repeating: "s3cret-", count: 10)
        try shop.write("secret", secret)
        try shop.write("secret-with-line-end", secret + "\n")
        let token = try shop.token("", ["--hmac-secret", "secret", "--alg", algorithm])
        let result = try shop.run(
            ["token", "verify", "--hmac-secret", "secret-with-line-end", "--alg", algorithm] + Self.now, input: token)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(!(result.output + result.errors).contains("s3cret"))
        let short = try shop.run(["token", "verify", "--hmac-secret", "short"] + Self.now, input: token)
        #expect(short.status == 66)
        try shop.write("short", "short")
        let tooShort = try shop.run(
            ["token", "verify", "--hmac-secret", "short", "--alg", algorithm] + Self.now, input: token)
        #expect(tooShort.status == 65 && tooShort.errors.contains("5 bytes"))
    }

    @Test("ends with the code that says why")
    func codes() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.key("ed25519")
        let token = try shop.token("p-256")
        let forged = String(token.dropLast(8)) + "AAAAAAAA"
        let cases: [(String, [String], Int32, String)] = [
            ("not.a.token", [], 3, "token_malformed"), ("x", [], 3, "token_malformed"),
            (forged, [], 4, "token_signature_invalid"),
            (token, ["--jwks", "ed25519.jwks.json"], 4, "token_algorithm_not_allowed"),
            (token, ["--at", "2026-01-15T13:01:01Z"], 5, "token_expired"),
            (token, ["--at", "1768482059"], 0, "ACCEPTED"),
            (token, ["--at", "2026-01-15T13:00:59Z", "--leeway", "0"], 5, "token_expired"),
            (token, ["--at", "2026-01-15T11:00:00Z"], 5, "token_not_yet_valid"),
            (token, ["--issuer", "https://other.example"], 6, "token_issuer_untrusted"),
            (token, ["--issuer", Workshop.issuer + "/"], 6, "token_issuer_untrusted"),
            (token, ["--audience", "another"], 6, "token_audience_mismatch"),
            (token, ["--audience", "poor"], 6, "token_audience_mismatch"),
            (token, ["--audience", "another", "--audience", "poort"], 0, "ACCEPTED"),
            (try shop.token("p-256", ["--type", "logout+jwt"]), [], 6, "token_type_mismatch"),
            (try shop.token("p-256", ["--kid", "k2", "--key", "p-256.pem"]), [], 4, "token_key_unknown"),
        ]
        for (text, options, status, words) in cases {
            let keys = options.contains("--jwks") ? [] : ["--jwks", "p-256.jwks.json"]
            let at = options.contains("--at") ? [] : Self.now
            for command in ["verify", "inspect"] {
                let result = try shop.run(["token", command] + keys + at + options, input: text)
                #expect(result.status == status, "\(command) \(options): \(result.output)\(result.errors)")
                #expect(result.output.contains(words), "\(command) \(options): \(result.output)")
            }
        }
    }

    @Test("without keys is never accepted")
    func noKeys() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        let result = try shop.run(["token", "inspect"] + Self.now, input: token)
        #expect(result.status == 7)
        #expect(
            result.output.hasPrefix(
                "RESULT  UNVERIFIED  no check failed, 2 of 12 could not be made: keys_unavailable\n"))
        #expect(!result.output.contains("ACCEPTED") && result.output.contains("CLAIMS  NOT TRUSTED: nothing proves it"))
        let json = try shop.run(["token", "inspect", "--json"] + Self.now, input: token).json
        #expect(json?["result"] as? String == "unverified" && json?["code"] as? String == "keys_unavailable")
        #expect(try shop.run(["token", "verify"] + Self.now, input: token).status == 7)
    }

    @Test("verify names what was not compared because it was not given")
    func notCompared() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        let result = try shop.run(["token", "verify", "--jwks", "p-256.jwks.json", "--json"] + Self.now, input: token)
        #expect(result.status == 0)
        #expect((result.json?["not_compared"] as? [String])?.count == 2)
    }
}

@Suite("poort keys")
struct KeyCommandTests {
    @Test(
        "generate writes a private half that only its owner reads, and overwrites nothing",
        arguments: ["rsa-2048", "p-256", "p-384", "p-521", "ed25519"])
    func generate(_ kind: String) throws {
        let shop = try Workshop()
        let made = try shop.run("keys", "generate", "--kind", kind, "k.pem")
        #expect(made.status == 0 && made.output.contains("thumbprint"))
        let attributes = try FileManager.default.attributesOfItem(atPath: shop.folder.appending(path: "k.pem").path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        let before = try shop.read("k.pem")
        #expect(before.hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(try shop.read("k.pem.pub").hasPrefix("-----BEGIN PUBLIC KEY-----"))
        #expect(!made.output.contains("BEGIN") && !made.errors.contains("BEGIN"))
        let again = try shop.run("keys", "generate", "--kind", kind, "k.pem")
        #expect(again.status == 64 && again.errors.contains("exists"))
        #expect(try shop.read("k.pem") == before)
        try FileManager.default.removeItem(at: shop.folder.appending(path: "k.pem"))
        #expect(try shop.run("keys", "generate", "--kind", kind, "k.pem").status == 64)
        #expect(try shop.run("keys", "generate", "no/such/folder/k.pem").status == 66)
    }

    @Test("jwks publishes public members only, also of a private key")
    func jwks() throws {
        let shop = try Workshop()
        for kind in ["rsa-2048", "p-256", "ed25519"] { try shop.key(kind) }
        let result = try shop.run("keys", "jwks", "rsa-2048.pem", "p-256.pem.pub", "ed25519.pem")
        let keys = try #require(result.json?["keys"] as? [[String: Any]])
        #expect(keys.map { $0["kty"] as? String } == ["RSA", "EC", "OKP"])
        #expect(keys.allSatisfy { $0["d"] == nil && $0["p"] == nil && ($0["kid"] as? String)?.count == 43 })
        #expect(try shop.run("keys", "jwks", "--kid", "x", "rsa-2048.pem", "p-256.pem").status == 64)
        #expect(try shop.run("keys", "jwks", "--alg", "ES256", "rsa-2048.pem").status == 65)
        #expect(try shop.run("keys", "jwks", "missing.pem").status == 66)
        try shop.write("junk.pem", "junk")
        #expect(try shop.run("keys", "jwks", "junk.pem").status == 65)
    }
}
