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

    @Test("reads a token from a file, standard input or the environment, with white space around it")
    func sources() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        try shop.write("token", "\n \(token)\n\n")
        let options = ["token", "verify", "--jwks", "p-256.jwks.json"] + Self.now
        #expect(try shop.run(options + ["token"]).status == 0)
        #expect(try shop.run(options + ["-"], input: token + "\n").status == 0)
        #expect(try shop.run(options, input: token).status == 0)
        let environment = try CommandLineTool.run(
            options + ["--env", "THE_TOKEN"], in: shop.folder, environment: ["THE_TOKEN": token])
        #expect(environment.status == 0)
        #expect(try shop.run(options + ["--env", "NO_SUCH_VARIABLE_HERE"]).status != 0)
        #expect(try shop.run(options + ["missing"]).status == 66)
        #expect(try shop.run(options + ["."]).status == 66)
    }

    @Test("without keys is never accepted")
    func noKeys() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        let result = try shop.run(["token", "inspect"] + Self.now, input: token)
        #expect(result.status == 7)
        #expect(!result.output.contains("ACCEPTED") && result.output.contains("NOT TRUSTED"))
        #expect(try shop.run(["token", "verify"] + Self.now, input: token).status == 7)
    }

    @Test("inspect shows every check and all claims, hides national numbers, and marks what is not to be trusted")
    func inspect() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.write(
            "claims.json", #"{"rrn": "99.99.99-999.99", "nested": {"rrn": "99999999999"}, "name": "\u001b[2J"}"#)
        let token = try shop.token(
            "p-256",
            [
                "--claims", "claims.json", "--claim", "vo_orgcode=0999999922", "--claim-list", "roles=a",
                "--claim-list", "roles=b",
            ])
        let options =
            ["token", "inspect", "--jwks", "p-256.jwks.json", "--issuer", Workshop.issuer, "--audience", "poort"]
            + Self.now
        let good = try shop.run(options, input: token)
        #expect(good.status == 0 && good.output.hasPrefix("ACCEPTED"))
        for check in [
            "shape", "header", "algorithm", "key", "signature", "type", "issuer", "audience", "expiry", "subject",
        ] {
            #expect(good.output.contains("ok      \(check)"), "\(check)")
        }
        #expect(good.output.contains("\"vo_orgcode\": \"0999999922\"") && good.output.contains("in 50 min"))
        #expect(!good.output.contains("NOT TRUSTED"))
        let bad = try shop.run(options + ["--audience", "x"], input: String(token.dropLast(4)) + "AAAA")
        #expect(bad.status == 4 && bad.output.contains("NOT TRUSTED") && bad.output.contains("0999999922"))
        for output in [good.output, bad.output, try shop.run(options + ["--json"], input: token).output] {
            #expect(!output.contains("99.99.99") && !output.contains("99999999999"))
            #expect(!output.unicodeScalars.contains { $0.value == 0x1B })
        }
        #expect(try shop.run(options + ["--reveal"], input: token).output.contains("99.99.99-999.99"))
        #expect(!good.output.contains(token.suffix(40)))
        let json = try #require(try shop.run(options + ["--json"], input: token).json)
        #expect(json["valid"] as? Bool == true && (json["checks"] as? [Any])?.count ?? 0 >= 10)
        #expect((json["claims"] as? [String: Any])?["roles"] as? [String] == ["a", "b"])
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

    @Test("mint refuses to speak for an issuer that a production configuration trusts, and nonsense")
    func mint() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let base = ["token", "mint", "--key", "p-256.pem", "--audience", "poort", "--subject", "an"]
        let refused = try shop.run(base + ["--issuer", Workshop.issuer, "--config", "poort.yaml"])
        #expect(refused.status == 64 && refused.output.isEmpty && refused.errors.contains("production"))
        #expect(try shop.run(base + ["--issuer", "https://other.example", "--config", "poort.yaml"]).status == 0)
        for wrong in [
            ["--exp", "+soon"], ["--exp", "tomorrow"], ["--at", "noon"], ["--claim", "x"], ["--claim-list", "=x"],
            ["--alg", "none"], ["--hmac-secret", "p-256.pem"],
        ] {
            #expect(try shop.run(base + ["--issuer", "i"] + wrong).status == 64, "\(wrong)")
        }
        #expect(try shop.run(base + ["--issuer", "i", "--alg", "RS256"]).status == 65)
        #expect(try shop.run(base + ["--issuer", "i", "--claims", "missing.json"]).status == 66)
        try shop.write("array.json", "[1]")
        #expect(try shop.run(base + ["--issuer", "i", "--claims", "array.json"]).status == 65)
        try shop.write("twice.json", #"{"a":1,"a":2}"#)
        #expect(try shop.run(base + ["--issuer", "i", "--claims", "twice.json"]).status == 65)
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
