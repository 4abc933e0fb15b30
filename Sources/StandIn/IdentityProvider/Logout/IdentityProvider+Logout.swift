internal import Hummingbird
internal import JOSE

extension IdentityProvider {
    func addLogout(to router: Router<BasicRequestContext>) {
        let path = RouterPath(Self.path + DiscoveryDocument.endSessionPath)
        router.get(path) { request, _ in
            guard let fields = FormFields((request.uri.query ?? "").utf8) else {
                return Page.unreadable.response(.badRequest)
            }
            return try await endSession(fields, request)
        }
        router.post(path) { request, _ in
            guard let fields = await request.form() else { return Page.unreadable.response(.badRequest) }
            return try await endSession(fields, request)
        }
    }

    /// Logout that the client begins (OpenID Connect RP-Initiated Logout 1.0), with `switch` as ACM/IDM has it.
    private func endSession(_ fields: FormFields, _ request: Request) async throws -> Response {
        let at = now()
        let asked: LogoutRequest
        switch LogoutRequest.read(fields, clients: state.clients) {
        // Nothing is ended for whoever cannot say where the browser should go: it may be anybody's link.
        case .failure(let refusal): return Page.fault(refusal.tekst).response(.badRequest)
        case .success(let read): asked = read
        }
        let session = state.sessions.session(cookie: SSOSessions.cookie.value(in: request), at: at)
        var told: [BackChannelDelivery] = []
        if let session {
            if asked.isSwitch {
                state.sessions.choose(nil, in: session.sid, at: at)
            } else {
                told = try await end(session, at: at)
            }
        }
        var response: Response
        if let url = asked.url {
            response = .sendingOn(to: url)
        } else {
            response = Page.loggedOut(told).response()
        }
        if !asked.isSwitch {
            response.headers.append(.init(name: .setCookie, value: SSOSessions.cookie.removal))
        }
        return response
    }
}
