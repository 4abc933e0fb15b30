import JOSE
import Policy

/// A token as a policy test names it: as it is, or its claims in JSON. Its signature, issuer and audience are not looked at;
/// its form and its times are.
enum TokenOfSuite {
    /// As the gateway's default; a suite that needs to be nearer to a token's end than this is about the gateway, not about a
    /// policy.
    private static let leeway: Int64 = 60

    static func claims(_ bytes: [UInt8], _ what: String, _ now: String?) -> Result<TokenClaims, SuiteSources.Problem> {
        let pasted = PastedToken(bytes)
        let isJSON = pasted.bytes.first == UInt8(ascii: "{")
        let payload: [UInt8]
        if isJSON {
            payload = bytes
        } else {
            switch UnverifiedJWS.parse(pasted.bytes.span) {
            case .success(let jws):
                if let type = jws.header.type, type.lowercased() != "jwt", type.lowercased() != "application/jwt" {
                    return .failure(
                        .init(
                            "\(what) is a token of the type `\(type)`", hint: "the gateway takes ID tokens by default"))
                }
                payload = jws.payload
            case .failure(let refusal):
                return .failure(.init("\(what) is no token: \(refusal.code.rawValue)", hint: refusal.code.remedy))
            }
        }
        guard var value = try? JSONValue.parse(payload), value.objectValue != nil else {
            return .failure(.init("the claims of \(what) are no JSON object"))
        }
        // As `poort token inspect --json` prints them; a token's own claim of this name is a claim.
        if isJSON, value["checks"] != nil, let claims = value["claims"], claims.objectValue != nil { value = claims }
        return state(value, what, isToken: !isJSON, now).map { state in
            let claims = value
            return TokenClaims(state: state) { ClaimsFile.principalClaims(claims, $0) }
        }
    }

    private static func state(
        _ claims: JSONValue, _ what: String, isToken: Bool, _ now: String?
    ) -> Result<TokenClaims.State, SuiteSources.Problem> {
        var dates: [String: Instant] = [:]
        for name in ["exp", "nbf", "iat"] {
            guard let claim = claims[name] else { continue }
            guard let number = claim.numberValue, let instant = Instant(unixSeconds: number.double), number.double >= 0
            else {
                return .failure(.init("`\(name)` of \(what) is no date"))
            }
            dates[name] = instant
        }
        if isToken {
            for name in ["iss", "sub"] where claims[name]?.stringValue?.isEmpty ?? true {
                return .failure(.init("\(what) has no `\(name)`", hint: "the gateway refuses a token without it"))
            }
        }
        if isToken, dates["exp"] == nil {
            return .failure(.init("\(what) has no `exp`", hint: "the gateway refuses a token that never ends"))
        }
        guard !dates.isEmpty else { return .success(.valid) }
        guard let now, let instant = Instant(text: now) else {
            return .failure(
                .init(
                    "\(what) has a time, and the suite has none",
                    hint: "write `now:`, so that the tests mean the same tomorrow, or give --at"))
        }
        if let expires = dates["exp"], instant >= expires.adding(seconds: leeway) {
            return .success(.expired(since: expires.description))
        }
        for begins in [dates["nbf"], dates["iat"]].compactMap(\.self) where instant.adding(seconds: leeway) < begins {
            return .success(.notYetValid(before: begins.description))
        }
        return .success(.valid)
    }
}
