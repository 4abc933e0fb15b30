/// Why a request with a session, or one that needs one, is refused. The code never changes its meaning.
package enum SessionRefusal: String, Error, Sendable, CaseIterable {
    /// The cookie was not sealed by this gateway, by a key that is still in the ring, or was changed.
    case invalid = "session_invalid"
    /// Too long without a request, or too long since the login.
    case expired = "session_expired"
    /// Logged out: here, everywhere, or by the provider.
    case revoked = "session_revoked"
    /// A request that changes something was made by a page of another site (CWE-352).
    case crossOrigin = "request_cross_origin"

    package var httpStatus: Int { self == .crossOrigin ? 403 : 401 }

    /// One sentence without an end, in lower case.
    package var english: String {
        switch self {
        case .invalid: "the session cannot be read; log in again"
        case .expired: "the session has expired; log in again"
        case .revoked: "the session was ended; log in again"
        case .crossOrigin: "a page of another site asked for this change, or the browser does not say which page did"
        }
    }

    /// The same in Dutch, for the user.
    package var dutch: String {
        switch self {
        case .invalid: "uw aanmelding kan niet gelezen worden; meld u opnieuw aan"
        case .expired: "uw aanmelding is verlopen; meld u opnieuw aan"
        case .revoked: "u bent afgemeld; meld u opnieuw aan"
        case .crossOrigin:
            "deze wijziging werd gevraagd door een pagina van een andere website, of de browser zegt niet door welke"
        }
    }
}
