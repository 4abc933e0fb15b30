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

        /// For audit log and metrics.
        var word: String {
            switch self {
            case .here: "here"
            case .everywhere: "everywhere"
            case .switching: "switch"
            }
        }

        var event: String {
            switch self {
            case .here: "logout"
            case .everywhere: "logout_everywhere"
            case .switching: "switch"
            }
        }

        /// The keys of the page that leads to the provider.
        var words: (title: String, text: String) {
            switch self {
            case .here: ("leavingTitle", "leavingText")
            case .everywhere: ("leavingEverywhereTitle", "leavingEverywhereText")
            case .switching: ("switchingTitle", "switchingText")
            }
        }
    }

    /// The session ends here first, then at the provider; the first works when the provider is away.
    func logOut(_ request: PageRequest, _ logout: Logout) async -> PageResponse {
        var note = OwnPageNote(logout.event, nil)
        for session in sessions(request) {
            do {
                if logout == .everywhere {
                    try await login.endEverywhere(session)
                } else {
                    try await login.end(session)
                }
                logger.notice("logged out", metadata: ["session": "\(session.digest)"])
                counters.logout(logout.word)
                note = OwnPageNote(logout.event, session)
            } catch {
                logger.error("a session could not be ended: \(error)", metadata: ["request": "\(request.requestID)"])
                return message(
                    request, "logoutFailedTitle", [text(request, "logoutFailedText")], status: .internalServerError,
                    who: .operations, action: (site.start, "toStart"), code: "logout_failed"
                ).setting([SessionCookies.endedSession(site.kind)]).noting(
                    OwnPageNote(logout.event, session, code: "logout_failed"))
            }
        }
        let isSwitch = logout == .switching
        guard let address = await login.endSession(host: request.host, isSwitch: isSwitch) else {
            let next = isSwitch ? site.login : site.loggedOut
            return PageResponse.redirect(to: next).setting([SessionCookies.endedSession(site.kind)]).noting(note)
        }
        // Not a redirect: the form's policy would have to name every host that the provider itself sends the browser to.
        return message(
            request, logout.words.title, [text(request, logout.words.text)], action: (address, "goOn"), refresh: address
        ).setting([SessionCookies.endedSession(site.kind)]).noting(note)
    }

    /// Somebody with a session that counts is not logged out, whatever address they open.
    func loggedOut(_ request: PageRequest) -> PageResponse {
        if case .success? = visitor(request) { return .redirect(to: site.start) }
        return message(
            request, "loggedOutTitle", [text(request, "loggedOutText")], action: (site.login, "logInAgain"))
    }

    /// OpenID Connect Back-Channel Logout 1.0, sections 2.5 and 2.8.
    func backChannelLogout(_ request: PageRequest) async -> PageResponse {
        func refused(_ code: String) -> PageResponse {
            logger.warning("logout token refused", metadata: ["code": "\(code)", "request": "\(request.requestID)"])
            let body = JSONValue.object([
                ("error", "invalid_request"), ("error_description", .string(code)),
            ])
            return PageResponse.json(body.bytes(), status: .badRequest)
                .noting(OwnPageNote("backchannel_logout", nil, code: code))
        }
        guard let form = FormEncoding.decode(request.body.span), let token = form["logout_token"] else {
            return refused("logout_token_missing")
        }
        do {
            switch try await login.endSessions(logoutToken: token) {
            case .failure(let refusal): return refused(refusal.code)
            case .success(let logout):
                logger.notice(
                    "the provider ended \(logout.session == nil ? "all sessions of a person" : "a session")",
                    metadata: ["request": "\(request.requestID)"])
                counters.logout("provider")
                let person = logout.session == nil ? logout.subject : nil
                return PageResponse.empty(.ok).noting(
                    OwnPageNote(
                        event: "backchannel_logout",
                        subject: person.map { HolderKey.subject($0, issuer: configuration.issuer).description }))
            }
        } catch {
            logger.error("a logout token could not be obeyed: \(error)")
            return .json(JSONValue.object([("error", "server_error")]).bytes(), status: .internalServerError)
        }
    }
}
