import Libcrypto

/// Makes the checks of an inspection, each as far as the token lets it.
struct TokenInspector {
    private let token: [UInt8]
    private let contents: TokenContents
    private let yardstick: Yardstick
    private let now: Instant

    private(set) var checks: [TokenInspection.Check] = []
    /// Of each check that failed, in their order.
    private(set) var refusals: [TokenRefusal] = []

    init(token: [UInt8], contents: TokenContents, yardstick: Yardstick, now: Instant) {
        self.token = token
        self.contents = contents
        self.yardstick = yardstick
        self.now = now
    }

    mutating func run() {
        switch UnverifiedJWS.parse(token.span) {
        case .success(let jws):
            add("shape", .ok, "three parts, \(token.count) bytes")
            add("header", .ok, "a JSON object without extensions that must be understood")
            signature(of: jws)
        case .failure(let refusal):
            formFailed(refusal)
        }
        guard let claims = claims() else { return }
        type(claims)
        issuer(claims)
        audience(claims)
        times(claims)
        subject(claims)
    }

    // MARK: Form, key and signature

    private mutating func formFailed(_ refusal: TokenRefusal) {
        switch refusal {
        case .unsigned, .algorithmUnknown, .algorithmNotAllowed:
            add("shape", .ok, "three parts, \(token.count) bytes")
            add("header", .ok, "a JSON object without extensions that must be understood")
            fail("algorithm", refusal, also: allowed)
        case .headerTooLarge, .headerInvalid, .headerMember, .keyInHeader, .nestedToken, .criticalHeader,
            .unencodedPayload:
            add("shape", .ok, "three parts, \(token.count) bytes")
            fail("header", refusal)
            skip("algorithm", "the header is refused")
        default:
            fail("shape", refusal, also: damage(refusal))
            skip("header", "the form is wrong")
            skip("algorithm", "the form is wrong")
        }
        skip("key", "no algorithm to look for")
        skip("signature", "no key to check with")
    }

    /// What keys are there allow, for a token that asks for something else.
    private var allowed: String? {
        guard case .given(let keys) = yardstick.keys else { return nil }
        return "allowed: \(JWSAlgorithm.list(keys.algorithms))"
    }

    /// What a copy, a mail or a shell did to the token: where a part stops being base64url.
    private func damage(_ refusal: TokenRefusal) -> String? {
        if case .wrongNumberOfParts(1) = refusal {
            return "a token with claims has three, an opaque access token has one"
        }
        guard case .invalidBase64URL(let part) = refusal else { return nil }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let position = TokenRefusal.Part.allCases.firstIndex(of: part), position < parts.count else { return nil }
        let encoded = parts[position]
        if let stray = encoded.indices.first(where: { Base64URL.decode([encoded[$0], UInt8(ascii: "A")]) == nil }) {
            return "byte \(stray + 1) of the token is \(Quoted.byte(encoded[stray]))"
        }
        return encoded.count % 4 == 1
            ? "it has \(encoded.count) characters, which no bytes encode to: perhaps it was cut off"
            : "its last character has bits that belong to no byte"
    }

    private mutating func signature(of jws: UnverifiedJWS) {
        let keys: KeySet
        switch yardstick.keys {
        case .given(let given): keys = given
        case .absent(let why, let algorithms):
            guard possible(jws.header.algorithm, among: algorithms) else { return }
            skip("key", why)
            return skip("signature", "\(why), so nothing in this token is proven")
        case .unavailable(let issuer, let algorithms, let reason):
            guard possible(jws.header.algorithm, among: algorithms) else { return }
            fail("key", .keysUnavailable(issuer: issuer), also: reason)
            return skip("signature", "no key to check with, so nothing in this token is proven")
        case .untrusted:
            add("algorithm", .note, "\(jws.header.algorithm); no trusted issuer says whether it is allowed")
            skip("key", "no key of an issuer that is not trusted counts")
            return skip("signature", "no key to check with, so nothing in this token is proven")
        }
        let key: VerificationKey
        switch TokenVerifier.choose(keys, for: jws.header) {
        case .success(let chosen): key = chosen
        case .failure(let refusal):
            let isAlgorithm = refusal.code == .tokenAlgorithmNotAllowed
            if isAlgorithm {
                fail("algorithm", refusal)
                skip("key", "no key for this algorithm")
            } else {
                add("algorithm", .ok, "\(jws.header.algorithm) (allowed: \(JWSAlgorithm.list(keys.algorithms)))")
                fail("key", refusal, also: "known: \(keys.names)")
            }
            return skip("signature", "no key to check with")
        }
        add("algorithm", .ok, "\(jws.header.algorithm) (allowed: \(JWSAlgorithm.list(key.algorithms)))")
        add("key", .ok, key.label + choice(of: key, for: jws.header))
        let token = self.token
        if TokenVerifier().isGood(jws, key, token.span.extracting(0..<jws.signedByteCount)) {
            add("signature", .ok, "valid")
        } else {
            let refusal = TokenRefusal.signatureInvalid(jws.header.algorithm, key: key.label)
            fail("signature", refusal, also: length(of: jws.signature, by: key))
        }
    }

    /// What tells a signature that was cut off from one that is wrong; HMAC's are compared whole.
    private func length(of signature: [UInt8], by key: VerificationKey) -> String? {
        guard case .publicKey(let publicKey) = key.material, signature.count != publicKey.signatureByteCount else {
            return nil
        }
        let words = signature.count < publicKey.signatureByteCount ? ": perhaps the token was cut off" : ""
        return "it has \(signature.count) bytes, and this key makes \(publicKey.signatureByteCount)\(words)"
    }

    /// The check of the algorithm without keys. One that no key will have ends the matter.
    private mutating func possible(_ algorithm: JWSAlgorithm, among algorithms: Set<JWSAlgorithm>) -> Bool {
        if algorithms.isEmpty {
            add("algorithm", .note, "\(algorithm); without keys nothing says whether it is allowed")
        } else if algorithms.contains(algorithm) {
            add("algorithm", .ok, "\(algorithm) (allowed: \(JWSAlgorithm.list(algorithms)))")
        } else {
            fail("algorithm", .algorithmNotAllowed(algorithm, allowed: algorithms))
            skip("key", "no key for this algorithm")
            skip("signature", "no key to check with")
            return false
        }
        return true
    }

    /// Why a key was taken whose name the token does not say.
    private func choice(of key: VerificationKey, for header: JWSHeader) -> String {
        guard let keyID = header.keyID else { return "; the token names none, and this one alone fits" }
        if let own = key.keyID, sameBytes(own, keyID) { return "" }
        return "; taken for the `kid` \(Quoted.text(keyID))"
    }

    // MARK: Claims

    /// The claims to look at; without any, every check of them is skipped.
    private mutating func claims() -> JSONDocument? {
        let reason: String
        switch contents.claims {
        case .object(let document):
            let count = document.value().objectValue?.count ?? 0
            add("claims", .ok, "a JSON object with \(count) member\(count == 1 ? "" : "s"), none of them twice")
            return document
        case .unread(_, _, let error):
            fail("claims", .payloadInvalid(error))
            reason = "the claims cannot be read"
        case .absent:
            skip("claims", "there are none")
            reason = "there are no claims"
        }
        for name in ["type", "issuer", "audience", "expiry", "start", "subject"] { skip(name, reason) }
        return nil
    }

    /// The header's `typ`.
    private var headerType: String? {
        contents.header.document.flatMap { header in header.member("typ").flatMap(header.string) }
    }

    private func check(_ claims: JSONDocument) -> ClaimCheck? {
        yardstick.rules.map {
            ClaimCheck(
                claims, headerType: headerType, kind: TokenKind(headerType: headerType), rules: $0, now: now)
        }
    }

    private mutating func type(_ claims: JSONDocument) {
        let text = headerType.map(Quoted.text) ?? "no `typ`, taken as an ID token"
        guard let check = check(claims) else { return add("type", .note, text) }
        judge("type", check.type(), text)
    }

    private mutating func issuer(_ claims: JSONDocument) {
        let found = claims.member("iss").flatMap(claims.string).map(Quoted.text)
        if case .untrusted(let trusted) = yardstick.keys {
            return fail(
                "issuer", .issuerUntrusted, also: "it is \(found ?? "absent"); trusted: \(Quoted.list(trusted))")
        }
        judge("issuer", check(claims)?.issuer(), found, comparing: .issuer)
    }

    private mutating func audience(_ claims: JSONDocument) {
        let found = claims.audiences.isEmpty ? nil : Quoted.list(claims.audiences)
        judge("audience", check(claims)?.audience(), found, comparing: .audience)
    }

    /// Expiry and start are told apart even where only one of them can be read.
    private mutating func times(_ claims: JSONDocument) {
        // Without rules there is no leeway.
        guard let check = check(claims) ?? bareCheck(claims) else { return }
        let dates = ClaimDate.all(in: claims)
        func instant(_ claim: String) -> Instant? { dates.first { $0.claim == claim }?.instant }
        switch check.times() {
        case .success(let times):
            expiry(check, times)
            start(check, times)
        case .failure(let refusal):
            let readable = ClaimCheck.Times(
                expires: instant("exp") ?? .distantFuture, notBefore: instant("nbf"), issuedAt: instant("iat"))
            if instant("exp") == nil {
                fail("expiry", refusal)
                start(check, readable)
            } else {
                expiry(check, readable)
                fail("start", refusal)
            }
        }
    }

    private func bareCheck(_ claims: JSONDocument) -> ClaimCheck? {
        (try? ClaimRules(issuer: "none", audiences: ["none"], leewaySeconds: 0)).map {
            ClaimCheck(
                claims, headerType: headerType, kind: TokenKind(headerType: headerType), rules: $0, now: now)
        }
    }

    private mutating func expiry(_ check: ClaimCheck, _ times: ClaimCheck.Times) {
        if let refusal = check.expiry(times) { return fail("expiry", refusal) }
        let expires = times.expires
        let distance = Durations.text(abs(expires.seconds(since: now)))
        let leeway = check.rules.leewaySeconds
        if now < expires {
            add("expiry", .ok, "expires in \(distance), at \(expires) (leeway \(leeway) s)")
        } else {
            add("expiry", .note, "expired \(distance) ago, at \(expires), within the leeway of \(leeway) s")
        }
    }

    private mutating func start(_ check: ClaimCheck, _ times: ClaimCheck.Times) {
        if let refusal = check.start(times) { return fail("start", refusal) }
        let dates = [("valid from", times.notBefore), ("issued at", times.issuedAt)]
        let texts = dates.compactMap { words, instant in instant.map { "\(words) \($0), \(distance(of: $0))" } }
        guard !texts.isEmpty else { return add("start", .ok, "no `nbf` and no `iat`") }
        let text = texts.joined(separator: ", ")
        guard dates.contains(where: { $0.1.map { $0 > now } ?? false }) else { return add("start", .ok, text) }
        add("start", .note, "\(text), within the leeway of \(check.rules.leewaySeconds) s")
    }

    private func distance(of instant: Instant) -> String {
        let seconds = instant.seconds(since: now)
        return instant > now ? "in \(Durations.text(seconds))" : "\(Durations.text(-seconds)) ago"
    }

    private mutating func subject(_ claims: JSONDocument) {
        guard let check = check(claims) else {
            return add("subject", .note, claims.member("sub") == nil ? "none" : "there is one")
        }
        judge("subject", check.subject(), "there is one")
    }

    // MARK: Notes

    private mutating func judge(_ name: String, _ refusal: TokenRefusal?, _ text: String) {
        if let refusal { fail(name, refusal) } else { add(name, .ok, text) }
    }

    /// The same for a claim that is compared with something, if something was given.
    private mutating func judge(
        _ name: String, _ refusal: TokenRefusal?, _ found: String?, comparing expectation: Yardstick.Expectation
    ) {
        if let refusal { return fail(name, refusal) }
        let text = found ?? "none"
        guard yardstick.rules == nil || yardstick.uncompared.contains(expectation) else { return add(name, .ok, text) }
        add(name, .note, found == nil ? text : "\(text); no \(expectation.rawValue) is given to compare with")
    }

    private mutating func fail(_ name: String, _ reason: TokenRefusal, also more: String? = nil) {
        refusals.append(reason)
        add(name, .fail, reason.detail + (more.map { "; \($0)" } ?? ""), reason.code)
    }

    private mutating func skip(_ name: String, _ text: String) { add(name, .skipped, text) }

    private mutating func add(
        _ name: String, _ outcome: TokenInspection.Outcome, _ text: String, _ code: TokenReasonCode? = nil
    ) {
        checks.append(TokenInspection.Check(name: name, outcome: outcome, code: code, text: text))
    }
}

extension KeySet {
    /// The names of the keys, for sentences.
    fileprivate var names: String {
        let named = keys.compactMap(\.keyID)
        return named.isEmpty ? "no key with a `kid`" : Quoted.list(named)
    }
}
