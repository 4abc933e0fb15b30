import Foundation
import JOSE
import Testing

@Suite("poort token with keys that are fetched", .timeLimit(.minutes(1)))
struct TokenDiscoveryTests {
    /// The metadata and the keys of a provider at an address.
    private static func provider(_ address: String, keys: String, issuer: String? = nil) -> [String: String] {
        [
            "/op/.well-known/openid-configuration":
                (["issuer": .string(issuer ?? address + "/op"), "jwks_uri": .string(address + "/keys")] as JSONValue)
                .compact,
            "/keys": keys,
        ]
    }

    @Test("finds the keys of the issuer that is named, and says where they came from")
    func discovery() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let keys = try shop.read("p-256.jwks.json")
        let documents: @Sendable (String) -> [String: String] = { Self.provider($0, keys: keys) }
        try await DocumentServer.serving(documents) { server in
            let issuer = server.address + "/op"
            let token = try shop.token("p-256", ["--issuer", issuer])
            let options = ["--issuer", issuer, "--audience", "poort"] + TokenCommandTests.now
            let inspected = try shop.run(["token", "inspect"] + options, input: token)
            #expect(inspected.status == 0, "\(inspected.output)\(inspected.errors)")
            #expect(inspected.output.contains("P-256, `kid` `k1`, from \(server.address)/keys"))
            #expect(try shop.run(["token", "verify"] + options, input: token).output == "ACCEPTED\n")
            let forged = try shop.run(["token", "inspect"] + options, input: token.dropLast(4) + "AAAA")
            #expect(forged.status == 4 && forged.output.contains("token_signature_invalid"))
            let narrowed = try shop.run(["token", "inspect", "--alg", "RS256"] + options, input: token)
            #expect(
                narrowed.status == 4 && narrowed.output.contains("token_algorithm_not_allowed"), "\(narrowed.output)")
        }
    }

    @Test("with keys at hand compares the issuer alone, and asks nobody")
    func comparing() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        // Nobody listens on port 1.
        let issuer = "http://127.0.0.1:1/op"
        let token = try shop.token("p-256", ["--issuer", issuer])
        let result = try shop.run(
            ["token", "inspect", "--jwks", "p-256.jwks.json", "--issuer", issuer] + TokenCommandTests.now, input: token)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test("without an answer shows what is known of the token and why there are no keys, and ends with 7")
    func failures() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let keys = try shop.read("p-256.jwks.json")
        let broken: @Sendable (String) -> [String: String] = { address in
            Self.provider(address, keys: keys, issuer: address + "/other")
                .merging(["/empty/.well-known/openid-configuration": "{}"]) { $1 }
                .merging([
                    "/junk/.well-known/openid-configuration":
                        #"{"issuer":"\#(address)/junk","jwks_uri":"\#(address)/junk.json"}"#, "/junk.json": "[]",
                ]) { $1 }
        }
        try await DocumentServer.serving(broken) { server in
            let cases = [
                ("/op", "which is not the issuer that was asked"),
                ("/nowhere", "it answers with status 404 instead of 200"),
                ("/empty", "`issuer` in the metadata is missing"), ("/junk", "/junk.json"),
            ].map { (server.address + $0, $1) }
            let more = [
                ("http://127.0.0.1:1/op", "it cannot be reached"),
                ("http://idp.example/op", "it does not begin with `https://`"),
                ("idp", "it does not begin with `https://`"), ("https://u@idp.example", "user name"),
            ]
            for (issuer, words) in cases + more {
                let token = try shop.token("p-256", ["--issuer", issuer, "--exp", "-5m"])
                for command in [["inspect"], ["inspect", "--json"], ["verify"]] {
                    let result = try shop.run(
                        ["token"] + command + ["--issuer", issuer] + TokenCommandTests.now, input: token)
                    #expect(result.status == 7, "\(issuer) \(result.output)\(result.errors)")
                    #expect(result.output.contains("keys_unavailable") && result.output.contains("token_expired"))
                    #expect(result.output.replacing("\\/", with: "/").contains(words), "\(words) in \(result.output)")
                    guard command != ["verify"] else { continue }
                    #expect(result.output.contains("\"sub\": \"an\""))
                }
            }
        }
    }

    @Test("of a gateway are fetched for the issuer that is named, and for no other")
    func gateway() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let keys = try shop.read("p-256.jwks.json")
        let documents: @Sendable (String) -> [String: String] = { Self.provider($0, keys: keys) }
        try await DocumentServer.serving(documents) { server in
            let issuer = server.address + "/op"
            try Configurations.write(in: shop)
            try shop.write(
                "poort.yaml",
                try shop.read("poort.yaml").replacing(Workshop.issuer, with: issuer)
                    .replacing("[{ jwks: p-256.jwks.json }]", with: "discovery"))
            let token = try shop.token("p-256", ["--issuer", issuer] + TokenInspectTests.an)
            let base = ["token", "explain", "--config", "poort.yaml", "GET /submissions/1"] + TokenCommandTests.now
            let fetched = try shop.run(base + ["--issuer", issuer], input: token)
            #expect(fetched.status == 0, "\(fetched.output)\(fetched.errors)")
            let unasked = try shop.run(base, input: token)
            #expect(unasked.status == 7 && unasked.output.hasPrefix("RESULT  UNVERIFIED"))
            #expect(unasked.output.contains("--issuer \(issuer) would fetch them"))
            #expect(unasked.output.contains("GET /submissions/1: UNVERIFIED, nothing proves the token"))
            let other = try shop.run(base + ["--issuer", "https://other.example"], input: token)
            #expect(other.status == 64 && other.errors.contains("hint: one of \(issuer)"))
            // No key of the issuer will ever make this one good.
            let symmetric = try shop.run(
                base, input: TokenInspectTests.forged(#"{"iss":"\#(issuer)"}"#, header: #"{"alg":"HS256"}"#))
            #expect(symmetric.status == 4 && symmetric.output.contains("token_algorithm_not_allowed"))
        }
    }
}
