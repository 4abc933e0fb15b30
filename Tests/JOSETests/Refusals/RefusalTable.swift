import Libcrypto

@testable import JOSE

/// One token for each reason to refuse one, the verdict of which is known exactly.
struct RefusalCase: Sendable {
    var refusal: TokenRefusal
    var code: TokenReasonCode
    var token: String
    var keys = Tokens.keys
    var rules = Tokens.rules
}

enum RefusalTable {
    /// Stands for a national number in every token of the table, and must stand in no sentence.
    static let rrn = "not-a-national-number"
    /// The start of every token of the table that has a sound header.
    static let claims = Tokens.claims.with("rrn", .string(rrn)).with("name", "Nobody Invented")

    static func token(_ name: String, _ value: JSONValue?, type: String? = "JWT") -> String {
        Tokens.sign(claims.with(name, value), type: type)
    }

    static func header(_ header: String) -> String { Tokens.raw(header: Array(header.utf8), payload: claims.bytes()) }

    static let sound = Tokens.sign(claims)
    static let payload = String(sound.split(separator: ".")[1])
    static let later = Instant(unixSeconds: Tokens.seconds + 1_000)
    static let earlier = Instant(unixSeconds: Tokens.seconds - 1_000)

    static func error(_ text: String, _ problem: JSONError.Problem, _ offset: Int) -> JSONError {
        let bytes = Array(text.utf8)
        return JSONError(problem, at: offset, in: bytes.span)
    }

    static let two: KeySet = {
        do {
            return try KeySet([
                TestKeys.verificationKey(.hs256, keyID: "1"), TestKeys.verificationKey(.hs256, keyID: "2", other: true),
            ])
        } catch { fatalError("\(error)") }
    }()

    static let cases: [RefusalCase] = [
        RefusalCase(refusal: .missing, code: .tokenMissing, token: ""),
        RefusalCase(
            refusal: .tooLarge(bytes: 20_000, limit: 16_384), code: .tokenMalformed,
            token: sound + String(repeating: "A", count: 20_000 - sound.utf8.count)),
        RefusalCase(refusal: .jsonSerialization, code: .tokenMalformed, token: #"{"payload":"\#(payload)"}"#),
        RefusalCase(refusal: .encrypted, code: .tokenMalformed, token: sound + ".."),
        RefusalCase(refusal: .wrongNumberOfParts(2), code: .tokenMalformed, token: "e30." + payload),
        RefusalCase(refusal: .invalidBase64URL(.header), code: .tokenMalformed, token: " " + sound),
        RefusalCase(
            refusal: .invalidBase64URL(.payload), code: .tokenMalformed,
            token: "\(Tokens.b64(#"{"alg":"HS256"}"#)).\(payload)=.AA"),
        RefusalCase(refusal: .invalidBase64URL(.signature), code: .tokenMalformed, token: sound + " "),
        RefusalCase(
            refusal: .headerTooLarge(bytes: 6_000, limit: 4_096), code: .tokenMalformed,
            token: String(repeating: "A", count: 8_000) + ".\(payload).AA"),
        RefusalCase(
            refusal: .headerInvalid(error(#"{"rrn":"\#(rrn)","rrn":1}"#, .repeatedMember("rrn"), 31)),
            code: .tokenMalformed, token: header(#"{"rrn":"\#(rrn)","rrn":1}"#)),
        RefusalCase(
            refusal: .headerMember("kid", expected: "a string"), code: .tokenMalformed,
            token: header(#"{"alg":"HS256","kid":["\#(rrn)"]}"#)),
        RefusalCase(
            refusal: .keyInHeader("jku"), code: .tokenMalformed,
            token: header(#"{"alg":"HS256","jku":"https://evil.example/\#(rrn)"}"#)),
        RefusalCase(refusal: .nestedToken, code: .tokenMalformed, token: header(#"{"alg":"HS256","cty":"JWT"}"#)),
        RefusalCase(
            refusal: .payloadInvalid(error(#"{"rrn":"\#(rrn)","rrn":"\#(rrn)"}"#, .repeatedMember("rrn"), 31)),
            code: .tokenMalformed,
            token: Tokens.raw(header: #"{"alg":"HS256"}"#, payload: #"{"rrn":"\#(rrn)","rrn":"\#(rrn)"}"#)),
        RefusalCase(refusal: .unsigned("none"), code: .tokenAlgorithmNotAllowed, token: header(#"{"alg":"none"}"#)),
        RefusalCase(
            refusal: .algorithmUnknown("HS1"), code: .tokenAlgorithmNotAllowed, token: header(#"{"alg":"HS1"}"#)),
        RefusalCase(
            refusal: .algorithmNotAllowed(.rs256, allowed: [.hs256]), code: .tokenAlgorithmNotAllowed,
            token: header(#"{"alg":"RS256"}"#)),
        RefusalCase(
            refusal: .criticalHeader(["x"]), code: .tokenCriticalHeaderUnknown,
            token: header(#"{"alg":"HS256","crit":["x"]}"#)),
        RefusalCase(
            refusal: .unencodedPayload, code: .tokenCriticalHeaderUnknown,
            token: header(#"{"alg":"HS256","b64":false}"#)),
        RefusalCase(
            refusal: .keyUnknown(keyID: "x"), code: .tokenKeyUnknown, token: header(#"{"alg":"HS256","kid":"x"}"#)),
        RefusalCase(refusal: .keyAmbiguous(count: 2), code: .tokenKeyUnknown, token: sound, keys: two),
        RefusalCase(
            refusal: .signatureInvalid(.hs256, key: "shared secret of 64 bytes, no `kid`, from tests"),
            code: .tokenSignatureInvalid,
            token: sound.dropLast(2) + "AA"),
        RefusalCase(
            refusal: .typeMismatch(found: "logout+jwt", accepted: [.idToken]), code: .tokenTypeMismatch,
            token: Tokens.sign(claims, type: "logout+jwt")),
        RefusalCase(refusal: .securityEvent, code: .tokenTypeMismatch, token: token("events", .object([]))),
        RefusalCase(
            refusal: .senderConstrained, code: .tokenTypeMismatch, token: token("cnf", ["jkt": .string(rrn)])),
        RefusalCase(
            refusal: .issuerMismatch(found: "https://evil.example", expected: Tokens.issuer),
            code: .tokenIssuerUntrusted, token: token("iss", "https://evil.example")),
        RefusalCase(
            refusal: .audienceMismatch(found: ["other"], expected: ["poort"]), code: .tokenAudienceMismatch,
            token: token("aud", "other")),
        RefusalCase(
            refusal: .authorizedPartyMismatch(found: "other"), code: .tokenAudienceMismatch,
            token: token("azp", "other")),
        RefusalCase(
            refusal: .expired(at: earlier, now: Tokens.now, leewaySeconds: 60), code: .tokenExpired,
            token: token("exp", .integer(Tokens.seconds - 1_000))),
        RefusalCase(
            refusal: .notYetValid(from: later, now: Tokens.now, leewaySeconds: 60), code: .tokenNotYetValid,
            token: token("nbf", .integer(Tokens.seconds + 1_000))),
        RefusalCase(
            refusal: .issuedInFuture(at: later, now: Tokens.now, leewaySeconds: 60), code: .tokenNotYetValid,
            token: token("iat", .integer(Tokens.seconds + 1_000))),
        RefusalCase(refusal: .claimMissing("sub"), code: .tokenClaimsInvalid, token: token("sub", nil)),
        RefusalCase(
            refusal: .claimInvalid("sub", expected: "a string that is not empty"), code: .tokenClaimsInvalid,
            token: token("sub", .integer(97))),
        RefusalCase(
            refusal: .claimTooLong("roles", elements: 513, limit: 512), code: .tokenClaimsInvalid,
            token: token("roles", .array(Array(repeating: "r", count: 513)))),
    ]

    /// What no token alone brings about: it is said by whoever looks for the issuer and its keys.
    static let saidByOthers: [RefusalCase] = [
        RefusalCase(refusal: .issuerUntrusted, code: .tokenIssuerUntrusted, token: sound),
        RefusalCase(refusal: .keysUnavailable(issuer: Tokens.issuer), code: .keysUnavailable, token: sound),
        RefusalCase(refusal: .credentialMalformed, code: .tokenMalformed, token: sound),
    ]

    /// The name of the case. A new one does not compile until it stands here, and fails the test until it has a token.
    static func name(_ refusal: TokenRefusal) -> String {
        switch refusal {
        case .missing: "missing"
        case .credentialMalformed: "credentialMalformed"
        case .tooLarge: "tooLarge"
        case .jsonSerialization: "jsonSerialization"
        case .encrypted: "encrypted"
        case .wrongNumberOfParts: "wrongNumberOfParts"
        case .invalidBase64URL: "invalidBase64URL"
        case .headerTooLarge: "headerTooLarge"
        case .headerInvalid: "headerInvalid"
        case .headerMember: "headerMember"
        case .keyInHeader: "keyInHeader"
        case .nestedToken: "nestedToken"
        case .payloadInvalid: "payloadInvalid"
        case .unsigned: "unsigned"
        case .algorithmUnknown: "algorithmUnknown"
        case .algorithmNotAllowed: "algorithmNotAllowed"
        case .criticalHeader: "criticalHeader"
        case .unencodedPayload: "unencodedPayload"
        case .keyUnknown: "keyUnknown"
        case .keyAmbiguous: "keyAmbiguous"
        case .signatureInvalid: "signatureInvalid"
        case .typeMismatch: "typeMismatch"
        case .securityEvent: "securityEvent"
        case .senderConstrained: "senderConstrained"
        case .issuerUntrusted: "issuerUntrusted"
        case .issuerMismatch: "issuerMismatch"
        case .audienceMismatch: "audienceMismatch"
        case .authorizedPartyMismatch: "authorizedPartyMismatch"
        case .expired: "expired"
        case .notYetValid: "notYetValid"
        case .issuedInFuture: "issuedInFuture"
        case .claimMissing: "claimMissing"
        case .claimInvalid: "claimInvalid"
        case .claimTooLong: "claimTooLong"
        case .keysUnavailable: "keysUnavailable"
        }
    }

    static let names: Set<String> = [
        "missing", "credentialMalformed", "tooLarge", "jsonSerialization", "encrypted", "wrongNumberOfParts",
        "invalidBase64URL",
        "headerTooLarge", "headerInvalid", "headerMember",
        "keyInHeader", "nestedToken", "payloadInvalid", "unsigned", "algorithmUnknown", "algorithmNotAllowed",
        "criticalHeader", "unencodedPayload", "keyUnknown",
        "keyAmbiguous", "signatureInvalid", "typeMismatch", "securityEvent", "senderConstrained", "issuerUntrusted",
        "issuerMismatch",
        "audienceMismatch", "authorizedPartyMismatch",
        "expired", "notYetValid", "issuedInFuture", "claimMissing", "claimInvalid", "claimTooLong",
        "keysUnavailable",
    ]
}

extension RefusalCase {
    var name: String { RefusalTable.name(refusal) }
}
