import Foundation
import JOSE
import JSONSchema
import Testing

@Suite("poort token inspect")
struct TokenInspectTests {
    static let now = TokenCommandTests.now
    static let checks = [
        "shape", "header", "algorithm", "key", "signature", "claims", "type", "issuer", "audience", "expiry", "start",
        "subject",
    ]

    /// What An has besides the claims that every token has.
    static let an = [
        "--claim", "vo_orgcode=0999999922", "--claim", "vo_doelgroepcode=LB", "--claim", "rrn=85073003328",
        "--claim-list",
        "roles=R-toezicht:0999999922",
    ]

    @Test("tells of every kind of broken token all that is wrong, and all that is in it", arguments: BrokenToken.all)
    func broken(_ broken: BrokenToken) throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let token = try broken.make(try shop.token("p-256"), shop)
        let options = ["--config", "poort.yaml", "--at", broken.at]
        let inspected = try shop.run(["token", "inspect"] + options, input: token)
        #expect(inspected.status == broken.status, "\(inspected.output)\(inspected.errors)")
        #expect(
            inspected.output.hasPrefix("RESULT  REFUSED  ")
                && inspected.output.contains("checks failed: \(broken.codes.joined(separator: ", "))\n"),
            "\(inspected.output)")
        for words in broken.says + ["\nWHY     ", "\nMEND    ", "\n\nHEADER", "\n\nCLAIMS", "NOT TRUSTED"] {
            #expect(inspected.output.contains(words), "\(words) in \(inspected.output)")
        }
        let lines = inspected.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for check in Self.checks {
            let line = lines.filter { $0.dropFirst(6).hasPrefix(check + " ") }
            #expect(line.count == 1, "\(check) in \(inspected.output)")
        }

        let json = try shop.run(["token", "inspect", "--json"] + options, input: token)
        #expect(json.status == broken.status)
        let value = try JSONValue.parse(Array(json.output.utf8))
        #expect(try JSONSchema("token-inspection.schema.json").faults(value) == [])
        #expect(value["codes"] == .array(broken.codes.map(JSONValue.string)))
        #expect(value["exit_code"] == .integer(Int(broken.status)) && value["valid"] == false)

        let verified = try shop.run(["token", "verify"] + options, input: token)
        #expect(verified.status == broken.status)
        #expect(verified.output.hasPrefix("REFUSED  \(broken.codes[0]): "), "\(verified.output)")
        #expect(verified.output.split(separator: "\n").count == 1)
        for code in broken.codes.dropFirst() { #expect(verified.output.contains(code)) }
    }

    @Test("of a sound token says who acts for which bestuur, and what each role opens")
    func sound() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let token = try shop.token(
            "p-256",
            Self.an + [
                "--claim-list", "roles=R-bedienaar:0999999922", "--claim-list", "roles=R-bedienaar:0999999328",
                "--claim-list", "roles=R-toezich", "--claim-list", "roles=something-else",
            ])
        let result = try shop.run(["token", "inspect", "--config", "poort.yaml"] + Self.now, input: token)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(result.output.hasPrefix("RESULT  ACCEPTED  12 of 12 checks passed\n\nok    shape      three parts, "))
        #expect(!result.output.contains("NOT TRUSTED"))
        for words in [
            "ok    algorithm  ES256 (allowed: ES256)", "ok    key        P-256, `kid` `k1`, from ", "p-256.jwks.json",
            "ok    issuer     `https://idp.example/op`", "ok    audience   `poort`",
            "ok    expiry     expires in 50m00s, at 2026-01-15T13:00:00Z (leeway 60 s)",
            "DATES  judged at 2026-01-15T12:10:00Z", "iat         2026-01-15T12:00:00Z, issued 10m00s ago",
            "BESTUUR\n  0999999922: Testgem (Gemeente, Actief), http://data.example/id/1",
            "R-toezicht:0999999922   module toezicht (Toezicht): read and write",
            "R-bedienaar:0999999922  module bedienaren (Bedienarenbeheer): read\n",
            "R-bedienaar:0999999328  module bedienaren (Bedienarenbeheer): closed, role_for_other_bestuur",
            "R-toezich               UNKNOWN to the policy; did you mean `R-toezicht`?",
            "something-else          UNKNOWN to the policy\n",
        ] {
            #expect(result.output.contains(words), "\(words) in \(result.output)")
        }
        let json = try shop.run(["token", "inspect", "--config", "poort.yaml", "--json"] + Self.now, input: token)
        let value = try JSONValue.parse(Array(json.output.utf8))
        #expect(try JSONSchema("token-inspection.schema.json").faults(value) == [])
        #expect(value["result"] == "accepted" && value["code"] == .null && value["exit_code"] == 0)
        #expect(value["bestuur"]?["besturen"]?.arrayValue?.first?["name"] == "Testgem")
        #expect(value["roles"]?.arrayValue?.map { $0["known"] } == [true, true, true, false, false])
    }

    @Test("resolves organisation and roles by a policy and a list alone, and only what there is to resolve them by")
    func resolving() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let token = try shop.token("p-256", Self.an)
        let base = ["token", "inspect", "--jwks", "p-256.jwks.json"] + Self.now
        let both = try shop.run(base + ["--policy", "policy.yaml", "--besturen", "besturen.csv"], input: token)
        #expect(both.status == 0 && both.output.contains("Testgem (Gemeente, Actief)"))
        #expect(both.output.contains("module toezicht (Toezicht): read and write"))
        #expect(both.output.contains("not compared: issuer (give --issuer), audience (give --audience)"))
        let besturen = try shop.run(base + ["--besturen", "besturen.csv"], input: token)
        #expect(besturen.output.contains("Testgem (Gemeente, Actief)") && !besturen.output.contains("ROLES"))
        let policy = try shop.run(base + ["--policy", "policy.yaml"], input: token)
        #expect(policy.output.contains("module toezicht (Toezicht): not weighed without a bestuur"))
        #expect(!policy.output.contains("BESTUUR"))
        let neither = try shop.run(base, input: token)
        #expect(!neither.output.contains("BESTUUR") && !neither.output.contains("ROLES"))
        for (claim, words) in [
            ("vo_orgcode=0999999823", "0999999823: not in the register"),
            ("vo_orgcode=stad", "`vo_orgcode` is neither a KBO number nor an OVO code: `stad`"),
            ("x=y", "the token does not say which: the claim `vo_orgcode` is missing or no text"),
        ] {
            let result = try shop.run(
                base + ["--besturen", "besturen.csv", "--json"], input: try shop.token("p-256", ["--claim", claim]))
            let text = try shop.run(
                base + ["--besturen", "besturen.csv"], input: try shop.token("p-256", ["--claim", claim]))
            #expect(text.output.contains(words), "\(text.output)")
            let value = try JSONValue.parse(Array(result.output.utf8))
            #expect(try JSONSchema("token-inspection.schema.json").faults(value) == [])
        }
    }

    @Test("says beside the verdict what stood around a token and was left out")
    func leftOut() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let token = try shop.token("p-256", Self.an)
        let options = ["token", "inspect", "--config", "poort.yaml"] + Self.now
        let text = try shop.run(options, input: "Bearer \(token)")
        #expect(
            text.status == 0
                && text.output.contains("\nNOTE    judged without what stood around the token: `Bearer`. In a request"),
            "\(text.output)")
        #expect(text.errors == "")
        let json = try shop.run(options + ["--json"], input: "\"\(token)\"")
        #expect(try JSONValue.parse(Array(json.output.utf8))["left_out"] == ["quotes"])
        let plain = try shop.run(options + ["--json"], input: token)
        #expect(try JSONValue.parse(Array(plain.output.utf8))["left_out"] == [])
    }

    @Test("of a token of a foreign issuer sends first to the issuer, not to keys that would not help")
    func foreign() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let keys = try shop.run(["keys", "jwks", "--kid", "k1", "p-256.pem.pub"])
        try keys.output.write(to: shop.folder.appending(path: "keys.json"), atomically: true, encoding: .utf8)
        let token = try shop.token("p-256", ["--issuer", "https://other.example", "--kid", "k2", "--key", "p-256.pem"])
        let result = try shop.run(
            ["token", "inspect", "--jwks", "keys.json", "--issuer", "https://idp.example/op"] + Self.now, input: token)
        #expect(result.output.contains("token_key_unknown, token_issuer_untrusted"), "\(result.output)")
        #expect(result.output.contains("MEND    by the operators of the gateway: get a token from a trusted issuer"))
        #expect(!result.output.contains("fetch the issuer's key set"))
    }

    @Test("does not guess what claims that cannot be read would open")
    func unread() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let result = try shop.run(
            ["token", "explain", "--config", "poort.yaml"] + Self.now + ["GET /submissions/1"],
            input: Self.forged(#"{"sub":"an","sub":"bart"}"#))
        #expect(result.output.contains("the claims cannot be read, so nobody can say what they would open"))
        #expect(!result.output.contains("token_missing"), "\(result.output)")
        #expect(result.status == 4)
    }

    @Test("takes the request first, and says so when they are swapped")
    func swapped() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.token("p-256").write(to: shop.folder.appending(path: "an.jwt"), atomically: true, encoding: .utf8)
        let result = try shop.run(["token", "explain", "an.jwt", "GET /submissions/1"])
        #expect(result.status == 64 && result.errors.contains("the request comes first, then the token"), "\(result)")
    }

    @Test("appends the decision with its rule, and what it takes to pass")
    func decisions() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let token = try shop.token("p-256", Self.an + ["--claim-list", "roles=R-bedienaar:0999999922"])
        let late = ["--at", "2026-01-15T14:00:00Z"]
        let cases: [(request: String, more: [String], status: Int32, says: [String])] = [
            (
                "GET /submissions/1", Self.now, 0,
                [
                    "DECISION  GET /submissions/1: ALLOWED, the gateway lets it through",
                    "ALLOWED  by module `toezicht` (role `R-toezicht`)", "policy.yaml:9:5",
                ]
            ),
            (
                "PATCH /ministers/1", Self.now, 8,
                [
                    "REFUSED, the gateway answers 403 module_read_only",
                    "to pass, it takes\n    1. Testgem without the mark",
                    "(by the Agency for Home Affairs (ABB))",
                ]
            ),
            (
                "GET /submissions/1", late, 5,
                [
                    "REFUSED, the gateway answers 401 token_expired", "were the token accepted:\n  ALLOWED  by module",
                    "1. log in again, or have the client renew its token in time (by the user)",
                ]
            ),
            (
                "PATCH /ministers/1", late, 5,
                ["1. log in again", "2. Testgem without the mark of view-only for `bedienaren`"]
            ),
            (
                "GET /old/1", Self.now, 8,
                ["answers 404 route_closed", "keeps this one closed, because nobody needs it"]
            ),
            ("GET /old/1", late, 5, ["answers 404 route_closed"]),
            ("GET /nowhere", Self.now, 8, ["answers 404 route_unknown", "1. another address"]),
            (
                "POST /concepts/1", Self.now, 8,
                ["answers 403 method_not_allowed", "1. another method: GET, HEAD or OPTIONS"]
            ),
            (
                "GET /a/../submissions/1", Self.now, 8,
                [
                    "answers 400 request_target_ambiguous", "RESULT  ACCEPTED",
                    "1. another spelling: the path holds a `.` or `..` segment",
                ]
            ),
        ]
        for (request, at, status, says) in cases {
            for command in [["inspect", "--as", request], ["explain", request]] {
                let options = [["token"], command, ["--config", "poort.yaml"], at].flatMap(\.self)
                let result = try shop.run(options, input: token)
                #expect(result.status == status, "\(request) \(result.output)\(result.errors)")
                for words in says { #expect(result.output.contains(words), "\(words) in \(result.output)") }
                let json = try shop.run(options + ["--json"], input: token)
                let value = try JSONValue.parse(Array(json.output.utf8))
                #expect(try JSONSchema("token-inspection.schema.json").faults(value) == [])
                #expect(
                    value["exit_code"] == .integer(Int(status)) && value["decision"]?["request"] == .string(request))
            }
        }
        for wrong in [["--as", "GET /x"], ["--as", "GET /x", "--policy", "policy.yaml"]] {
            let result = try shop.run(["token", "inspect"] + wrong, input: token)
            #expect(
                result.status == 64 && result.errors.contains("--config FILE, or --policy FILE and --besturen FILE"))
        }
        for wrong in ["GET", "get /x", "GET /x y"] {
            let result = try shop.run(["token", "explain", "--config", "poort.yaml", wrong], input: token)
            #expect(result.status == 64, "\(wrong)")
        }
    }

    @Test("says of a route that does not look at tokens that the token does not matter")
    func publicRoute() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        try shop.write(
            "policy.yaml",
            Configurations.policy + "\n  - { path: /assets/**, access: public, upstream: main, why: styles }")
        let result = try shop.run("token", "explain", "--config", "poort.yaml", "GET /assets/x", input: "eyJ.bad.token")
        #expect(result.status == 3)
        #expect(result.output.contains("GET /assets/x: ALLOWED, the gateway lets it through"))
        #expect(result.output.contains("whatever the token: this route does not look at it"))
    }

    @Test("finds the issuer among several as the gateway does, and names those that are trusted")
    func severalIssuers() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try shop.key("ed25519")
        try Configurations.write(in: shop)
        try shop.write(
            "poort.yaml",
            try shop.read("poort.yaml").replacing(
                "issuers:\n",
                with: """
                    issuers:
                      - issuer: https://other.example
                        audiences: [other]
                        algorithms: [EdDSA]
                        keys: [{ jwks: ed25519.jwks.json }]

                    """))
        let options = ["token", "inspect", "--config", "poort.yaml"] + Self.now
        #expect(try shop.run(options, input: try shop.token("p-256")).status == 0)
        let foreign = try shop.run(
            options, input: try shop.token("p-256", ["--issuer", "https://third.example", "--exp", "-1h"]))
        #expect(foreign.status == 6)
        #expect(
            foreign.output.contains("2 of 12 checks failed: token_issuer_untrusted, token_expired")
                && foreign.output.contains(
                    "it is `https://third.example`; trusted: `https://other.example`, `https://idp.example/op`")
        )
        let crossed = try shop.run(options, input: try shop.token("p-256", ["--issuer", "https://other.example"]))
        #expect(crossed.status == 4 && crossed.output.contains("token_algorithm_not_allowed"))
    }

    @Test("takes keys and rules from one place")
    func oneSource() throws {
        let shop = try Workshop()
        for more in [
            ["--jwks", "x"], ["--key", "x"], ["--hmac-secret", "x"], ["--ca-file", "x"], ["--audience", "x"],
            ["--alg", "ES256"], ["--leeway", "5"],
        ] {
            let result = try shop.run(["token", "inspect", "--config", "poort.yaml"] + more, input: "x")
            #expect(result.status == 64 && result.errors.contains("leave out \(more[0])"), "\(result.errors)")
        }
        #expect(try shop.run(["token", "inspect", "--config", "missing.yaml"], input: "x").status == 66)
    }

    @Test("never shows a national number unless it is asked to, in whatever corner of the token it stands")
    func redaction() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let (number, dotted) = ("85073003328", "85.07.30-033.28")
        try shop.write("list.json", #"{"deep": [{"rrn": "\#(dotted)"}], "also": "urn:\#(number)"}"#)
        let token = try shop.token(
            "p-256",
            [
                "--claim", "rrn=\(number)", "--claims", "list.json", "--subject", number, "--audience", number,
                "--claim",
                "vo_orgcode=\(number)", "--claim", "vo_doelgroepcode=LB", "--claim-list", "roles=\(number)",
                "--claim-list", "roles=R-toezicht:\(number)",
            ])
        let twice = Self.forged(#"{"rrn":"\#(number)","rrn":"\#(number)"}"#)
        for command in [["inspect"], ["explain", "GET /submissions/1"], ["verify"]] {
            for json in [[], ["--json"]] {
                for text in [token, twice] {
                    let options = ["token"] + command + ["--config", "poort.yaml"] + Self.now + json
                    let result = try shop.run(options, input: text)
                    #expect(!result.output.contains(number) && !result.output.contains(dotted), "\(result.output)")
                    #expect(!result.errors.contains(number) && !result.output.contains(text.suffix(40)))
                    guard command != ["verify"] else { continue }
                    #expect(try shop.run(options + ["--reveal"], input: text).output.contains(number))
                }
            }
        }
        // No token hides what is said of it by having it as its national number.
        let sly = Self.forged(
            #"{"rrn":"refused","sub":"token_signature_invalid","x":{"rrn":"token_signature_invalid"}}"#)
        let result = try shop.run(["token", "inspect", "--config", "poort.yaml", "--json"] + Self.now, input: sly)
        #expect(
            result.json?["result"] as? String == "refused"
                && result.json?["code"] as? String == "token_signature_invalid")
    }

    /// A token with these claims and no signature worth the name.
    static func forged(_ claims: String, header: String = #"{"alg":"ES256","kid":"k1"}"#) -> String {
        "\(BrokenToken.encoded(header)).\(BrokenToken.encoded(claims)).AAAA"
    }

    @Test("lets no token or file act on the terminal", arguments: [false, true])
    func terminal(_ isJSON: Bool) throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let evil = "\u{1B}[2J\u{1B}]0;x\u{07}\r\n\u{9B}31m\u{202E}\u{200B}\u{2028}\u{E000}\u{7F}RESULT  ACCEPTED"
        let text = JSONValue.string(evil).compact
        try shop.write(
            "claims.json",
            #"{"iss":\#(text),"aud":\#(text),"sub":\#(text),\#(text):1,"vo_orgcode":\#(text),"vo_doelgroepcode":"LB","#
                + #""roles":[\#(text),"R-toezich\u202e"]}"#)
        let tokens = [
            try shop.run([
                "token", "mint", "--key", "p-256.pem", "--kid", evil, "--type", evil, "--claims", "claims.json",
            ])
            .output,
            Self.forged(#"{"sub":"#, header: #"{"alg":\#(text)}"#),
            Self.forged("\u{1B}[2J{\u{202E}", header: "{\u{9B}31m"),
            evil, "eyJ\(evil).x.y",
        ]
        // A name like this is not taken over, and what is said of the row quotes it.
        let rows = Configurations.besturen.split(separator: "\n")
        let row = rows[1].replacing("http://", with: "x\u{1B}[2J\u{202E}")
        try shop.write("besturen.csv", Configurations.besturen + row + "\n")
        let an = try shop.token("p-256", Self.an)
        for token in tokens + [an] {
            for command in [["inspect"], ["explain", "GET /submissions/1"], ["verify"]] {
                let result = try shop.run(
                    ["token"] + command + ["--config", "poort.yaml"] + Self.now + (isJSON ? ["--json"] : []),
                    input: token)
                for output in [result.output, result.errors] {
                    let found = output.unicodeScalars.filter { scalar in
                        let isControl = scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
                        return isControl || [0x202E, 0x200B, 0x2028, 0xE000].contains(scalar.value)
                    }
                    #expect(found.isEmpty, "\(command) \(found.map(\.value))")
                    #expect(!output.contains("\nRESULT  ACCEPTED") && !output.contains("\n  RESULT"))
                }
                if isJSON { #expect(result.json != nil) }
            }
        }
    }

    @Test("colours only when asked, or on a terminal")
    func color() throws {
        let shop = try Workshop()
        let escape = "\u{1B}["
        func output(_ more: [String], _ environment: [String: String] = [:]) throws -> String {
            try CommandLineTool.run(
                ["token", "inspect"] + more, in: shop.folder, input: Self.forged("{}"), environment: environment
            ).output
        }
        #expect(try !output([]).contains(escape) && !output(["--color", "auto"]).contains(escape))
        #expect(try output(["--color", "always"]).contains("\(escape)1;31m"))
        #expect(try output(["--color", "always"], ["NO_COLOR": "1"]).contains(escape))
        #expect(try !output(["--color", "never"]).contains(escape))
        #expect(try !output(["--color", "always", "--json"]).contains(escape))
        let plain = try output([])
        let colored = try output(["--color", "always"])
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }

    @Test("colours on a terminal, but not with NO_COLOR or on a dumb one", .enabled(if: PseudoTerminal.isThere))
    func terminalColor() throws {
        let shop = try Workshop()
        try shop.write("token", Self.forged("{}"))
        let arguments = ["token", "inspect", "token"]
        func colored(_ more: [String] = [], _ environment: [String: String] = [:]) throws -> Bool {
            let term = ["TERM": "xterm"].merging(environment) { $1 }
            return try PseudoTerminal.run(arguments + more, in: shop.folder, environment: term).contains("\u{1B}[")
        }
        #expect(try colored())
        #expect(try colored([], ["NO_COLOR": ""]))
        #expect(try !colored([], ["NO_COLOR": "1"]))
        #expect(try !colored([], ["TERM": "dumb"]))
        #expect(try !colored(["--color", "never"]))
        #expect(try !colored(["--json"]))
    }
}
