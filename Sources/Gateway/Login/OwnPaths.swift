import Libcrypto
import Policy

/// The addresses that the gateway answers itself when people log in at it: its pages below `/_poort/`, and the few that are
/// registered at the provider or belong to the Loket's session API.
///
/// No policy decides about them. Each is compared with the canonical path, byte for byte.
struct OwnPaths: Sendable {
    static let prefix = "/_poort/"
    static let start = "/_poort/"
    static let login = "/_poort/login"
    static let callback = "/_poort/callback"
    static let loggedOut = "/_poort/logged-out"
    static let switched = "/_poort/switched"
    static let logout = "/_poort/logout"
    static let logoutEverywhere = "/_poort/logout-everywhere"
    static let switchBestuur = "/_poort/switch"
    static let rights = "/_poort/rights"
    static let backChannelLogout = "/_poort/backchannel-logout"
    static let sessions = "/sessions"
    static let currentSession = "/sessions/current"

    private let exact: [[UInt8]]

    init(_ login: LoginConfiguration) {
        var exact = login.redirects.map(\.path) + [login.loggedOutPath, login.switchedPath]
        if login.sessionAPI { exact += [Self.sessions, Self.currentSession] }
        self.exact = exact.map { Array($0.utf8) }
    }

    /// Whether the gateway answers a path itself.
    func contains(_ path: borrowing Span<UInt8>) -> Bool {
        if Self.begins(path, with: Self.prefix) { return true }
        for own in exact where own.span.equals(path) { return true }
        return false
    }

    /// Whether a page of another site, or another server, may send what changes something: the provider's logout tokens.
    func takesForeign(_ path: borrowing Span<UInt8>) -> Bool {
        Self.backChannelLogout.utf8Span.span.equals(path)
    }

    /// Whether a path is a page of the gateway other than one.
    static func isTaken(_ path: String, but own: String) -> Bool {
        let all = [
            start, login, callback, loggedOut, switched, logout, logoutEverywhere, switchBestuur, rights,
            backChannelLogout,
            sessions, currentSession,
        ]
        return path == "/" || path != own && all.contains(path)
    }

    /// Whether a route of a policy would never be asked for.
    static func hides(_ path: PathPattern) -> Bool {
        path.description.hasPrefix("/_poort/") || path.description == "/_poort"
    }

    private static func begins(_ path: borrowing Span<UInt8>, with prefix: String) -> Bool {
        let expected = prefix.utf8Span.span
        guard path.count >= expected.count else { return false }
        for index in expected.indices where path[index] != expected[index] { return false }
        return true
    }
}
