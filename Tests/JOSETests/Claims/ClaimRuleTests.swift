import Testing

@testable import JOSE

@Suite("The rules for claims")
struct ClaimRuleTests {
    static func problem(
        issuer: String = "i", audiences: Set<String> = ["a"], leeway: Int = 60, kinds: Set<TokenKind> = [.idToken],
        long: Bool = false
    ) -> ClaimRules.Problem? {
        failure { () throws(ClaimRules.Problem) in
            try ClaimRules(
                issuer: issuer, audiences: audiences, leewaySeconds: leeway, tokenKinds: kinds, allowingLongLeeway: long
            )
        }
    }

    @Test("do not exist without issuer, audience and kind")
    func incomplete() {
        #expect(Self.problem() == nil)
        #expect(Self.problem(issuer: "") == .noIssuer)
        #expect(Self.problem(audiences: []) == .noAudience)
        #expect(Self.problem(audiences: [""]) == .emptyAudience)
        #expect(Self.problem(audiences: ["a", ""]) == .emptyAudience)
        #expect(Self.problem(kinds: []) == .noTokenKind)
    }

    @Test("have a leeway of a minute at most, unless a long one is asked for by name")
    func leeway() {
        for seconds in [0, 1, 60] { #expect(Self.problem(leeway: seconds) == nil) }
        for seconds in [-1, 61, 86_400, Int.max, Int.min] {
            #expect(Self.problem(leeway: seconds) == .leewayOutOfRange(seconds: seconds, maximum: 60))
        }
        for seconds in [0, 61, 86_400] { #expect(Self.problem(leeway: seconds, long: true) == nil) }
        for seconds in [-1, 86_401, Int.max] {
            #expect(Self.problem(leeway: seconds, long: true) == .leewayOutOfRange(seconds: seconds, maximum: 86_400))
        }
    }

    @Test("say in one sentence why they cannot be used")
    func sentences() {
        let problems: [ClaimRules.Problem] = [
            .noIssuer, .noAudience, .emptyAudience, .leewayOutOfRange(seconds: 61, maximum: 60), .noTokenKind,
        ]
        #expect(Set(problems.map(\.description)).count == problems.count)
        #expect(ClaimRules.Problem.leewayOutOfRange(seconds: 61, maximum: 60).description.contains("from 0 to 60 s"))
        #expect(problems.allSatisfy { !$0.description.hasSuffix(".") && $0.description.first?.isLowercase == true })
    }

    @Test(
        "take one of our audiences wherever it stands",
        arguments: ["poort", ["poort"], ["other", "poort"], ["poort", "other", "poort"], ["", "poort"]] as [JSONValue])
    func audiences(_ audience: JSONValue) { #expect(Tokens.refusal(Tokens.sign("aud", audience)) == nil) }

    @Test("take each of several audiences, and compare them byte for byte")
    func severalAudiences() {
        let rules = Tokens.rules(audiences: ["poort", "https://poort.example/", "cl\u{E9}"])
        for audience in ["poort", "https://poort.example/", "cl\u{E9}"] {
            #expect(Tokens.refusal(Tokens.sign("aud", .string(audience)), rules: rules) == nil)
        }
        for audience in ["https://poort.example", "cle\u{301}"] {
            #expect(Tokens.refusal(Tokens.sign("aud", .string(audience)), rules: rules)?.code == .tokenAudienceMismatch)
        }
    }
}

@Suite("The kind of a token")
struct TokenKindTests {
    static let foreign = [
        "logout+jwt", "application/logout+jwt", "dpop+jwt", "client-authentication+jwt", "secevent+jwt",
        "entity-statement+jwt", "oauth-authz-req+jwt",
        "token-introspection+jwt", "JOSE", "JOSE+JSON", "JWE", "", " ", "JWT ", " JWT", "JWT\0", "jwt;q=1", "at+jwt ",
        "at jwt", "at-jwt", "text/jwt",
        "application/", "application/application/jwt", "j\u{17F}wt", "\u{FF2A}WT", "at+jwt,JWT",
    ]

    @Test("is refused when `typ` names any other", arguments: foreign)
    func refuses(_ type: String) {
        let token = Tokens.sign(Tokens.claims, type: type)
        for kinds in [[TokenKind.idToken], [.accessToken], [.idToken, .accessToken]] as [Set<TokenKind>] {
            #expect(
                Tokens.refusal(token, rules: Tokens.rules(kinds: kinds)) == .typeMismatch(found: type, accepted: kinds))
        }
        #expect(TokenKind(headerType: type) == nil)
    }

    @Test(
        "is read from `typ` whatever its case, and with `application/` or without",
        arguments: [
            (nil, TokenKind.idToken), ("JWT", .idToken), ("jwt", .idToken), ("Jwt", .idToken),
            ("application/jwt", .idToken), ("APPLICATION/JWT", .idToken),
            ("at+jwt", .accessToken), ("AT+JWT", .accessToken), ("application/at+jwt", .accessToken),
            ("Application/At+Jwt", .accessToken),
        ] as [(String?, TokenKind)])
    func reads(_ type: String?, _ kind: TokenKind) {
        let token = Tokens.sign(Tokens.claims, type: type)
        for accepted in [[TokenKind.idToken], [.accessToken], [.idToken, .accessToken]] as [Set<TokenKind>] {
            let refusal = Tokens.refusal(token, rules: Tokens.rules(kinds: accepted))
            #expect(refusal == (accepted.contains(kind) ? nil : .typeMismatch(found: type, accepted: accepted)))
        }
    }

    @Test(
        "is no credential with `events` in it, whatever `typ` says",
        arguments: [["http://schemas.openid.net/event/backchannel-logout": .object([])], .object([]), nil, false, []]
            as [JSONValue])
    func events(_ events: JSONValue) {
        for (type, kind) in [(nil, TokenKind.idToken), ("JWT", .idToken), ("at+jwt", .accessToken)]
            as [(String?, TokenKind)]
        {
            let token = Tokens.sign("events", .some(events), type: type)
            #expect(Tokens.refusal(token, rules: Tokens.rules(kinds: [kind])) == .securityEvent)
        }
    }

    @Test("is listed for people")
    func lists() {
        #expect(TokenKind.list([.idToken]) == "an ID token (`JWT` or absent)")
        #expect(
            TokenKind.list([.accessToken, .idToken]) == "an ID token (`JWT` or absent) or an access token (`at+jwt`)")
    }
}

@Suite("The authorized party of a token")
struct AuthorizedPartyTests {
    static func refusal(
        _ azp: JSONValue?, _ aud: JSONValue = "poort", type: String = "JWT", demanded: Bool = false
    ) -> TokenRefusal? {
        let rules = Tokens.rules(kinds: [.idToken, .accessToken], authorizedParty: demanded)
        return Tokens.refusal(Tokens.sign(Tokens.claims.with("azp", azp).with("aud", aud), type: type), rules: rules)
    }

    @Test("is one of our audiences where an ID token names it", arguments: ["", "other", "Poort", "poort "])
    func compared(_ azp: String) {
        for audience in ["poort", ["poort"], ["poort", "other"]] as [JSONValue] {
            #expect(Self.refusal(.string(azp), audience) == .authorizedPartyMismatch(found: azp))
            #expect(Self.refusal("poort", audience) == nil)
            #expect(Self.refusal("poort", audience, demanded: true) == nil)
        }
    }

    @Test("is a string", arguments: [nil, 1, true, ["poort"], .object([])] as [JSONValue])
    func type(_ azp: JSONValue) { #expect(Self.refusal(.some(azp)) == .claimInvalid("azp", expected: "a string")) }

    @Test("is demanded of an ID token for several, where the rules say so")
    func demanded() {
        #expect(Self.refusal(nil, ["poort", "other"], demanded: true) == .authorizedPartyMismatch(found: nil))
        #expect(Self.refusal(nil, ["poort", "poort"], demanded: true) == .authorizedPartyMismatch(found: nil))
        #expect(Self.refusal(nil, ["poort"], demanded: true) == nil)
        #expect(Self.refusal(nil, "poort", demanded: true) == nil)
        #expect(Self.refusal(nil, ["poort", "other"]) == nil)
    }

    @Test("of an access token may be any client (RFC 9068)")
    func accessToken() {
        #expect(Self.refusal("any client", type: "at+jwt") == nil)
        #expect(Self.refusal(nil, ["poort", "other"], type: "at+jwt", demanded: true) == nil)
    }
}

@Suite("Verified claims")
struct VerifiedClaimTests {
    @Test("are read by name and type")
    func reads() throws {
        let claims = Tokens.claims.with("azp", "poort").with("jti", "j-1").with("roles", ["a", "b"]).with(
            "aud", ["poort", "x"]
        )
        .with("mixed", ["a", 1]).with("empty", []).with("text", "a").with("kid", "not the key's")
        let jwt = try Tokens.verify(Tokens.sign(claims)).get()
        #expect(jwt.issuer == Tokens.issuer && jwt.subject == "u-1" && jwt.audiences == ["poort", "x"])
        #expect(jwt.authorizedParty == "poort" && jwt.tokenID == "j-1" && jwt.keyID == nil && jwt.algorithm == .hs256)
        #expect(
            jwt.strings("roles") == .values(["a", "b"]) && jwt.strings("empty") == .values([])
                && jwt.strings("none") == .absent)
        #expect(
            jwt.strings("mixed") == .wrongType && jwt.strings("text") == .wrongType && jwt.strings("exp") == .wrongType)
        #expect(jwt.string("text") == "a" && jwt.string("roles") == nil && jwt.string("none") == nil)
        #expect(jwt.value("mixed") == ["a", 1] && jwt.value("none") == nil)
        #expect(jwt.claimsJSON == claims)
        #expect(try Tokens.verify(Tokens.sign("aud", "poort")).get().audiences == ["poort"])
    }
}
