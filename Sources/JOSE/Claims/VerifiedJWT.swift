/// The claims of a token that was checked in every respect: signature, kind, issuer, audience, times.
///
/// Only made from a `VerifiedJWS` and an issuer's rules at an instant. It stays true between `validFrom` and
/// `validUntil`, as long as the keys and rules it was made with are in force.
///
/// Immutable, and a class because it is handed on and remembered as a whole.
package final class VerifiedJWT: Sendable {
    /// `iss`.
    package let issuer: String
    /// `exp` as claimed.
    package let expires: Instant
    /// `nbf` as claimed.
    package let notBefore: Instant?
    /// `iat` as claimed.
    package let issuedAt: Instant?
    /// From when the token is valid, the leeway counted.
    package let validFrom: Instant
    /// Until when the token is valid, the leeway counted; not valid any more at this very instant.
    package let validUntil: Instant
    /// The key that signed it.
    package let key: VerificationKey
    package let header: JWSHeader
    private let claims: JSONDocument

    private init(_ jws: VerifiedJWS, _ claims: JSONDocument, _ times: ClaimCheck.Times, _ rules: ClaimRules) {
        issuer = rules.issuer
        expires = times.expires
        notBefore = times.notBefore
        issuedAt = times.issuedAt
        let leeway = Int64(rules.leewaySeconds)
        let start = max(times.notBefore ?? .distantPast, times.issuedAt ?? .distantPast)
        validFrom = start.adding(seconds: -leeway)
        validUntil = times.expires.adding(seconds: leeway)
        key = jws.key
        header = jws.header
        self.claims = claims
    }

    /// Checks the claims of a signed token.
    package static func make(
        of jws: VerifiedJWS, rules: ClaimRules, at now: Instant
    ) throws(TokenRefusal) -> VerifiedJWT {
        let claims: JSONDocument
        do throws(JSONError) {
            claims = try JSONDocument.object(jws.payload, limits: .claims)
        } catch {
            throw .payloadInvalid(error)
        }
        let check = ClaimCheck(
            claims, headerType: jws.header.type, kind: jws.header.kind, rules: rules, now: now)
        // The order decides which reason is given first: whose token it is comes before whether it is still good.
        if let refusal = check.type() ?? check.issuer() ?? check.audience() { throw refusal }
        let times = try check.readTimes()
        if let refusal = check.expiry(times) ?? check.start(times) ?? check.subject() { throw refusal }
        return VerifiedJWT(jws, claims, times, rules)
    }

    package var algorithm: JWSAlgorithm { header.algorithm }
    package var keyID: String? { header.keyID }
    /// `sub`; unique together with the issuer only.
    package var subject: String { string("sub") ?? "" }
    /// `aud`.
    package var audiences: [String] { claims.audiences }
    /// `azp`.
    package var authorizedParty: String? { string("azp") }
    /// `jti`.
    package var tokenID: String? { string("jti") }

    /// A claim that is a string; `nil` when it is absent or anything else.
    package func string(_ claim: String) -> String? {
        claims.member(claim).flatMap(claims.string)
    }

    /// A claim that is an array of strings.
    package enum ClaimValues: Sendable, Equatable {
        case absent
        /// There is such a claim, but it is no array, or not all of its elements are strings.
        case wrongType
        case values([String])
    }

    package func strings(_ claim: String) -> ClaimValues {
        guard let index = claims.member(claim) else { return .absent }
        guard claims.kind(index) == .array else { return .wrongType }
        let elements = claims.elements(of: index)
        let values = elements.compactMap(claims.string)
        return values.count == elements.count ? .values(values) : .wrongType
    }

    /// Any claim as a value; `nil` when it is absent.
    package func value(_ claim: String) -> JSONValue? { claims.member(claim).map(claims.value) }

    /// All claims as a tree. Holds personal data: never to be logged as it is.
    package var claimsJSON: JSONValue { claims.value() }
}

/// The same type for callers that write it without its home.
package typealias ClaimValues = VerifiedJWT.ClaimValues
