import JOSE

/// The bytes are a header and, behind the first line feed, a payload; without one, a payload alone. Both are signed with the
/// right key, so that everything depends on what they say. What it should come to is worked out once more, by a plain
/// reading of the rules over Foundation's JSON.
enum SignedTokenProperties {
    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let key = FuzzKeys.hmac, let keys = try? KeySet([key]), let rules = FuzzKeys.rules else {
            check.holds(false, "the target has a key and rules")
            return
        }
        let end = bytes.firstIndex(of: 0x0A)
        let header = end.map { Array(bytes[..<$0]) } ?? Array(#"{"alg":"HS256"}"#.utf8)
        let payload = end.map { Array(bytes[($0 + 1)...]) } ?? bytes
        let token = FuzzKeys.signed(header: header, payload: payload)
        guard token.count <= UnverifiedJWS.maximumBytes else { return }
        let now = Instant(unixSeconds: FuzzKeys.seconds)
        switch TokenVerifier().verify(token.span, keys: keys, rules: rules, at: now) {
        case .success(let verified):
            check.holds(verdict(header, payload) == .some(nil), "what is accepted is sound", "\(token)")
            let claims = PlainJSON.read(payload)
            check.holds(
                claims?["sub"]?.string.map { $0.utf8.elementsEqual(verified.subject.utf8) } ?? false,
                "the subject is what `sub` says")
            check.holds(claims?.isSame(as: verified.claimsJSON) ?? false, "the claims are what was signed")
            check.holds(verified.validFrom <= now && now < verified.validUntil, "what is accepted is valid now")
        case .failure(let refusal):
            switch refusal {
            // What another reader may well take: duplicates, limits, lone surrogates.
            case .headerInvalid, .payloadInvalid, .headerTooLarge: return
            default: break
            }
            guard let expected = verdict(header, payload) else { return }
            check.holds(
                refusal.code == expected, "the reason is the first that there is",
                "\(refusal), expected \(expected?.rawValue ?? "none")")
        }
    }

    /// The code that is due, `.some(nil)` when there is none; `nil` when this reading cannot tell.
    private static func verdict(_ header: [UInt8], _ payload: [UInt8]) -> TokenReasonCode?? {
        guard let header = PlainJSON.read(header) else { return nil }
        if let code = Self.header(header) { return .some(code) }
        guard let claims = PlainJSON.read(payload) else { return nil }
        return Self.claims(claims, type: header["typ"]?.string)
    }

    private static func header(_ header: PlainJSON) -> TokenReasonCode? {
        guard let algorithm = header["alg"]?.string else { return .tokenMalformed }
        if header["crit"] != nil || header["b64"] != nil { return .tokenCriticalHeaderUnknown }
        if ["jwk", "jku", "x5u", "x5c"].contains(where: { header[$0] != nil }) { return .tokenMalformed }
        for name in ["kid", "typ", "cty"] where header[name] != nil && header[name]?.string == nil {
            return .tokenMalformed
        }
        if let content = header["cty"]?.string, isToken(content) { return .tokenMalformed }
        guard algorithm.utf8.elementsEqual("HS256".utf8) else { return .tokenAlgorithmNotAllowed }
        let keyID = header["kid"]?.string
        return keyID == nil || keyID?.utf8.elementsEqual("one".utf8) == true ? nil : .tokenKeyUnknown
    }

    private static func isToken(_ type: String) -> Bool {
        type.unicodeScalars.allSatisfy(\.isASCII)
            && ["jwt", "application/jwt", "at+jwt", "application/at+jwt"].contains(type.lowercased())
    }

    private static func claims(_ claims: PlainJSON, type: String?) -> TokenReasonCode?? {
        if let type, !isToken(type) { return .some(.tokenTypeMismatch) }
        if claims["events"] != nil || claims["cnf"] != nil { return .some(.tokenTypeMismatch) }
        guard let issuer = claims["iss"]?.string else { return .some(.tokenClaimsInvalid) }
        guard issuer.utf8.elementsEqual(FuzzKeys.issuer.utf8) else { return .some(.tokenIssuerUntrusted) }
        let isIDToken = type.map { !$0.lowercased().hasSuffix("at+jwt") } ?? true
        if let code = audience(claims, isIDToken: isIDToken) { return .some(code) }
        return times(claims)
    }

    private static func audience(_ claims: PlainJSON, isIDToken: Bool) -> TokenReasonCode? {
        func isOurs(_ text: String) -> Bool { text.utf8.elementsEqual("poort".utf8) }
        let audiences: [String]
        switch claims["aud"] {
        case .string(let one): audiences = [one]
        case .array(let elements):
            audiences = elements.compactMap(\.string)
            guard audiences.count == elements.count else { return .tokenClaimsInvalid }
        default: return .tokenClaimsInvalid
        }
        guard audiences.contains(where: isOurs) else { return .tokenAudienceMismatch }
        guard isIDToken else { return nil }
        guard let party = claims["azp"] else { return audiences.count > 1 ? .tokenAudienceMismatch : nil }
        guard let text = party.string else { return .tokenClaimsInvalid }
        return isOurs(text) ? nil : .tokenAudienceMismatch
    }

    /// Times are compared as floating-point numbers here, so those near an edge cannot be told.
    private static func times(_ claims: PlainJSON) -> TokenReasonCode?? {
        var times: [String: Double] = [:]
        for name in ["exp", "nbf", "iat"] {
            guard let claim = claims[name] else { continue }
            guard let number = claim.number, (0...253_402_300_799).contains(number) else {
                return .some(.tokenClaimsInvalid)
            }
            times[name] = number
        }
        guard let expires = times["exp"] else { return .some(.tokenClaimsInvalid) }
        let now = Double(FuzzKeys.seconds)
        let starts = [times["nbf"], times["iat"]].compactMap(\.self)
        let edges = [expires - now + 60, (times["nbf"] ?? 0) - expires] + starts.map { $0 - now - 60 }
        guard edges.allSatisfy({ abs($0) > 1e-5 }) else { return nil }
        if expires < now - 60 { return .some(.tokenExpired) }
        if starts.contains(where: { $0 > now + 60 }) { return .some(.tokenNotYetValid) }
        if let start = times["nbf"], start > expires { return .some(.tokenClaimsInvalid) }
        return .some(rest(claims))
    }

    private static func rest(_ claims: PlainJSON) -> TokenReasonCode? {
        guard let subject = claims["sub"]?.string, !subject.isEmpty else { return .tokenClaimsInvalid }
        if let identifier = claims["jti"], identifier.string == nil { return .tokenClaimsInvalid }
        guard case .object(let members) = claims else { return .tokenMalformed }
        let longest = members.values.compactMap { $0.array?.count }.max() ?? 0
        return longest > 512 ? .tokenClaimsInvalid : nil
    }
}
