/// What a token is for. A token of one kind is never taken for another (RFC 8725 section 3.11).
package enum TokenKind: String, Sendable, Hashable, CaseIterable {
    /// An OpenID Connect ID token: `typ` absent or `JWT`.
    case idToken = "id-token"
    /// An OAuth 2.0 access token (RFC 9068): `typ` is `at+jwt`.
    case accessToken = "access-token"

    /// The kind that `typ` names; `nil` for all others: logout tokens, DPoP proofs, client assertions and so on.
    ///
    /// Media type names ignore case, and `application/` may be left out (RFC 7515 section 4.1.9).
    init?(headerType: String?) {
        guard let headerType else {
            self = .idToken
            return
        }
        switch headerType.utf8.map({ (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }) {
        case Array("jwt".utf8), Array("application/jwt".utf8): self = .idToken
        case Array("at+jwt".utf8), Array("application/at+jwt".utf8): self = .accessToken
        default: return nil
        }
    }

    static func list(_ kinds: Set<TokenKind>) -> String {
        allCases.filter(kinds.contains)
            .map { $0 == .idToken ? "an ID token (`JWT` or absent)" : "an access token (`at+jwt`)" }
            .joined(separator: " or ")
    }
}
