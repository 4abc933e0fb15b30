import OIDC

/// The cookies of the gateway, as `Set-Cookie` has them. All are for this host alone, kept from scripts, and sent along when
/// somebody comes here by a link (`Lax`): a login ends with one.
enum SessionCookies {
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Lax"

    /// - Parameter value: sealed. It ends with the browser, or by what is sealed in it.
    static func session(_ value: String, _ kind: SealedSession.Kind = .modules) -> String {
        "\(kind.cookieName)=\(value); \(attributes)"
    }

    static func endedSession(_ kind: SealedSession.Kind = .modules) -> String {
        "\(kind.cookieName)=; Max-Age=0; \(attributes)"
    }

    static func transaction(_ name: String, _ value: String) -> String {
        "\(name)=\(value); Max-Age=\(LoginTransaction.lifetimeSeconds); \(attributes)"
    }

    static func endedTransaction(_ name: String) -> String { "\(name)=; Max-Age=0; \(attributes)" }
}
