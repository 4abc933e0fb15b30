import HTTPTypes
import JOSE
import Logging
import OIDC
import Policy

/// Logging out.
extension Pages {
    enum Logout {
        case here, everywhere
        /// To choose another bestuur: the person stays logged in at the provider.
        case switching
    }

    /// The session ends here first, then at the provider; the first works when the provider is away.
    func logOut(_ request: PageRequest, _ logout: Logout) async -> PageResponse {
        if case .success(let visitor)? = visitor(request) {
            do {
                if logout == .everywhere {
                    try await login.endEverywhere(visitor.session)
                } else {
                    try await login.end(visitor.session)
                }
                logger.info("logged out", metadata: ["session": "\(visitor.session.digest)"])
            } catch {
                logger.error("a session could not be ended: \(error)", metadata: ["request": "\(request.requestID)"])
                return message(
                    request, "logoutFailedTitle", [text(request, "logoutFailedText")], status: .internalServerError,
                    who: .operations, action: (OwnPaths.start, "toStart"), code: "logout_failed"
                ).setting([SessionCookies.endedSession])
            }
        }
        let isSwitch = logout == .switching
        guard let address = await login.endSession(host: request.host, isSwitch: isSwitch) else {
            let next = isSwitch ? OwnPaths.login : OwnPaths.loggedOut
            return .redirect(to: next).setting([SessionCookies.endedSession])
        }
        // Not a redirect: the form's policy would have to name every host that the provider itself sends the browser to.
        return message(
            request, isSwitch ? "switchingTitle" : "leavingTitle",
            [text(request, isSwitch ? "switchingText" : "leavingText")], action: (address, "goOn"), refresh: address
        ).setting([SessionCookies.endedSession])
    }

    func loggedOut(_ request: PageRequest) -> PageResponse {
        message(
            request, "loggedOutTitle", [text(request, "loggedOutText")], action: (OwnPaths.login, "logInAgain"))
    }

    /// OpenID Connect Back-Channel Logout 1.0, sections 2.5 and 2.8.
    func backChannelLogout(_ request: PageRequest) async -> PageResponse {
        func refused(_ code: String) -> PageResponse {
            logger.warning("logout token refused", metadata: ["code": "\(code)", "request": "\(request.requestID)"])
            let body = JSONValue.object([
                ("error", "invalid_request"), ("error_description", .string(code)),
            ])
            return .json(body.bytes(), status: .badRequest)
        }
        guard let form = FormEncoding.decode(request.body.span), let token = form["logout_token"] else {
            return refused("logout_token_missing")
        }
        do {
            switch try await login.endSessions(logoutToken: token) {
            case .failure(let refusal): return refused(refusal.code)
            case .success(let logout):
                logger.info(
                    "the provider ended \(logout.session == nil ? "all sessions of a person" : "a session")",
                    metadata: ["request": "\(request.requestID)"])
                return .empty(.ok)
            }
        } catch {
            logger.error("a logout token could not be obeyed: \(error)")
            return .json(JSONValue.object([("error", "server_error")]).bytes(), status: .internalServerError)
        }
    }
}
