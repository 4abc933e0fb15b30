import Besturen
import HTTPTypes
import HTTPWire
import JOSE
import Logging
import OIDC
import Policy

/// `/sessions` as the Loket's own login service answers it, so that its frontend works unchanged.
///
/// The frontend begins the login itself, without state, nonce and PKCE; what is left is that a code counts once and is for this
/// client and this address, and that only a page of this host may send it here.
extension Pages {
    func sessionAPI(_ request: PageRequest) async -> PageResponse {
        switch (request.method, request.path) {
        case (.post, OwnPaths.sessions): await makeSession(request)
        case (.get, OwnPaths.currentSession): currentSession(request)
        case (.delete, OwnPaths.currentSession): await endSession(request)
        default: Self.error(.methodNotAllowed, "method_not_allowed", "this address takes another method")
        }
    }

    private func makeSession(_ request: PageRequest) async -> PageResponse {
        guard let body = try? JSONValue.parse(request.body), let code = body["authorizationCode"]?.stringValue,
            (1...2_048).contains(code.utf8.count)
        else { return Self.error(.badRequest, "code_missing", "the body needs `authorizationCode`") }
        switch await login.session(code: code, host: request.host) {
        case .failure(let refusal):
            logger.notice(
                "login refused",
                metadata: [
                    "code": "\(refusal.code)", "detail": "\(refusal.detail)", "request": "\(request.requestID)",
                ])
            counters.login(refusal.code)
            return Self.error(.unauthorized, refusal.code, refusal.sentence(.english))
                .noting(OwnPageNote("login_refused", nil, code: refusal.code))
        case .success(let made):
            let snapshot = snapshot.current
            let claims = made.session.principalClaims(snapshot.claimNames(of: made.session.issuer))
            let asker = Asker(snapshot.policy.principal(from: claims, register: snapshot.register))
            guard case .principal(let principal) = asker else {
                guard case .refused(let refusal) = asker else { return Self.error(.forbidden, "bestuur_missing", "") }
                return Self.error(.forbidden, refusal.code.rawValue, refusal.english)
            }
            await endFormer(request)
            counters.login("ok")
            return Self.session(made.session, principal, status: .created)
                .setting([SessionCookies.session(made.value)]).noting(OwnPageNote("login", made.session))
        }
    }

    private func currentSession(_ request: PageRequest) -> PageResponse {
        switch visitor(request) {
        case nil: return Self.error(.badRequest, "session_missing", "no session")
        case .failure(let ended): return Self.error(.badRequest, ended.refusal.rawValue, ended.refusal.english)
        case .success(let visitor):
            guard let principal = visitor.asker.principal else {
                return Self.error(.badRequest, "session_invalid", "the session's bestuur is not known")
            }
            return Self.session(visitor.session, principal, status: .ok).setting(visitor.renewal).noting(visitor.note())
        }
    }

    private func endSession(_ request: PageRequest) async -> PageResponse {
        let sessions = sessions(request)
        guard let first = sessions.first else {
            return Self.error(.badRequest, "session_missing", "no session").setting([
                SessionCookies.endedSession(site.kind)
            ])
        }
        do {
            for session in sessions { try await login.end(session) }
            counters.logout("here")
            return PageResponse.empty(.noContent).setting([SessionCookies.endedSession(site.kind)]).noting(
                OwnPageNote("logout", first))
        } catch {
            logger.error("a session could not be ended: \(error)", metadata: ["request": "\(request.requestID)"])
            return Self.error(.internalServerError, "logout_failed", "the session could not be ended")
                .setting([SessionCookies.endedSession(site.kind)])
        }
    }

    /// The answer of the Loket's login service, where `relationships` stands beside `data`.
    private static func session(
        _ session: Session, _ principal: Principal, status: HTTPResponse.Status
    ) -> PageResponse {
        func related(_ name: String, _ type: String, _ id: String) -> (String, JSONValue) {
            (
                name,
                .object([
                    ("links", .object([("related", .string("/\(type)/\(id)"))])),
                    ("data", .object([("type", .string(type)), ("id", .string(id))])),
                ])
            )
        }
        let group = principal.bestuur.uri.split(separator: "/").last.map(String.init) ?? ""
        let body = JSONValue.object([
            ("links", .object([("self", .string(OwnPaths.currentSession))])),
            (
                "data",
                .object([
                    ("type", "sessions"), ("id", .string(session.digest.description)),
                    ("attributes", .object([("roles", .array(principal.heldRoles.map { .string($0) }))])),
                ])
            ),
            (
                "relationships",
                .object([
                    related("account", "accounts", principal.account), related("group", "bestuurseenheden", group),
                ])
            ),
        ])
        return .json(body.bytes(), status: status, type: "application/vnd.api+json")
    }

    private static func error(_ status: HTTPResponse.Status, _ code: String, _ title: String) -> PageResponse {
        let body = JSONValue.object([
            (
                "errors",
                .array([
                    .object([
                        ("status", .string(String(status.code))), ("code", .string(code)), ("title", .string(title)),
                    ])
                ])
            )
        ])
        return .json(body.bytes(), status: status, type: "application/vnd.api+json")
    }
}
