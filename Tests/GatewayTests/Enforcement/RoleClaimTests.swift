import Besturen
import JOSE
import Libcrypto
import Policy
import Testing

@testable import Gateway

/// From the bytes of a signed token to what the policy is asked: the one place where claims become roles.
@Suite("The roles claim of a token")
struct RoleClaimTests {
    static let secret = Secret(Array("an invented secret of sixty-four bytes, for tests and nothing el".utf8))
    static let names = ClaimNames(
        account: "vo_id", bestuur: "vo_orgcode", doelgroep: "vo_doelgroepcode", roles: "roles", modules: "modules")

    /// What a token with these members, written as they are, says about its holder; or why it is refused.
    static func read(_ members: String, names: ClaimNames = names) throws -> Result<PrincipalClaims, TokenRefusal> {
        let payload = #"{"iss":"i","sub":"s","aud":"a","exp":2000000000,\#(members)}"#
        let message = Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        let signed = Array(message.utf8)
        let code = try HMAC.code(for: signed.span, secret: secret, hash: .sha256)
        let token = Array("\(message).\(Base64URL.encode(code))".utf8)
        let key = try VerificationKey(hmacSecret: secret, keyID: nil, algorithms: [.hs256], source: "tests")
        let rules = try ClaimRules(issuer: "i", audiences: ["a"])
        return TokenVerifier()
            .verify(token.span, keys: try KeySet([key]), rules: rules, at: Instant(unixSeconds: Int64(1_900_000_000)))
            .map { $0.principalClaims(names) }
    }

    @Test(
        "grants nothing unless it is an array of strings",
        arguments: [
            #""roles":"Role""#, #""roles":"Role:OVO000901, OVO000902""#, #""roles":null"#, #""roles":true"#,
            #""roles":1"#, #""roles":{"Role":true}"#, #""roles":{"0":"Role"}"#, #""roles":["Role",1]"#,
            #""roles":["Role",null]"#, #""roles":[["Role"]]"#, #""roles":["Role",["Role"]]"#, #""roles":[true,"Role"]"#,
            #""roles":[{"role":"Role"},"Role"]"#, #""roles":[]"#, #""Roles":["Role"]"#, #""roles ":["Role"]"#,
            #""r\u043eles":["Role"]"#, #""ROLES":["Role"]"#, #""role":["Role"]"#, #""x":{"roles":["Role"]}"#,
            #""roles\u0000":["Role"]"#, #""realm_access":{"roles":["Role"]}"#, #""groups":["Role"]"#,
        ])
    func wrongType(_ members: String) throws {
        #expect(try Self.read(members).get().roles == [])
    }

    @Test(
        "is read to the letter, whatever its spelling",
        arguments: [
            (#""roles":["Role"]"#, ["Role"]), (#""r\u006fles":["R\u006fle"]"#, ["Role"]),
            (#""roles":["Role:OVO000901, OVO000902","",":"]"#, ["Role:OVO000901, OVO000902", "", ":"]),
            (
                #""roles":["Role\u0000","Ro\u200ble","R\u00f4le","Ro\u0302le"]"#,
                ["Role\0", "Ro\u{200B}le", "R\u{F4}le", "Ro\u{302}le"]
            ),
            (#""roles":["a,b","a","a"]"#, ["a,b", "a", "a"]),
        ])
    func reads(_ members: String, _ roles: [String]) throws {
        let read = try Self.read(members).get().roles
        #expect(read.map { Array($0.utf8) } == roles.map { Array($0.utf8) })
    }

    @Test(
        "is refused with the token when it occurs twice",
        arguments: [
            #""roles":["a"],"roles":["b"]"#, #""roles":["a"],"r\u006fles":["b"]"#, #""\u0072oles":[],"roles":["b"]"#,
            #""vo_orgcode":"OVO000901","vo_orgc\u006fde":"OVO000902""#,
        ])
    func twice(_ members: String) throws {
        guard case .failure(let refusal) = try Self.read(members) else {
            Issue.record("which of the two counts?")
            return
        }
        #expect(refusal.code == .tokenMalformed)
    }

    @Test("is refused with the token when it is longer than anybody's")
    func long() throws {
        func claim(_ count: Int) -> String {
            #""roles":[\#((0..<count).map { "\"r\($0)\"" }.joined(separator: ","))]"#
        }
        #expect(try Self.read(claim(512)).get().roles.count == 512)
        #expect(try Self.read(claim(513)) == .failure(.claimTooLong("roles", elements: 513, limit: 512)))
    }

    @Test("is one claim, the one that the policy names")
    func named() throws {
        let names = ClaimNames(account: "sub", bestuur: "org", doelgroep: "group", roles: "r\u{F4}les", modules: nil)
        let members = "\"ro\u{302}les\":[\"other spelling\"],\"roles\":[\"no\"],\"r\\u00f4les\":[\"yes\"]"
        #expect(try Self.read(members, names: names).get().roles == ["yes"])
    }

    @Test("and the others beside it count only as strings, and modules only where the policy names them")
    func others() throws {
        for value in ["1", "null", "[\"OVO000901\"]", "{}", "true"] {
            let claims = try Self.read(
                #""vo_orgcode":\#(value),"vo_doelgroepcode":\#(value),"vo_id":\#(value),"modules":\#(value)"#
            ).get()
            #expect(claims.bestuur == nil && claims.doelgroep == nil && claims.account == "s")
            #expect(claims.modules == (value.hasPrefix("[") ? ["OVO000901"] : nil))
        }
        let without = ClaimNames(bestuur: "vo_orgcode", doelgroep: "vo_doelgroepcode", roles: "roles")
        #expect(try Self.read(#""modules":["m"]"#, names: without).get().modules == nil)
    }
}
