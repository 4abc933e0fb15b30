import Libcrypto
import Testing

@testable import JOSE

@Suite("The inspection of a token")
struct InspectionTests {
    static func inspect(
        _ token: String, keys: KeySet? = Tokens.keys, rules: ClaimRules? = Tokens.rules, at now: Instant = Tokens.now
    ) -> TokenInspection {
        inspect(token, against: Yardstick(keys: keys.map(Yardstick.Keys.given) ?? .absent(), rules: rules), at: now)
    }

    static func inspect(
        _ token: String, against yardstick: Yardstick, at now: Instant = Tokens.now
    ) -> TokenInspection {
        TokenInspection.inspect(token: Array(token.utf8), against: yardstick, at: now)
    }

    static let names = [
        "shape", "header", "algorithm", "key", "signature", "claims", "type", "issuer", "audience", "expiry", "start",
        "subject",
    ]

    static func text(_ inspection: TokenInspection, _ name: String) -> String? {
        inspection.checks.first { $0.name == name }?.text
    }

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
        #expect(inspection.checks.map(\.name) == Self.names)
        #expect(inspection.checks.allSatisfy { !$0.text.isEmpty && !$0.text.contains("\n") })
        #expect(inspection.checks.allSatisfy { ($0.outcome == .fail) == ($0.code != nil) })
        // The reason of the verdict is one of the checks that failed, and is told first.
        #expect(inspection.failures.first == hostile.code)
        #expect(
            inspection.failedChecks.contains { $0.code == hostile.code && $0.text.hasPrefix(hostile.refusal.detail) })
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
        #expect(junk.verdict == .refused(.tokenClaimsInvalid))
        #expect(
            junk.checks.first { $0.name == "issuer" }?.text == "none"
                && junk.checks.first { $0.name == "audience" }?.text == "none")
        #expect(junk.checks.first { $0.name == "expiry" }?.text == "the claim `exp` is missing")
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
                == "expired 30s ago, at 2026-09-21T14:18:20Z, within the leeway of 60 s")
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
        #expect(
            inspection.failures == [
                .tokenSignatureInvalid, .tokenTypeMismatch, .tokenAudienceMismatch, .tokenExpired, .tokenClaimsInvalid,
            ])
        let unreadable = Self.inspect(Tokens.sign("exp", "soon"))
        #expect(Self.outcome(unreadable, "expiry") == .fail && Self.outcome(unreadable, "start") == .ok)
        let start = Self.inspect(Tokens.sign("nbf", "soon"))
        #expect(Self.outcome(start, "expiry") == .ok && Self.outcome(start, "start") == .fail)
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
