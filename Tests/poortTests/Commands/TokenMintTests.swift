import Foundation
import JOSE
import Testing

@Suite("poort token mint")
struct TokenMintTests {
    static let base = ["token", "mint", "--key", "p-256.pem", "--audience", "poort", "--subject", "an"]
    static let template = ["token", "mint", "--key", "p-256.pem", "--template", "loket"]

    private func claims(_ token: String, _ shop: borrowing Workshop) throws -> [String: Any] {
        let result = try shop.run(["token", "inspect", "--json", "--reveal"] + TokenCommandTests.now, input: token)
        return try #require(result.json?["claims"] as? [String: Any])
    }

    @Test("refuses to speak for an issuer that a configuration trusts in production, however it is told to")
    func production() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop, environment: "production")
        let elsewhere = shop.folder.appending(path: "elsewhere")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        let key = ["--key", "../p-256.pem"]
        try #"{"iss":"\#(Workshop.issuer)"}"#.write(
            to: elsewhere.appending(path: "claims.json"), atomically: true, encoding: .utf8)
        let ways = [
            ["--issuer", Workshop.issuer], ["--issuer", "i", "--claim", "iss=\(Workshop.issuer)"],
            ["--issuer", "i", "--claim-json", "iss=\"\(Workshop.issuer)\""], ["--claims", "claims.json"],
            ["--template", "loket", "--bestuur", "0999999922", "--issuer", Workshop.issuer],
        ]
        for way in ways {
            let mint = ["token", "mint", "--audience", "poort", "--subject", "an"] + key + way
            let places: [(more: [String], environment: [String: String])] = [
                (["--config", "../poort.yaml"], [:]), ([], ["POORT_CONFIG": "../poort.yaml"]),
            ]
            for place in places {
                let result = try CommandLineTool.run(
                    mint + place.more, in: elsewhere, environment: place.environment)
                #expect(result.status == 64 && result.output.isEmpty, "\(way) \(result.errors)")
                #expect(result.errors.contains("is an issuer that `../poort.yaml` trusts in production"))
            }
            let free = try CommandLineTool.run(mint, in: elsewhere, environment: ["POORT_CONFIG": ""])
            #expect(free.status == 0, "\(free.errors)")
        }
        // The configuration of the working directory counts unasked.
        let here = try shop.run(Self.base + ["--issuer", Workshop.issuer])
        #expect(here.status == 64 && here.output.isEmpty && here.errors.contains("`poort.yaml` trusts in production"))
        #expect(try shop.run(Self.base + ["--issuer", "https://other.example"]).status == 0)
        try Configurations.write(in: shop)
        #expect(try shop.run(Self.base + ["--issuer", Workshop.issuer]).status == 0)
    }

    @Test("mints nothing beside a configuration that cannot be read: it may name any issuer")
    func doubt() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.write("poort.yaml", "issuers: [")
        #expect(try shop.run(Self.base + ["--issuer", "i"]).status == 78)
        #expect(try shop.run(Self.base + ["--issuer", "i", "--config", "missing.yaml"]).status == 66)
    }

    @Test("makes a user of the Loket as ACM/IDM describes one, whom the Loket's own policy lets in")
    func template() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let minted = try shop.run(
            Self.template + [
                "--bestuur", "0999999922", "--role", "LoketLB-toezichtGebruiker", "--role", "X:0999999031", "--at",
                "2026-01-15T12:00:00Z",
            ])
        #expect(minted.status == 0 && minted.errors.hasPrefix("warning: this is a test token"))
        let claims = try claims(minted.output, shop)
        #expect(claims["vo_orgcode"] as? String == "0999999922" && claims["vo_doelgroepcode"] as? String == "LB")
        #expect(
            claims["abb_loketLB_rol_3d"] as? [String] == ["LoketLB-toezichtGebruiker:0999999922", "X:0999999031"])
        #expect((claims["sub"] as? String)?.count == 40 && claims["aud"] is String)
        #expect((claims["exp"] as? Int ?? 0) - (claims["iat"] as? Int ?? 0) == 3_600)
        #expect((claims["rrn"] as? String)?.count == 11)
        for name in ["vo_id", "vo_doelgroepnaam", "vo_orgnaam", "given_name", "family_name", "iss"] {
            #expect((claims[name] as? String)?.isEmpty == false, "\(name)")
        }
        let root = CommandLineTool.root
        let explained = try shop.run(
            [
                "token", "explain", "--jwks", "p-256.jwks.json", "--policy",
                root.appending(path: "Examples/loket/policy.yaml").path, "--besturen",
                root.appending(path: "Examples/demo/besturen.csv").path, "GET /submissions/1",
            ] + TokenCommandTests.now, input: minted.output)
        #expect(explained.status == 0, "\(explained.output)")

        let agency = try shop.run(Self.template + ["--bestuur", "OVO999909", "--role", "LoketAdmin"])
        #expect(try self.claims(agency.output, shop)["vo_doelgroepcode"] as? String == "GID")
        let nothing = try shop.run(Self.template + ["--bestuur", "0999999922"])
        #expect(try self.claims(nothing.output, shop)["abb_loketLB_rol_3d"] == nil)
    }

    @Test("takes claims of every kind, the more particular ones last")
    func particular() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.write(
            "claims.json", #"{"a":"file","b":"file","exp":1768490000,"iss":"file","sub":"file","n":{"x":[1]}}"#)
        let minted = try shop.run(
            [
                "token", "mint", "--key", "p-256.pem", "--claims", "claims.json", "--subject", "option", "--claim",
                "b=text=more", "--claim-list", "l=1", "--claim-list", "l=2", "--claim-json", #"j={"deep":[true,null]}"#,
                "--omit", "iat", "--audience", "x", "--audience", "y",
            ])
        #expect(minted.status == 0, "\(minted.errors)")
        let claims = try claims(minted.output, shop)
        #expect(claims["a"] as? String == "file" && claims["b"] as? String == "text=more")
        #expect(claims["exp"] as? Int == 1_768_490_000 && claims["iat"] == nil)
        #expect(claims["iss"] as? String == "file" && claims["sub"] as? String == "option")
        #expect(claims["l"] as? [String] == ["1", "2"] && claims["aud"] as? [String] == ["x", "y"])
        #expect((claims["j"] as? [String: [Any]])?["deep"]?.count == 2)
        let dated = try shop.run(
            Self.base + ["--issuer", "i", "--claims", "claims.json", "--exp", "+30m", "--at", "1768478400"])
        let times = try self.claims(dated.output, shop)
        #expect(times["exp"] as? Int == 1_768_480_200 && times["iat"] as? Int == 1_768_478_400)
    }

    @Test("refuses nonsense")
    func nonsense() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        for wrong in [
            ["--exp", "+soon"], ["--exp", "tomorrow"], ["--at", "noon"], ["--claim", "x"], ["--claim-list", "=x"],
            ["--alg", "none"], ["--hmac-secret", "p-256.pem"], ["--bestuur", "0999999922"], ["--role", "x"],
            ["--template", "loket"], ["--template", "loket", "--bestuur", "stad"], ["--template", "other"],
        ] {
            #expect(try shop.run(Self.base + ["--issuer", "i"] + wrong).status == 64, "\(wrong)")
        }
        for missing in [
            ["--issuer", "i", "--audience", "a"], ["--issuer", "i", "--subject", "s"], ["--subject", "s"],
        ] {
            #expect(try shop.run(["token", "mint", "--key", "p-256.pem"] + missing).status == 64, "\(missing)")
        }
        #expect(try shop.run(Self.base + ["--issuer", "i", "--alg", "RS256"]).status == 65)
        #expect(try shop.run(Self.base + ["--issuer", "i", "--claims", "missing.json"]).status == 66)
        for (name, text) in [("array.json", "[1]"), ("twice.json", #"{"a":1,"a":2}"#)] {
            try shop.write(name, text)
            #expect(try shop.run(Self.base + ["--issuer", "i", "--claims", name]).status == 65)
        }
        for wrong in ["x={", "x=yes", #"x={"a":1,"a":2}"#] {
            #expect(try shop.run(Self.base + ["--issuer", "i", "--claim-json", wrong]).status == 65, "\(wrong)")
        }
    }
}
