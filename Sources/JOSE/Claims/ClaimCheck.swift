/// The checks on claims, one by one; `VerifiedJWT` takes the first refusal, the inspector shows all.
struct ClaimCheck {
    private let claims: JSONDocument
    private let places: ClaimPlaces
    private let headerType: String?
    private let kind: TokenKind?
    let rules: ClaimRules
    private let now: Instant

    /// - Parameters:
    ///   - headerType: the header's `typ`.
    ///   - kind: the kind of token that it names.
    init(_ claims: JSONDocument, headerType: String?, kind: TokenKind?, rules: ClaimRules, now: Instant) {
        self.claims = claims
        places = ClaimPlaces(claims)
        self.headerType = headerType
        self.kind = kind
        self.rules = rules
        self.now = now
    }

    /// `typ`, no security event in disguise (a logout token may have no `typ`; OpenID Connect Back-Channel Logout 1.0
    /// section 2.4, RFC 8725 section 3.12), and no token that counts only together with a proof of possession, of which
    /// none comes with a bearer token (RFC 7800 section 3.1, RFC 8705 section 3, RFC 9449 section 6).
    func type() -> TokenRefusal? {
        guard let kind, rules.accepts(kind) else {
            return .typeMismatch(found: headerType, accepted: rules.tokenKinds)
        }
        if places[.events] != nil { return .securityEvent }
        return places[.cnf] == nil ? nil : .senderConstrained
    }

    func issuer() -> TokenRefusal? {
        guard let index = places[.iss] else { return .claimMissing("iss") }
        guard claims.kind(index) == .string else { return .claimInvalid("iss", expected: "a string") }
        guard claims.string(index, equals: rules.issuerBytes) else {
            return .issuerMismatch(found: claims.string(index) ?? "", expected: rules.issuer)
        }
        return nil
    }

    func audience() -> TokenRefusal? {
        guard let index = places[.aud] else { return .claimMissing("aud") }
        var found = false
        var count = 1
        switch claims.kind(index) {
        case .string:
            found = isOurs(index)
        case .array:
            let elements = claims.elements(of: index)
            count = elements.count
            for element in elements {
                guard claims.kind(element) == .string else {
                    return .claimInvalid("aud", expected: "a string or an array of strings")
                }
                found = found || isOurs(element)
            }
        default:
            return .claimInvalid("aud", expected: "a string or an array of strings")
        }
        guard found else {
            return .audienceMismatch(found: claims.audiences, expected: rules.audienceList)
        }
        return kind == .idToken ? authorizedParty(audiences: count) : nil
    }

    /// In an ID token `azp` is the client it was made for (OpenID Connect Core 1.0 section 2); in an access token it may
    /// be any client.
    private func authorizedParty(audiences: Int) -> TokenRefusal? {
        guard let index = places[.azp] else {
            return rules.requiresAuthorizedParty && audiences > 1 ? .authorizedPartyMismatch(found: nil) : nil
        }
        guard claims.kind(index) == .string else { return .claimInvalid("azp", expected: "a string") }
        return isOurs(index) ? nil : .authorizedPartyMismatch(found: claims.string(index))
    }

    private func isOurs(_ index: Int) -> Bool {
        for audience in rules.audienceBytes.indices where claims.string(index, equals: rules.audienceBytes[audience]) {
            return true
        }
        return false
    }

    /// The times a token claims, as far as they can be read.
    struct Times {
        var expires: Instant
        var notBefore: Instant?
        var issuedAt: Instant?
    }

    func times() -> Result<Times, TokenRefusal> {
        do throws(TokenRefusal) {
            return .success(try readTimes())
        } catch {
            return .failure(error)
        }
    }

    func readTimes() throws(TokenRefusal) -> Times {
        guard let expires = try date(.exp) else { throw .claimMissing("exp") }
        return Times(expires: expires, notBefore: try date(.nbf), issuedAt: try date(.iat))
    }

    /// A date claim; `nil` when it is absent.
    private func date(_ name: ClaimPlaces.Name) throws(TokenRefusal) -> Instant? {
        guard let index = places[name] else { return nil }
        guard claims.kind(index) == .number else {
            throw .claimInvalid("\(name)", expected: "a number of seconds since 1970")
        }
        guard let instant = NumericDate.instant(claims.bytes.span, claims.range(index)) else {
            throw .claimInvalid("\(name)", expected: "a number of seconds since 1970, from 0 to the year 9999")
        }
        return instant
    }

    func expiry(_ times: Times) -> TokenRefusal? {
        now < times.expires.adding(seconds: Int64(rules.leewaySeconds))
            ? nil : .expired(at: times.expires, now: now, leewaySeconds: rules.leewaySeconds)
    }

    func start(_ times: Times) -> TokenRefusal? {
        let leeway = rules.leewaySeconds
        if let from = times.notBefore, now < from.adding(seconds: Int64(-leeway)) {
            return .notYetValid(from: from, now: now, leewaySeconds: leeway)
        }
        if let at = times.issuedAt, now < at.adding(seconds: Int64(-leeway)) {
            return .issuedInFuture(at: at, now: now, leewaySeconds: leeway)
        }
        // Such a token is valid at no time; only the leeway on both sides lets it come this far.
        if let from = times.notBefore, from > times.expires {
            return .claimInvalid("nbf", expected: "no later than `exp`")
        }
        return nil
    }

    /// `sub`, and whatever else the rules ask for.
    func subject() -> TokenRefusal? {
        guard let index = places[.sub] else { return .claimMissing("sub") }
        guard claims.kind(index) == .string, !claims.isEmptyString(index) else {
            return .claimInvalid("sub", expected: "a string that is not empty")
        }
        for name in rules.requiredClaims {
            guard let index = claims.member(name), claims.kind(index) != .null else { return .claimMissing(name) }
        }
        if let index = places[.jti], claims.kind(index) != .string {
            return .claimInvalid("jti", expected: "a string")
        }
        return longList()
    }

    /// The first claim that is a longer list than any person's roles are.
    private func longList() -> TokenRefusal? {
        var refusal: TokenRefusal?
        claims.forEachMember { name, value in
            // What holds few values has few elements.
            guard refusal == nil, claims.kind(value) == .array,
                claims.valueCount(value) > ClaimRules.maximumListElements
            else { return }
            let count = claims.elements(of: value).count
            guard count > ClaimRules.maximumListElements else { return }
            refusal = .claimTooLong(
                claims.string(name) ?? "", elements: count, limit: ClaimRules.maximumListElements)
        }
        return refusal
    }
}

extension JSONDocument {
    /// The strings of `aud`, whether it is one or an array.
    var audiences: [String] {
        guard let index = member("aud") else { return [] }
        if let one = string(index) { return [one] }
        return elements(of: index).compactMap(string)
    }
}
