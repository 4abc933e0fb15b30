package import JOSE
package import Libcrypto
package import OIDC
import Policy

/// How people log in, as `login`, `session` and `pages` in `poort.yaml` say.
package struct LoginConfiguration: Sendable {
    /// The issuer that people log in at; one of the configuration's.
    package var issuer: String
    package var client: LoginClient
    /// What an ID token for this client must claim.
    package var rules: ClaimRules
    /// One for each host; a login ends on the host on which it began.
    package var redirects: [RedirectAddress]
    /// Where the provider sends the browser after a logout, and after one with `switch`; paths on the same host.
    package var loggedOutPath: String
    package var switchedPath: String
    /// Whether claims are asked for at the userinfo endpoint as well.
    package var asksUserInfo: Bool
    /// Whether `/sessions` and `/sessions/current` answer as the Loket's own login service does.
    package var sessionAPI: Bool
    /// Certificate authorities in PEM that count for the provider instead of the system's.
    package var trustedCertificates: [UInt8]?
    package var isForDevelopment: Bool
    package var session: SessionConfiguration
    package var pages: PagesConfiguration

    /// The same client at the board: its own addresses, and none of the Loket's.
    func forBoard(_ board: BoardConfiguration) -> LoginConfiguration {
        var copy = self
        copy.redirects = [board.callback]
        copy.loggedOutPath = BoardPaths.loggedOut
        copy.switchedPath = BoardPaths.switched
        copy.sessionAPI = false
        return copy
    }
}

/// How sessions are kept.
package struct SessionConfiguration: Sendable {
    /// The newest key first.
    package var ring: SealingKeyRing
    package var limits: SessionLimits
    /// The SQLite file of sessions that were ended before their time.
    package var store: String
}

/// What the pages for people say and lead to.
package struct PagesConfiguration: Sendable, Equatable {
    /// Where each module begins, by its id: a path on this host, or an `https` address elsewhere.
    package var modules: [String: String]
    /// Where the configuration says so, for a module that the policy does not have.
    var places: [String: SourceLocation] = [:]
    /// Whom people write to; nil for nobody.
    package var helpdesk: String?

    package init(modules: [String: String] = [:], helpdesk: String? = nil) {
        self.modules = modules
        self.helpdesk = helpdesk
    }
}

/// A redirect address as it is registered at the provider: sent byte for byte, and taken apart to recognise the answer.
package struct RedirectAddress: Sendable, Equatable {
    /// The whole URL.
    package let text: String
    package let scheme: String
    /// Host and port as a `Host` field has them, in lower case.
    package let authority: String
    package let path: String

    /// - Throws: ``Problem`` in words.
    package init(_ text: String, allowsLoopbackHTTP: Bool) throws(Problem) {
        do throws(EndpointURL.Problem) {
            _ = try EndpointURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP, allowsQuery: false)
        } catch {
            throw Problem(text: error.text)
        }
        let scheme = text.hasPrefix("https://") ? "https" : "http"
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        guard !path.isEmpty, path != "/" else { throw Problem(text: "it has no path, which would take the first page") }
        self.text = text
        self.scheme = scheme
        self.authority = authority.lowercased()
        self.path = String(path)
    }

    package struct Problem: Error, Sendable, Equatable {
        package let text: String
    }

    /// Scheme, host and port.
    package var origin: String { "\(scheme)://\(authority)" }
}
