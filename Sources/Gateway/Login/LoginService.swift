import Foundation
import JOSE
import Libcrypto
import OIDC
import Policy

/// Has people log in at the provider: sends the browser there, takes it back, and makes the session.
final class LoginService: Sendable {
    let configuration: LoginConfiguration
    let site: LoginSite
    private let snapshot: SnapshotBox
    private let keys: KeyKeepers
    private let fetcher: HTTPDocumentFetcher
    private let directory: ProviderDirectory
    private let store: RevocationStore

    init(
        _ configuration: LoginConfiguration, at site: LoginSite, snapshot: SnapshotBox, keys: KeyKeepers,
        store: RevocationStore
    ) throws {
        self.configuration = configuration
        self.site = site
        self.snapshot = snapshot
        self.keys = keys
        self.store = store
        fetcher = try HTTPDocumentFetcher(trustedCertificates: configuration.trustedCertificates)
        directory = ProviderDirectory(
            issuer: configuration.issuer, isForDevelopment: configuration.isForDevelopment, fetcher: fetcher)
    }

    func shutDown() async { await fetcher.shutDown() }

    static func now() -> Instant {
        Instant(unixSeconds: Date().timeIntervalSince1970) ?? .distantPast
    }

    /// The redirect address of the host that a request came to.
    func redirect(host: String) -> RedirectAddress? {
        let host = host.lowercased()
        return configuration.redirects.first { $0.authority.utf8.elementsEqual(host.utf8) }
    }

    // MARK: Out

    /// Bytes of a login's cookie; an address to return to that makes it longer is left out.
    private static let longestTransaction = 2_048

    /// A login that was begun: where the browser goes, and the cookie that it must bring back.
    struct Begun {
        let url: String
        let transaction: LoginTransaction
        let cookie: String
    }

    /// - Parameter returnAddress: as the browser sent it; the first page when it is none on this host.
    func begin(
        host: String, returnAddress: String?, hint: LoginClient.Hint?, asksAnew: Bool
    ) async -> Result<Begun, LoginRefusal> {
        guard let redirect = redirect(host: host) else { return .failure(.hostUnknown(host)) }
        let provider: LoginProvider
        switch await directory.provider() {
        case .failure(let refusal): return .failure(refusal)
        case .success(let known): provider = known
        }
        do throws(LibcryptoError) {
            let ring = configuration.session.ring
            var transaction = try LoginTransaction.begin(
                redirect: redirect.text, returnAddress: site.safe(returnAddress), at: Self.now())
            var cookie = try transaction.sealed(with: ring)
            if cookie.utf8.count > Self.longestTransaction {
                transaction = try LoginTransaction.begin(
                    redirect: redirect.text, returnAddress: site.start, at: Self.now())
                cookie = try transaction.sealed(with: ring)
            }
            let client = configuration.client
            return .success(
                Begun(
                    url: client.authorizationURL(at: provider, for: transaction, hint: hint, asksAnew: asksAnew),
                    transaction: transaction, cookie: cookie))
        } catch {
            return .failure(.assertionFailed)
        }
    }

    // MARK: Back

    /// A login that ended well.
    struct Completed {
        let made: SessionMaking.Made
        let returnAddress: String
    }

    /// Takes the provider's answer to a login of this browser.
    /// - Parameter transaction: the value of the cookie of the answer's state.
    func complete(
        _ response: AuthorizationResponse, transaction value: String?, host: String
    ) async -> Result<Completed, LoginRefusal> {
        let now = Self.now()
        let ring = configuration.session.ring
        let transaction: LoginTransaction
        switch LoginTransaction.open(value, state: response.state, with: ring, at: now) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let opened): transaction = opened
        }
        guard let redirect = redirect(host: host), redirect.text.utf8.elementsEqual(transaction.redirect.utf8) else {
            return .failure(.hostUnknown(host))
        }
        // The cookie is taken away with the answer, but a copy of it could come again.
        do {
            let until = now.adding(seconds: 2 * LoginTransaction.lifetimeSeconds)
            guard try await store.claim(onceOnly: transaction.state, until: until) else { return .failure(.replayed) }
        } catch {
            return .failure(.storeUnavailable)
        }
        let provider: LoginProvider
        switch await directory.provider() {
        case .failure(let refusal): return .failure(refusal)
        case .success(let known): provider = known
        }
        switch response.judged(by: provider) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let code):
            return await session(code: code, .login(transaction), at: provider)
                .map { Completed(made: $0, returnAddress: transaction.returnAddress) }
        }
    }

    /// What an exchanged code belongs to.
    enum Purpose {
        case login(LoginTransaction)
        /// The Loket's own frontend began the login, without state, nonce and PKCE.
        case sessionAPI(redirect: RedirectAddress)
    }

    /// Exchanges a code of the Loket's own frontend.
    func session(code: String, host: String) async -> Result<SessionMaking.Made, LoginRefusal> {
        guard let redirect = redirect(host: host) else { return .failure(.hostUnknown(host)) }
        switch await directory.provider() {
        case .failure(let refusal): return .failure(refusal)
        case .success(let provider): return await session(code: code, .sessionAPI(redirect: redirect), at: provider)
        }
    }

    private func session(
        code: String, _ purpose: Purpose, at provider: LoginProvider
    ) async -> Result<SessionMaking.Made, LoginRefusal> {
        let deadline = ContinuousClock.now + DocumentLimits.time
        let tokens: LoginTokens
        do throws(LoginRefusal) {
            let client = configuration.client
            let request =
                switch purpose {
                case .login(let transaction):
                    try client.tokenRequest(code: code, for: transaction, at: provider, now: Self.now())
                case .sessionAPI(let redirect):
                    try client.tokenRequest(code: code, redirect: redirect.text, at: provider, now: Self.now())
                }
            tokens = try await fetcher.post(provider.token, request, until: deadline)
                .mapError { .tokenEndpoint(.fetch($0)) }
                .flatMap { LoginTokens.read(status: $0.status, $0.body) }.get()
            let token = try await verified(tokens, purpose)
            var userInfo: UserInfo?
            if configuration.asksUserInfo {
                userInfo = try await self.userInfo(tokens, provider, subject: token.subject, until: deadline)
            }
            let making = SessionMaking(
                snapshot: snapshot.current, issuer: configuration.issuer, kind: site.kind,
                ring: configuration.session.ring)
            let made = making.session(LoginClaims(token, userInfo: userInfo), at: Self.now())
            // The provider may have ended its session while the code was on its way.
            if case .success(let made) = made, store.current.contains(made.session) { return .failure(.ended) }
            return made
        } catch {
            return .failure(error)
        }
    }

    private func userInfo(
        _ tokens: LoginTokens, _ provider: LoginProvider, subject: String, until deadline: ContinuousClock.Instant
    ) async throws(LoginRefusal) -> UserInfo {
        guard let url = provider.userInfo else { throw .userInfo(.absent) }
        switch await fetcher.fetch(url, token: tokens.accessToken, until: deadline) {
        case .failure(let failure): throw .userInfo(.fetch(failure))
        case .success(let document): return try UserInfo.read(document.body, subject: subject).get()
        }
    }

    // MARK: Keys

    /// Checks the ID token; when its key is not known, the issuer is asked for its keys once.
    private func verified(_ tokens: LoginTokens, _ purpose: Purpose) async throws(LoginRefusal) -> VerifiedJWT {
        try await withKeys(of: Array(tokens.idToken.utf8)) { keys in check(tokens, purpose, keys) }.get()
    }

    private func check(_ tokens: LoginTokens, _ purpose: Purpose, _ keys: KeySet) -> Result<VerifiedJWT, LoginRefusal> {
        let contexts = configuration.client.authenticationContexts
        switch purpose {
        case .login(let transaction):
            return tokens.check(
                for: transaction, keys: keys, rules: configuration.rules, contexts: contexts, at: Self.now())
        case .sessionAPI:
            return tokens.check(keys: keys, rules: configuration.rules, contexts: contexts, at: Self.now())
        }
    }

    /// Has a token of the issuer checked with the keys that count now, and once more with those that the issuer has published
    /// since when it names another one.
    private func withKeys<Checked, Refused: TokenRefusing>(
        of token: [UInt8], _ check: (KeySet) -> Result<Checked, Refused>
    ) async -> Result<Checked, Refused> {
        let unavailable = Refused.token(.keysUnavailable(issuer: configuration.issuer))
        guard let issuer = snapshot.current.issuers.issuer(configuration.issuer) else { return .failure(unavailable) }
        let need: KeyNeed
        if let keys = issuer.keys {
            let result = check(keys)
            guard case .failure(let refused) = result, let refusal = refused.tokenRefusal,
                let needed = issuer.need(for: token.span, refused: refusal, keys)
            else { return result }
            need = needed
        } else {
            need = KeyNeed(
                issuer: issuer.identifier, keyID: nil, otherwise: .keysUnavailable(issuer: issuer.identifier))
        }
        guard await keys.arrival(of: need) != .unavailable,
            let keys = snapshot.current.issuers.issuer(configuration.issuer)?.keys
        else { return .failure(unavailable) }
        return check(keys)
    }

    // MARK: Logout

    /// Where the browser goes to log out at the provider as well; nil when it has no such address, or is not known.
    func endSession(host: String, isSwitch: Bool) async -> String? {
        guard let redirect = redirect(host: host), case .success(let provider) = await directory.provider() else {
            return nil
        }
        let path = isSwitch ? configuration.switchedPath : configuration.loggedOutPath
        return EndSession(redirect: redirect.origin + path, isSwitch: isSwitch)
            .url(at: provider, clientID: configuration.client.id)
    }

    /// Takes a logout token of the provider, and ends what it names.
    func endSessions(logoutToken: String) async throws -> Result<LogoutToken, LogoutRefusal> {
        let now = Self.now()
        let token = Array(logoutToken.utf8)
        let result = await withKeys(of: token) { keys in
            LogoutToken.check(
                token, keys: keys, issuer: configuration.issuer, audience: configuration.client.id,
                leewaySeconds: Int64(configuration.rules.leewaySeconds), at: now)
        }
        switch result {
        case .failure: return result
        case .success(let logout):
            let lifetime = LogoutToken.lifetimeSeconds + 2 * Int64(configuration.rules.leewaySeconds)
            guard let entry = logout.revocation(issuer: configuration.issuer),
                try await store.revoke(
                    entry, at: now, onceOnly: logout.id, onceUntil: now.adding(seconds: lifetime))
            else { return .failure(.replayed) }
            return .success(logout)
        }
    }

    func end(_ session: Session) async throws {
        try await store.revoke(.session(session.digest), at: Self.now())
    }

    func endEverywhere(_ session: Session) async throws {
        let key = HolderKey.subject(session.subject, issuer: session.issuer)
        let now = Self.now()
        try await store.revoke(.subject(key, begunUntil: now.unixSeconds), at: now)
        // A clock of a replica may have been ahead when this one began.
        try await store.revoke(.session(session.digest), at: now)
    }
}
