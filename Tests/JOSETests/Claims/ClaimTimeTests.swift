import Testing

@testable import JOSE

@Suite("The times of a token")
struct ClaimTimeTests {
    static let now = Tokens.seconds

    static func refusal(_ name: String, _ number: String, leeway: Int, at offset: Double = 0) -> TokenReasonCode? {
        // A token that begins after it ends is refused for that: `ClaimOrderInTimeTests`.
        let claims = name == "exp" ? Tokens.claims.with("nbf", nil as JSONValue?) : Tokens.claims
        let token = Tokens.sign(claims.with(name, .number(JSONNumber(verified: number))))
        let instant = Instant(nanoseconds: Tokens.now.nanoseconds + Int64(offset * 1e9))
        return Tokens.refusal(token, rules: Tokens.rules(leeway: leeway), at: instant)?.code
    }

    @Test("end with `exp` and the leeway, to the nanosecond", arguments: [0, 1, 30, 60])
    func expiry(_ leeway: Int) {
        let edge = Self.now - Int64(leeway)
        #expect(Self.refusal("exp", "\(edge + 1)", leeway: leeway) == nil)
        #expect(
            Self.refusal("exp", "\(edge)", leeway: leeway) == .tokenExpired, "not on or after (RFC 7519 section 4.1.4)")
        #expect(Self.refusal("exp", "\(edge - 1)", leeway: leeway) == .tokenExpired)
        #expect(Self.refusal("exp", "\(edge).000000001", leeway: leeway) == nil)
        #expect(Self.refusal("exp", "\(edge - 1).999999999", leeway: leeway) == .tokenExpired)
        #expect(Self.refusal("exp", "0", leeway: leeway) == .tokenExpired)
        #expect(Self.refusal("exp", "0e99999", leeway: leeway) == .tokenExpired)
    }

    @Test("begin with `nbf` and with `iat`, each less the leeway", arguments: [0, 1, 30, 60])
    func start(_ leeway: Int) {
        let edge = Self.now + Int64(leeway)
        for name in ["nbf", "iat"] {
            #expect(Self.refusal(name, "\(edge)", leeway: leeway) == nil)
            #expect(Self.refusal(name, "\(edge).000000001", leeway: leeway) == .tokenNotYetValid)
            #expect(Self.refusal(name, "\(edge + 1)", leeway: leeway) == .tokenNotYetValid)
            #expect(Self.refusal(name, "253402300799", leeway: leeway) == .tokenNotYetValid)
            #expect(Self.refusal(name, "0", leeway: leeway) == nil)
        }
    }

    @Test("say precisely what is wrong")
    func precise() {
        let exp = Instant(unixSeconds: Self.now - 100)
        #expect(
            Tokens.refusal(Tokens.sign("exp", .integer(Self.now - 100)))
                == .expired(at: exp, now: Tokens.now, leewaySeconds: 60))
        let later = Instant(unixSeconds: Self.now + 100)
        #expect(
            Tokens.refusal(Tokens.sign("nbf", .integer(Self.now + 100)))
                == .notYetValid(from: later, now: Tokens.now, leewaySeconds: 60))
        #expect(
            Tokens.refusal(Tokens.sign("iat", .integer(Self.now + 100)))
                == .issuedInFuture(at: later, now: Tokens.now, leewaySeconds: 60))
    }

    @Test("may lack `nbf` and `iat`, never `exp`")
    func optional() throws {
        let bare = Tokens.claims.with("nbf", nil as JSONValue?).with("iat", nil as JSONValue?)
        let verified = try Tokens.verify(Tokens.sign(bare)).get()
        #expect(verified.notBefore == nil && verified.issuedAt == nil && verified.validFrom == .distantPast)
        #expect(Tokens.refusal(Tokens.sign(bare.with("exp", nil as JSONValue?))) == .claimMissing("exp"))
    }

    @Test("of a verified token are those between which it would be verified again")
    func validity() throws {
        let token = Tokens.sign(Tokens.claims.with("nbf", .integer(Self.now - 20)).with("iat", .integer(Self.now - 10)))
        let verified = try Tokens.verify(token).get()
        #expect(
            verified.expires == Instant(unixSeconds: Self.now + 300)
                && verified.validUntil == Instant(unixSeconds: Self.now + 360))
        #expect(
            verified.notBefore == Instant(unixSeconds: Self.now - 20)
                && verified.issuedAt == Instant(unixSeconds: Self.now - 10))
        #expect(verified.validFrom == Instant(unixSeconds: Self.now - 70), "the later of the two counts")
        #expect(Tokens.refusal(token, at: verified.validFrom) == nil)
        #expect(
            Tokens.refusal(token, at: Instant(nanoseconds: verified.validFrom.nanoseconds - 1))?.code
                == .tokenNotYetValid)
        #expect(Tokens.refusal(token, at: Instant(nanoseconds: verified.validUntil.nanoseconds - 1)) == nil)
        #expect(Tokens.refusal(token, at: verified.validUntil)?.code == .tokenExpired)
    }

    @Test("never wrap around when our clock is far off")
    func farOff() {
        let token = Tokens.sign(Tokens.claims)
        #expect(Tokens.refusal(token, at: .distantFuture)?.code == .tokenExpired)
        #expect(Tokens.refusal(token, at: .distantPast)?.code == .tokenNotYetValid)
        let forever = Tokens.sign("exp", .number(JSONNumber(verified: "253402300799")))
        #expect(Tokens.refusal(forever) == nil)
        #expect(Tokens.refusal(forever, at: .distantFuture)?.code == .tokenExpired)
    }

    static func read(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return NumericDate.instant(bytes.span, 0..<bytes.count)?.nanoseconds
    }

    @Test(
        "are read from every spelling of a number, rounding down to the nanosecond",
        arguments: [
            ("0", 0), ("-0", 0), ("0.0", 0), ("-0.0", 0), ("0e0", 0), ("0E+99", 0), ("0e-99", 0),
            ("0e9223372036854775807", 0),
            ("-0e9223372036854775807", 0), ("0.00e-9223372036854775808", 0), ("0e99999999999999999999999999999", 0),
            ("1", 1_000_000_000),
            ("9999999999", nil), ("1.5", 1_500_000_000), ("15e-1", 1_500_000_000), ("0.15e1", 1_500_000_000),
            ("1.5E0", 1_500_000_000),
            ("179e7", 1_790_000_000_000_000_000), ("1.79e+9", 1_790_000_000_000_000_000),
            ("1790000000.0", 1_790_000_000_000_000_000),
            ("17900000000000000000e-10", 1_790_000_000_000_000_000),
            ("1790000000.123456789", 1_790_000_000_123_456_789),
            ("1790000000.1234567899999999", 1_790_000_000_123_456_789),
            ("1790000000.00000000000000000000", 1_790_000_000_000_000_000),
            ("0.000000001", 1), ("0.0000000009", 0), ("1e-9", 1), ("1e-10", 0), ("1e-300", 0), ("5e-324", 0),
            ("1e00000000000000000000000000009", 1_000_000_000_000_000_000),
            ("9199999999", 9_199_999_999_000_000_000), ("1790000000000000000000000000e-18", 1_790_000_000_000_000_000),
        ] as [(String, Int64?)])
    func spellings(_ text: String, _ nanoseconds: Int64?) {
        guard let nanoseconds else {
            #expect(Self.read(text) == Instant.distantFuture.nanoseconds)
            return
        }
        #expect(Self.read(text) == nanoseconds)
    }

    @Test(
        "count as the end of time when they lie between 2262 and 9999",
        arguments: ["9223372037", "9999999999", "253402300799", "2.5e11", "9.3e9"])
    func late(_ text: String) { #expect(Self.read(text) == Int64.max) }

    @Test(
        "are none when negative or beyond the year 9999",
        arguments: ["-1", "-1.5", "-1e-9", "-9300000000", "253402300800", "1e12", "1e308", "-1e308"])
    func none(_ text: String) { #expect(Self.read(text) == nil) }
}
