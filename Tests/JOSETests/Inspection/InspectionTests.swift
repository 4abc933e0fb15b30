import Libcrypto
import Testing

@testable import JOSE

@Suite("The inspection of a token")
struct InspectionTests {
    static func inspect(
        _ token: String, keys: KeySet? = Tokens.keys, rules: ClaimRules? = Tokens.rules, at now: Instant = Tokens.now
    ) -> TokenInspection {
        TokenInspection.inspect(token: Array(token.utf8), keys: keys, rules: rules, at: now)
    }

    static let names = [
        "shape", "header", "algorithm", "key", "signature", "type", "issuer", "audience", "expiry", "start", "subject",
    ]

    static func outcome(_ inspection: TokenInspection, _ name: String) -> TokenInspection.Outcome? {
        inspection.checks.first { $0.name == name }?.outcome
    }

    @Test("of a sound token has every check, and each is passed")
    func sound() {
        let inspection = Self.inspect(Tokens.sign(Tokens.claims))
        #expect(inspection.verdict == .accepted && inspection.refusal == nil)
        #expect(inspection.checks.map(\.name) == Self.names)
        #expect(inspection.checks.allSatisfy { $0.outcome == .ok && !$0.text.isEmpty })
        #expect(inspection.header == ["alg": "HS256", "typ": "JWT"] && inspection.claims == Tokens.claims)
    }

    @Test("gives the verdict that the check itself gives", arguments: RefusalTable.cases.indices)
    func refused(_ index: Int) {
        let hostile = RefusalTable.cases[index]
        let inspection = Self.inspect(hostile.token, keys: hostile.keys, rules: hostile.rules)
        #expect(inspection.verdict == .refused(hostile.code))
        #expect(inspection.refusal == hostile.refusal)
        #expect(inspection.checks.contains { $0.outcome == .fail })
        #expect(inspection.checks.allSatisfy { !$0.text.isEmpty && !$0.text.contains("\n") })
    }

    @Test(
        "shows no national number and no piece of the token, in header, claims or checks",
        arguments: RefusalTable.cases.indices)
    func redacted(_ index: Int) {
        let hostile = RefusalTable.cases[index]
        for keys in [hostile.keys, nil] {
            for rules in [hostile.rules, nil] {
                let inspection = Self.inspect(hostile.token, keys: keys, rules: rules)
                let shown = [inspection.header, inspection.claims].compactMap { $0?.compact }
                #expect(shown.allSatisfy { !$0.contains(RefusalTable.rrn) })
                let texts =
                    inspection.checks.map(\.text).joined(separator: "\n") + (inspection.refusal?.description ?? "")
                #expect(!texts.contains(RefusalTable.rrn) && !texts.contains("eyJ"))
            }
        }
    }

    @Test("without keys or rules proves nothing, and says so")
    func unverified() {
        let token = Tokens.sign(Tokens.claims)
        for (keys, rules) in [(nil, Tokens.rules), (Tokens.keys, nil), (nil, nil)] as [(KeySet?, ClaimRules?)] {
            let inspection = Self.inspect(token, keys: keys, rules: rules)
            #expect(inspection.verdict == .unverified && inspection.refusal == nil)
            #expect(inspection.checks.map(\.name) == Self.names)
            #expect(Self.outcome(inspection, "signature") == (keys == nil ? .skipped : .ok))
            #expect(Self.outcome(inspection, "key") == (keys == nil ? .skipped : .ok))
            #expect(Self.outcome(inspection, "algorithm") == (keys == nil ? .note : .ok))
            for name in ["type", "issuer", "audience", "subject"] {
                #expect(Self.outcome(inspection, name) == (rules == nil ? .note : .ok))
            }
        }
        let junk = Self.inspect(Tokens.sign(["iss": 1]), keys: nil, rules: nil)
        #expect(junk.verdict == .unverified)
        #expect(
            junk.checks.first { $0.name == "issuer" }?.text == "none"
                && junk.checks.first { $0.name == "audience" }?.text == "none")
        #expect(junk.checks.first { $0.name == "expiry" }?.text == "no `exp` that can be read")
    }

    @Test("without rules still sees that a token has expired or is not valid yet")
    func times() {
        let token = Tokens.sign(Tokens.claims)
        #expect(Self.inspect(token, rules: nil, at: Instant(unixSeconds: Tokens.seconds + 299)).verdict == .unverified)
        #expect(
            Self.inspect(token, rules: nil, at: Instant(unixSeconds: Tokens.seconds + 300)).verdict
                == .refused(.tokenExpired))
        #expect(
            Self.inspect(token, rules: nil, at: Instant(unixSeconds: Tokens.seconds - 11)).verdict
                == .refused(.tokenNotYetValid))
        let late = Instant(unixSeconds: Tokens.seconds + 330)
        let inspection = Self.inspect(token, at: late)
        #expect(inspection.verdict == .accepted)
        #expect(
            inspection.checks.first { $0.name == "expiry" }?.text
                == "until 2026-09-21T14:18:20Z, 30 s ago, within the leeway")
        let bare = Tokens.claims.with("nbf", nil as JSONValue?).with("iat", nil as JSONValue?)
        #expect(Self.inspect(Tokens.sign(bare)).checks.first { $0.name == "start" }?.text == "no `nbf` and no `iat`")
    }

    @Test("of a token with several faults shows them all, and takes the first that counts")
    func several() {
        let claims = Tokens.claims.with("aud", "other").with("exp", .integer(Tokens.seconds - 100)).with("sub", "")
            .with("nbf", .integer(Tokens.seconds - 200))
        let forged = Tokens.sign(claims, type: "logout+jwt").dropLast(2) + "AA"
        let inspection = Self.inspect(String(forged))
        #expect(
            inspection.checks.filter { $0.outcome == .fail }.map(\.name) == [
                "signature", "type", "audience", "expiry", "subject",
            ])
        #expect(inspection.verdict == .refused(.tokenSignatureInvalid))
        let unreadable = Self.inspect(Tokens.sign("exp", "soon"))
        #expect(Self.outcome(unreadable, "expiry") == .fail && Self.outcome(unreadable, "start") == .skipped)
    }

    @Test("never ends the process or passes, whatever it is given")
    func anything() {
        var tokens = [
            "", ".", "..", "...", "....", "a.b.c", "e30.e30.", "e30.e30.e30", "W10.W10.W10",
            String(repeating: ".", count: 20_000), "\u{E9}.\u{E9}.\u{E9}",
        ]
        let numbers = [
            "0e9223372036854775807", "-0e9223372036854775807", "1e308", "-1e308", "9223372036854775807",
            "-9223372036854775808", "0.1e-300",
        ]
        for name in ["exp", "nbf", "iat"] {
            for number in numbers {
                tokens.append("\(Tokens.b64(#"{"alg":"HS256"}"#)).\(Tokens.b64(#"{"\#(name)":\#(number)}"#)).AA")
            }
        }
        for token in tokens {
            for keys in [Tokens.keys, nil] {
                for rules in [Tokens.rules, nil] {
                    let inspection = Self.inspect(token, keys: keys, rules: rules)
                    #expect(inspection.verdict != .accepted && !inspection.checks.isEmpty)
                    if keys != nil { #expect(inspection.verdict != .unverified) }
                }
            }
        }
    }

    @Test("of a token that is refused for its form still shows what can be read")
    func contents() {
        let unsigned = Self.inspect("\(Tokens.b64(#"{"alg":"none"}"#)).\(Tokens.b64(#"{"sub":"x"}"#)).")
        #expect(unsigned.header == ["alg": "none"] && unsigned.claims == ["sub": "x"])
        #expect(
            Self.outcome(unsigned, "shape") == .ok && Self.outcome(unsigned, "algorithm") == .fail
                && Self.outcome(unsigned, "signature") == .skipped)
        let critical = Self.inspect(Tokens.header(#"{"alg":"HS256","crit":["x"]}"#))
        #expect(Self.outcome(critical, "header") == .fail && critical.claims != nil)
        let two = Self.inspect("\(Tokens.b64(#"{"alg":"HS256"}"#)).\(Tokens.b64(#"{"sub":"x"}"#))")
        #expect(Self.outcome(two, "shape") == .fail && two.claims == ["sub": "x"])
        let large = Self.inspect(String(repeating: "A", count: 20_000))
        #expect(large.header == nil && large.claims == nil && large.verdict == .refused(.tokenMalformed))
        let unknown = Self.inspect(Tokens.header(#"{"alg":"HS256","kid":"zzz"}"#))
        #expect(Self.outcome(unknown, "algorithm") == .ok && Self.outcome(unknown, "key") == .fail)
        let other = Self.inspect(Tokens.header(#"{"alg":"ES256"}"#))
        #expect(Self.outcome(other, "algorithm") == .fail && Self.outcome(other, "key") == .skipped)
    }
}

@Suite("Redaction")
struct RedactionTests {
    static let mark: JSONValue = "***redacted***"

    static func claims(
        _ claims: JSONValue, _ names: Set<String> = ["rrn"], header: String = #"{"alg":"HS256"}"#
    ) -> TokenInspection {
        let token = Tokens.raw(header: Array(header.utf8), payload: claims.bytes())
        return TokenInspection.inspect(
            token: Array(token.utf8), keys: nil, rules: nil, at: Tokens.now, redacting: names)
    }

    @Test(
        "hides a member by its name at any depth, whatever its value",
        arguments: [
            (["rrn": "hidden-value"], ["rrn": mark]), (["rrn": 97_000_000], ["rrn": mark]),
            (["rrn": nil], ["rrn": mark]), (["rrn": ["a", "b"]], ["rrn": mark]),
            (["rrn": ["deep": "x"]], ["rrn": mark]),
            (["a": ["rrn": "x"], "b": [["rrn": 1]]], ["a": ["rrn": mark], "b": [["rrn": mark]]]),
            (["RRN": "x", "rrn2": "y"], ["RRN": "x", "rrn2": "y"]),
        ] as [(JSONValue, JSONValue)])
    func names(_ claims: JSONValue, _ shown: JSONValue) { #expect(Self.claims(claims).claims == shown) }

    @Test(
        "hides a hidden value wherever else it stands, as text or as number",
        arguments: [
            (["rrn": "hidden-value", "sub": "hidden-value"], ["rrn": mark, "sub": mark]),
            (["sub": "97000000", "rrn": 97_000_000], ["sub": mark, "rrn": mark]),
            (
                ["rrn": "97000000", "n": 97_000_000, "l": ["97000000", "x"]],
                ["rrn": mark, "n": mark, "l": [mark, "x"]]
            ),
            (["rrn": ["number": "hidden-value"], "sub": "hidden-value"], ["rrn": mark, "sub": mark]),
            (["rrn": ["hidden-value"], "o": ["x": "hidden-value"]], ["rrn": mark, "o": ["x": mark]]),
            (
                ["rrn": "hidden-value", "sub": "urn:person:hidden-value", "x": ["(hidden-value)"]],
                ["rrn": mark, "sub": mark, "x": [mark]]
            ),
            (["rrn": "hidden-value", "sub": "hidden", "n": 1], ["rrn": mark, "sub": "hidden", "n": 1]),
            (["rrn": "nl", "locale": "nl"], ["rrn": mark, "locale": "nl"]),
            (["rrn": true, "active": true], ["rrn": mark, "active": true]),
        ] as [(JSONValue, JSONValue)])
    func values(_ claims: JSONValue, _ shown: JSONValue) { #expect(Self.claims(claims).claims == shown) }

    @Test("reaches into the header")
    func header() {
        let inspection = Self.claims(["rrn": "hidden-value"], header: #"{"alg":"HS256","rrn":"x","x":"hidden-value"}"#)
        #expect(inspection.header == ["alg": "HS256", "rrn": Self.mark, "x": Self.mark])
    }

    @Test("hides the names that are given, and without names nothing")
    func chosen() {
        let claims: JSONValue = ["rrn": "hidden-value", "name": "Nobody Invented"]
        #expect(Self.claims(claims, ["name"]).claims == ["rrn": "hidden-value", "name": Self.mark])
        #expect(Self.claims(claims, ["name", "rrn"]).claims == ["rrn": Self.mark, "name": Self.mark])
        #expect(Self.claims(claims, []).claims == claims)
    }
}
