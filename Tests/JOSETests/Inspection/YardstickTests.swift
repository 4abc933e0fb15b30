import Libcrypto
import Testing

@testable import JOSE

@Suite("What a token is held against")
struct YardstickTests {
    static let sound = Tokens.sign(Tokens.claims)
    static let form = Tokens.header(#"{"alg":"HS256","crit":["x"]}"#)
    static let old = Tokens.sign(
        Tokens.claims.with("nbf", .integer(Tokens.seconds - 2_000)).with("exp", .integer(Tokens.seconds - 1_000)))

    @Test("says of what it took from the token itself that it was not compared")
    func uncompared() {
        var yardstick = Yardstick(keys: .given(Tokens.keys), rules: Tokens.rules, uncompared: [.issuer, .audience])
        let neither = InspectionTests.inspect(Self.sound, against: yardstick)
        #expect(neither.verdict == .accepted)
        #expect(
            InspectionTests.text(neither, "issuer")
                == "`https://idp.example/op`; no issuer is given to compare with")
        #expect(InspectionTests.text(neither, "audience") == "`poort`; no audience is given to compare with")
        yardstick.uncompared = [.audience]
        let one = InspectionTests.inspect(Self.sound, against: yardstick)
        #expect(InspectionTests.outcome(one, "issuer") == .ok && InspectionTests.outcome(one, "audience") == .note)
    }

    @Test("knows no key of an issuer that is not trusted, and refuses for that, but for the form first")
    func untrusted() {
        let yardstick = Yardstick(keys: .untrusted(trusted: ["https://a.example", "https://b.example"]), rules: nil)
        for token in [Self.sound, Self.old] {
            let inspection = InspectionTests.inspect(token, against: yardstick)
            #expect(inspection.verdict == .refused(.tokenIssuerUntrusted) && inspection.refusal == .issuerUntrusted)
            #expect(
                InspectionTests.text(inspection, "issuer")
                    == "`iss` names no issuer that is trusted here; it is `https://idp.example/op`; "
                    + "trusted: `https://a.example`, `https://b.example`")
            #expect(InspectionTests.outcome(inspection, "key") == .skipped)
            #expect(InspectionTests.outcome(inspection, "signature") == .skipped)
            #expect(inspection.failures.first == .tokenIssuerUntrusted)
        }
        #expect(
            InspectionTests.inspect(Self.form, against: yardstick).verdict == .refused(.tokenCriticalHeaderUnknown))
        let nameless = InspectionTests.inspect(Tokens.sign("iss", nil), against: yardstick)
        #expect(InspectionTests.text(nameless, "issuer")?.contains("it is absent") == true)
    }

    @Test("names why keys cannot be had, and refuses for that before it looks at claims, but for the form first")
    func unavailable() {
        let yardstick = Yardstick(
            keys: .unavailable(issuer: Tokens.issuer, algorithms: [.hs256], reason: "connection refused"),
            rules: Tokens.rules)
        for token in [Self.sound, Self.old] {
            let inspection = InspectionTests.inspect(token, against: yardstick)
            #expect(inspection.verdict == .refused(.keysUnavailable))
            #expect(
                InspectionTests.text(inspection, "key")
                    == "there is no key of `https://idp.example/op` for this token, and the issuer cannot be asked at the moment; connection refused"
            )
            #expect(InspectionTests.outcome(inspection, "signature") == .skipped)
            #expect(InspectionTests.outcome(inspection, "issuer") == .ok)
        }
        #expect(
            InspectionTests.inspect(Self.old, against: yardstick).failures == [.keysUnavailable, .tokenExpired])
        #expect(
            InspectionTests.inspect(Self.form, against: yardstick).failures.first == .tokenCriticalHeaderUnknown)
        // No key that may come will ever make it good.
        let other = InspectionTests.inspect(Tokens.header(#"{"alg":"ES256"}"#), against: yardstick)
        #expect(
            other.refusal == .algorithmNotAllowed(.es256, allowed: [.hs256])
                && other.failures == [.tokenAlgorithmNotAllowed])
    }

    @Test("tells which keys and algorithms would have been right")
    func alternatives() {
        let unknown = InspectionTests.inspect(
            Tokens.header(#"{"alg":"HS256","kid":"x"}"#), keys: RefusalTable.two)
        #expect(InspectionTests.text(unknown, "key") == "no key has the `kid` `x`; known: `1`, `2`")
        #expect(InspectionTests.text(unknown, "algorithm") == "HS256 (allowed: HS256)")
        let unsigned = InspectionTests.inspect(Tokens.header(#"{"alg":"none"}"#))
        #expect(
            InspectionTests.text(unsigned, "algorithm") == "`alg` is `none`: the token is not signed; allowed: HS256")
        let nameless = InspectionTests.inspect(Tokens.header(#"{"alg":"HS256","kid":"x"}"#))
        #expect(InspectionTests.text(nameless, "key")?.hasSuffix("known: no key with a `kid`") == true)
        let alone = InspectionTests.inspect(Self.sound)
        #expect(
            InspectionTests.text(alone, "key")?.hasSuffix("; the token names none, and this one alone fits") == true)
    }

    @Test("takes a key that answers to any name, and says for which it was taken")
    func anyName() throws {
        let key = try VerificationKey(
            hmacSecret: TestKeys.secret, keyID: nil, algorithms: [.hs256], source: "secret"
        ).answeringAnyKeyID()
        let inspection = InspectionTests.inspect(
            Tokens.header(#"{"alg":"HS256","kid":"x"}"#), keys: try KeySet([key]))
        #expect(inspection.verdict == .accepted)
        #expect(InspectionTests.text(inspection, "key")?.hasSuffix("; taken for the `kid` `x`") == true)
    }

    @Test("says why nobody looked for keys, and knows an algorithm that none will have")
    func absent() {
        let yardstick = Yardstick(keys: .absent(why: "they are elsewhere", algorithms: [.hs256]), rules: Tokens.rules)
        let inspection = InspectionTests.inspect(Self.sound, against: yardstick)
        #expect(inspection.verdict == .unverified && inspection.failures.isEmpty)
        #expect(InspectionTests.text(inspection, "key") == "they are elsewhere")
        #expect(
            InspectionTests.text(inspection, "signature") == "they are elsewhere, so nothing in this token is proven")
        #expect(InspectionTests.text(inspection, "algorithm") == "HS256 (allowed: HS256)")
        let other = InspectionTests.inspect(Tokens.header(#"{"alg":"ES256"}"#), against: yardstick)
        #expect(other.verdict == .refused(.tokenAlgorithmNotAllowed))
    }
}
