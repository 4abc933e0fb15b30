import HTTPTypes
import JOSE
import Logging
import OIDC

/// Logging in.
extension Pages {
    /// How many logins one browser may have under way. Beyond it the oldest are forgotten: every one is a cookie, and cookies
    /// that were never taken away would make requests too large.
    private static let maximumLogins = 4
    private static let maximumForgotten = 32

    func beginLogin(_ request: PageRequest) async -> PageResponse {
        let parameters = request.parameters
        // A link on another site must not take somebody out of their session, or into one for another bestuur.
        if request.isCrossSite, case .success(let visitor)? = visitor(request) {
            let here = request.query.isEmpty ? site.login : "\(site.login)?\(request.query)"
            return message(
                request, "alreadyTitle", [text(request, "alreadyText")], action: (here, "logInAgain")
            ).noting(visitor.note())
        }
        switch await login.begin(
            host: request.host, returnAddress: parameters["return"], hint: Self.hint(parameters),
            asksAnew: parameters["anew"] == "1")
        {
        case .failure(let refusal):
            return failed(request, refusal, returningTo: site.safe(parameters["return"]))
        case .success(let begun):
            var response = PageResponse.redirect(to: begun.url)
            response.setCookie(SessionCookies.transaction(begun.transaction.cookieName, begun.cookie))
            for name in surplusLogins(request) { response.setCookie(SessionCookies.endedTransaction(name)) }
            return response
        }
    }

    /// `bestuur` and `doelgroep` ask ACM/IDM for a login for one organisation.
    private static func hint(_ parameters: [String: String]) -> LoginClient.Hint? {
        guard let organisation = parameters["bestuur"], (1...20).contains(organisation.utf8.count),
            organisation.utf8.allSatisfy(isAlphanumeric)
        else { return nil }
        let doelgroep = parameters["doelgroep"] ?? "LB"
        guard (1...5).contains(doelgroep.utf8.count), doelgroep.utf8.allSatisfy(isAlphanumeric) else { return nil }
        return LoginClient.Hint(doelgroep: doelgroep, organisation: organisation)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }

    private func surplusLogins(_ request: PageRequest) -> [String] {
        // A name that came from outside must not make another cookie line, nor a long one.
        let underWay = request.cookies(prefix: LoginTransaction.cookiePrefix)
            .filter { LoginTransaction.isCookieName($0.name) }
            .map { cookie in
                (
                    cookie.name,
                    LoginTransaction.begun(in: cookie.value, with: configuration.session.ring) ?? .distantPast
                )
            }
        guard underWay.count >= Self.maximumLogins else { return [] }
        let surplus = underWay.sorted { $0.1 > $1.1 }.dropFirst(Self.maximumLogins - 1)
        // With more lines than a head may have nobody could log in any more; the rest goes with the next login.
        return surplus.prefix(Self.maximumForgotten).map(\.0)
    }

    func completeLogin(_ request: PageRequest) async -> PageResponse {
        let answer: AuthorizationResponse
        switch AuthorizationResponse.read(Array(request.query.utf8).span) {
        case .failure(let refusal): return failed(request, refusal)
        case .success(let read): answer = read
        }
        let name = LoginTransaction.cookieName(state: answer.state)
        let taken = SessionCookies.endedTransaction(name)
        let cookie = request.cookie(name)
        let begun = try? LoginTransaction.open(
            cookie, state: answer.state, with: configuration.session.ring, at: LoginService.now()
        ).get()
        switch await login.complete(answer, transaction: cookie, host: request.host) {
        case .failure(let refusal):
            return failed(request, refusal, returningTo: begun?.returnAddress ?? site.start).setting([taken])
        case .success(let completed):
            await endFormer(request)
            let session = completed.made.session
            logger.notice(
                "logged in",
                metadata: ["session": "\(session.digest)", "request": "\(request.requestID)"])
            if completed.made.isCut {
                logger.warning(
                    "a session holds only those roles of its login that open something: all of them do not fit into a cookie",
                    metadata: ["session": "\(session.digest)"])
            }
            counters.login("ok")
            return PageResponse.redirect(to: completed.returnAddress)
                .setting([taken, SessionCookies.session(completed.made.value, site.kind)]).noting(
                    OwnPageNote("login", session))
        }
    }

    /// Nothing of who was logged in before in this browser survives.
    func endFormer(_ request: PageRequest) async {
        for former in sessions(request) {
            do {
                try await login.end(former)
            } catch {
                logger.error("the former session of a browser could not be ended: \(error)")
            }
        }
    }

    /// What a person is told when logging in did not succeed, and what the log says.
    func failed(
        _ request: PageRequest, _ refusal: LoginRefusal, returningTo address: String? = nil
    ) -> PageResponse {
        counters.login(refusal.code)
        let metadata: Logger.Metadata = [
            "code": "\(refusal.code)", "detail": "\(refusal.detail)", "request": "\(request.requestID)",
        ]
        if refusal.isMendedByStartingAnew {
            logger.notice("login refused", metadata: metadata)
        } else {
            logger.error("login refused", metadata: metadata)
        }
        var action: (String, String)? = (site.loginAddress(returningTo: address ?? site.start), "tryAgain")
        if case .hostUnknown = refusal { action = nil }
        return message(
            request, "failedTitle", [refusal.sentence(request.language)], status: refusal.status, who: refusal.mendedBy,
            action: action, code: refusal.code
        ).noting(OwnPageNote("login_refused", nil, code: refusal.code))
    }
}
