import Besturen
import HTTPTypes
import HTTPWire
import JOSE
import Logging
import OIDC
import Policy

/// The gateway's own pages: logging in and out, the first page with the modules, and one's rights.
struct Pages: Sendable {
    let login: LoginService
    let snapshot: SnapshotBox
    let revocations: @Sendable () -> Revocations
    let counters: PageCounters
    let slots: ProviderSlots
    let logger: Logger

    var configuration: LoginConfiguration { login.configuration }
    var site: LoginSite { login.site }

    func respond(to request: PageRequest) async -> PageResponse {
        let isRead = request.method == .get || request.method == .head
        switch request.path {
        case OwnPaths.start where isRead: return start(request)
        case OwnPaths.rights where isRead: return rights(request)
        case OwnPaths.login where isRead: return await loggingIn(request)
        case OwnPaths.logout where request.method == .post: return await logOut(request, .here)
        case OwnPaths.logoutEverywhere where request.method == .post: return await logOut(request, .everywhere)
        case OwnPaths.switchBestuur where request.method == .post: return await logOut(request, .switching)
        case OwnPaths.backChannelLogout where request.method == .post: return await backChannelLogout(request)
        case OwnPaths.sessions, OwnPaths.currentSession:
            guard configuration.sessionAPI else { break }
            guard request.method == .post else { return await sessionAPI(request) }
            return await slots.run { await sessionAPI(request) } ?? busy(request)
        default: break
        }
        if isRead, let redirect = login.redirect(host: request.host), redirect.path == request.path {
            return await completingLogin(request)
        }
        if isRead, request.path == configuration.loggedOutPath { return loggedOut(request) }
        // Whoever switches comes back from the provider, and goes there again to choose.
        if isRead, request.path == configuration.switchedPath { return .redirect(to: OwnPaths.login) }
        return notFound(request)
    }

    /// Both ends of a login wait for the provider, and so for a place.
    func loggingIn(_ request: PageRequest) async -> PageResponse {
        await slots.run { await beginLogin(request) } ?? busy(request)
    }

    func completingLogin(_ request: PageRequest) async -> PageResponse {
        await slots.run { await completeLogin(request) } ?? busy(request)
    }

    // MARK: Who asks

    /// Somebody with a session that counts.
    struct Visitor {
        let session: Session
        let asker: Asker
        let claims: PrincipalClaims
        /// A new cookie for a session whose cookie is old enough.
        let renewal: [String]

        /// For the audit log.
        func note(_ event: String? = nil) -> OwnPageNote { OwnPageNote(event, session) }
    }

    func visitor(_ request: PageRequest) -> Result<Visitor, EndedSession>? {
        guard let value = request.cookie(site.kind.cookieName) else {
            return request.cookies(prefix: site.kind.cookieName).isEmpty
                ? nil : .failure(EndedSession(refusal: .invalid, session: nil))
        }
        let session = configuration.session
        let now = LoginService.now()
        return SealedSession.check(
            Array(value.utf8).span, as: site.kind, with: session.ring, issuer: configuration.issuer,
            limits: session.limits,
            revocations(), at: now
        ).map { found in
            let snapshot = snapshot.current
            let claims = found.principalClaims(snapshot.claimNames(of: found.issuer))
            var renewal: [String] = []
            if session.limits.isDue(found, at: now),
                let sealed = try? SealedSession.seal(found.reissued(at: now), as: site.kind, with: session.ring)
            {
                renewal = [SessionCookies.session(sealed, site.kind)]
            }
            return Visitor(
                session: found, asker: Asker(snapshot.policy.principal(from: claims, register: snapshot.register)),
                claims: claims, renewal: renewal)
        }
    }

    /// Every session that the browser brings and this gateway sealed, whether it still counts or not: what is to end is not
    /// left alone because it came twice.
    func sessions(_ request: PageRequest) -> [Session] {
        var found: [Session] = []
        for value in request.cookies(site.kind.cookieName) {
            guard
                let session = SealedSession.open(
                    Array(value.utf8).span, as: site.kind, with: configuration.session.ring),
                !found.contains(where: { $0.id == session.id })
            else { continue }
            found.append(session)
        }
        return found
    }

    // MARK: Frames

    func frame(_ request: PageRequest, _ key: String, visitor: Visitor? = nil) -> PageFrame {
        PageFrame(
            language: request.language, title: words(request)[key] ?? key, home: site.start,
            helpdesk: configuration.pages.helpdesk, requestID: request.requestID.isEmpty ? nil : request.requestID,
            account: visitor.map { PageFrame.Account(name: $0.session.name, bestuur: $0.asker.principal?.bestuur.name) }
        )
    }

    func words(_ request: PageRequest) -> [String: String] { PageWords.all(request.language) }

    /// A page that says something, and offers one way on.
    func message(
        _ request: PageRequest, _ title: String, _ sentences: [String], status: HTTPResponse.Status = .ok,
        who: Mender? = nil, action: (url: String, label: String)? = nil, code: String? = nil, refresh: String? = nil
    ) -> PageResponse {
        var frame = frame(request, title)
        frame.refresh = refresh
        var values: [String: Any] = ["sentences": sentences.map { ["text": $0] }]
        if let who, who != .user { values["who"] = who.words(request.language) }
        if let action { values["action"] = ["url": action.url, "label": words(request)[action.label] ?? action.label] }
        if let code { values["code"] = code }
        return .page(PageRenderer.shared.page(.message, frame, values), status: status)
    }

    func text(_ request: PageRequest, _ key: String) -> String { words(request)[key] ?? key }

    /// Too many wait for the provider.
    private func busy(_ request: PageRequest) -> PageResponse {
        counters.login("login_busy")
        var response = message(
            request, "busyTitle", [text(request, "busyText")], status: .serviceUnavailable,
            action: (site.login, "tryAgain"), code: "login_busy")
        response.fields[.retryAfter] = "5"
        return response.noting(OwnPageNote("login_refused", nil, code: "login_busy"))
    }

    private func notFound(_ request: PageRequest) -> PageResponse {
        message(
            request, "notFoundTitle", [text(request, "notFoundText")], status: .notFound,
            action: (site.start, "toStart"))
    }
}

extension OwnPageNote {
    init(_ event: String?, _ session: Session?, code: String? = nil) {
        self.init(
            event: event, code: code, session: session?.digest.description, subject: session?.subjectKey.description)
    }
}
