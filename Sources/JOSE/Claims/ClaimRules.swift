/// What an issuer's tokens must claim to be accepted here. Algorithms are not among it: they are bound to keys.
///
/// Immutable, and a class because every check of a token refers to them.
package final class ClaimRules: Sendable {
    /// Why rules cannot be used.
    package enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case noIssuer
        case noAudience
        case emptyAudience
        case leewayOutOfRange(seconds: Int, maximum: Int)
        case noTokenKind

        package var description: String {
            switch self {
            case .noIssuer: "the issuer is empty"
            case .noAudience: "no audience is given, so tokens meant for anybody would be accepted"
            case .emptyAudience: "an audience is empty"
            case .leewayOutOfRange(let seconds, let maximum):
                "a leeway of \(seconds) s is not accepted; it must be from 0 to \(maximum) s"
            case .noTokenKind: "no kind of token is accepted"
            }
        }
    }

    /// The most leeway that needs no special word (OpenID Connect practice; ASVS 9.2.1).
    package static let maximumLeewaySeconds = 60
    /// The most leeway there is, for the initialiser that allows a long one.
    package static let maximumLongLeewaySeconds = 86_400
    /// The most elements of a claim that is a list, roles above all. A role list of this length in a token of at most
    /// `UnverifiedJWS.maximumBytes` would have names of 24 bytes; each is looked up and remembered once per token.
    package static let maximumListElements = 512

    /// `iss`, compared byte for byte (RFC 8725 section 3.8).
    package let issuer: String
    /// `aud` must hold one of them, byte for byte (RFC 8725 section 3.9). Never empty.
    package let audiences: Set<String>
    /// Counts for `exp`, `nbf` and `iat` alike.
    package let leewaySeconds: Int
    package let tokenKinds: Set<TokenKind>
    /// Claims that must be there and not be `null`, besides `iss`, `sub`, `aud` and `exp`, which always must.
    package let requiredClaims: [String]
    /// Whether an ID token for several audiences must say in `azp` for whom it was made (OpenID Connect Core 1.0 section
    /// 3.1.3.7). `azp` is always compared when an ID token has it.
    package let requiresAuthorizedParty: Bool
    /// In a fixed order, for sentences.
    let audienceList: [String]
    /// What is compared; `Set` and `String` would compare by canonical equivalence.
    let issuerBytes: [UInt8]
    let audienceBytes: [[UInt8]]
    // Asked for every token; hashing would cost more than the answer.
    private let acceptsIDTokens: Bool
    private let acceptsAccessTokens: Bool

    /// - Parameters:
    ///   - leewaySeconds: from 0 to 60; to 86 400 with `allowingLongLeeway`.
    ///   - allowingLongLeeway: says openly that expired tokens are accepted for longer than clocks differ.
    /// - Throws: for an empty issuer, no or an empty audience, leeway out of range, or no kind of token.
    package init(
        issuer: String, audiences: Set<String>, leewaySeconds: Int = 60, tokenKinds: Set<TokenKind> = [.idToken],
        requiredClaims: [String] = [], requiresAuthorizedParty: Bool = true, allowingLongLeeway: Bool = false
    ) throws(Problem) {
        guard !issuer.isEmpty else { throw .noIssuer }
        guard !audiences.isEmpty else { throw .noAudience }
        guard !audiences.contains("") else { throw .emptyAudience }
        let maximum = allowingLongLeeway ? Self.maximumLongLeewaySeconds : Self.maximumLeewaySeconds
        guard (0...maximum).contains(leewaySeconds) else {
            throw .leewayOutOfRange(seconds: leewaySeconds, maximum: maximum)
        }
        guard !tokenKinds.isEmpty else { throw .noTokenKind }
        self.issuer = issuer
        self.audiences = audiences
        audienceList = audiences.sorted()
        issuerBytes = Array(issuer.utf8)
        audienceBytes = audienceList.map { Array($0.utf8) }
        self.leewaySeconds = leewaySeconds
        self.tokenKinds = tokenKinds
        acceptsIDTokens = tokenKinds.contains(.idToken)
        acceptsAccessTokens = tokenKinds.contains(.accessToken)
        self.requiredClaims = requiredClaims
        self.requiresAuthorizedParty = requiresAuthorizedParty
    }

    func accepts(_ kind: TokenKind) -> Bool {
        switch kind {
        case .idToken: acceptsIDTokens
        case .accessToken: acceptsAccessTokens
        }
    }
}
