import Libcrypto

/// Makes the checks of an inspection, each as far as the token lets it.
struct TokenInspector {
    private let token: [UInt8]
    private let keys: KeySet?
    private let rules: ClaimRules?
    private let now: Instant

    private(set) var checks: [TokenInspection.Check] = []
    /// The first check that failed.
    private(set) var refusal: TokenRefusal?
    private var headerDocument: JSONDocument?
    private var claims: JSONDocument?

    init(token: [UInt8], keys: KeySet?, rules: ClaimRules?, now: Instant) {
        self.token = token
        self.keys = keys
        self.rules = rules
        self.now = now
    }

    var headerJSON: JSONValue? { headerDocument?.value() }
    var claimsJSON: JSONValue? { claims?.value() }

    mutating func run() {
        readContents()
        switch UnverifiedJWS.parse(token.span) {
        case .success(let jws):
            add("shape", .ok, "three parts, \(token.count) bytes")
            add("header", .ok, "a JSON object without extensions that must be understood")
            signature(of: jws)
        case .failure(let refusal):
            formFailed(refusal)
        }
        guard let claims else {
            for name in ["type", "issuer", "audience", "expiry", "start", "subject"] {
                skip(name, "no claims to look at")
            }
            return
        }
        check(claims)
    }

    /// Header and claims for display, also of a token that is refused for its form; at most as many bytes as a token has.
    private mutating func readContents() {
        guard token.count <= UnverifiedJWS.maximumBytes else { return }
        let parts = token.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        headerDocument = parts.first.flatMap { Base64URL.decode(Array($0)) }
            .flatMap { try? JSONDocument.object($0, limits: .header) }
        guard parts.count > 1, let payload = Base64URL.decode(Array(parts[1])) else { return }
        do throws(JSONError) {
            claims = try JSONDocument.object(payload, limits: .claims)
        } catch {
            fail("claims", .payloadInvalid(error))
        }
    }

    private mutating func formFailed(_ refusal: TokenRefusal) {
        switch refusal.code {
        case .tokenAlgorithmNotAllowed:
            add("shape", .ok, "three parts, \(token.count) bytes")
            fail("algorithm", refusal)
        case .tokenCriticalHeaderUnknown:
            add("shape", .ok, "three parts, \(token.count) bytes")
            fail("header", refusal)
            skip("algorithm", "the header is refused")
        default:
            fail("shape", refusal)
            skip("algorithm", "the form is wrong")
        }
        skip("key", "no algorithm to look for")
        skip("signature", "no key to check with")
    }

    private mutating func signature(of jws: UnverifiedJWS) {
        guard let keys else {
            add("algorithm", .note, "\(jws.header.algorithm); without keys nothing says whether it is allowed")
            skip("key", "no keys are given")
            skip("signature", "no keys are given, so nothing in this token is proven")
            return
        }
        let key: VerificationKey
        switch TokenVerifier.choose(keys, for: jws.header) {
        case .success(let chosen): key = chosen
        case .failure(let refusal):
            let isAlgorithm = refusal.code == .tokenAlgorithmNotAllowed
            if !isAlgorithm { add("algorithm", .ok, "\(jws.header.algorithm)") }
            fail(isAlgorithm ? "algorithm" : "key", refusal)
            if isAlgorithm { skip("key", "no key for this algorithm") }
            skip("signature", "no key to check with")
            return
        }
        add("algorithm", .ok, "\(jws.header.algorithm) (the key allows \(JWSAlgorithm.list(key.algorithms)))")
        add("key", .ok, key.label)
        let token = self.token
        if TokenVerifier().isGood(jws, key, token.span.extracting(0..<jws.signedByteCount)) {
            add("signature", .ok, "valid")
        } else {
            fail("signature", .signatureInvalid(jws.header.algorithm, key: key.label))
        }
    }

    private mutating func check(_ claims: JSONDocument) {
        let type = headerDocument.flatMap { header in header.member("typ").flatMap(header.string) }
        if let rules {
            let check = ClaimCheck(claims: claims, headerType: type, rules: rules, now: now)
            judge("type", check.type(), type.map(Quoted.text) ?? "no `typ`, taken as an ID token")
            judge("issuer", check.issuer(), Quoted.text(rules.issuer))
            judge("audience", check.audience(), Quoted.list(claims.audiences))
            times(check)
            judge("subject", check.subject(), "there is one")
        } else {
            add("type", .note, type.map(Quoted.text) ?? "no `typ`")
            let issuer = claims.member("iss").flatMap(claims.string)
            add("issuer", .note, issuer.map { "\(Quoted.text($0)); no issuer is given to compare with" } ?? "none")
            let audiences = claims.audiences
            add(
                "audience", .note,
                audiences.isEmpty ? "none" : "\(Quoted.list(audiences)); no audience is given to compare with")
            timesWithoutRules(claims)
            add("subject", .note, claims.member("sub") == nil ? "none" : "there is one")
        }
    }

    private mutating func times(_ check: ClaimCheck) {
        switch check.times() {
        case .success(let times):
            let left = times.expires.seconds(since: now)
            let until = left >= 0 ? "in \(Durations.text(left))" : "\(Durations.text(-left)) ago, within the leeway"
            judge("expiry", check.expiry(times), "until \(times.expires), \(until)")
            judge("start", check.start(times), Self.startText(times.notBefore, times.issuedAt))
        case .failure(let refusal):
            fail("expiry", refusal)
            skip("start", "the times cannot be read")
        }
    }

    private mutating func timesWithoutRules(_ claims: JSONDocument) {
        func date(_ name: String) -> Instant? {
            guard let index = claims.member(name), claims.kind(index) == .number else { return nil }
            return NumericDate.instant(claims.bytes.span, claims.range(index))
        }
        if let expires = date("exp") {
            let left = expires.seconds(since: now)
            let text = left >= 0 ? "in \(Durations.text(left))" : "\(Durations.text(-left)) ago"
            if expires > now {
                add("expiry", .ok, "until \(expires), \(text)")
            } else {
                fail("expiry", .expired(at: expires, now: now, leewaySeconds: 0))
            }
        } else {
            add("expiry", .note, "no `exp` that can be read")
        }
        if let start = date("nbf"), start > now {
            fail("start", .notYetValid(from: start, now: now, leewaySeconds: 0))
        } else {
            add("start", .ok, Self.startText(date("nbf"), date("iat")))
        }
    }

    private static func startText(_ notBefore: Instant?, _ issuedAt: Instant?) -> String {
        let texts = [notBefore.map { "valid from \($0)" }, issuedAt.map { "issued at \($0)" }].compactMap(\.self)
        return texts.isEmpty ? "no `nbf` and no `iat`" : texts.joined(separator: ", ")
    }

    // MARK: Notes

    private mutating func judge(_ name: String, _ refusal: TokenRefusal?, _ text: String) {
        if let refusal { fail(name, refusal) } else { add(name, .ok, text) }
    }

    private mutating func fail(_ name: String, _ reason: TokenRefusal) {
        refusal = refusal ?? reason
        add(name, .fail, reason.detail)
    }

    private mutating func skip(_ name: String, _ text: String) { add(name, .skipped, text) }

    private mutating func add(_ name: String, _ outcome: TokenInspection.Outcome, _ text: String) {
        checks.append(TokenInspection.Check(name: name, outcome: outcome, text: text))
    }
}
