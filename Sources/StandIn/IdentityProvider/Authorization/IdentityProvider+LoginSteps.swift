internal import HTTPTypes
internal import Hummingbird
internal import JOSE

extension IdentityProvider {
    /// How the browser is sent back to a client.
    var answer: AuthorizationAnswer { AuthorizationAnswer(issuer: issuer, misbehaviour: misbehaviour) }

    /// Somebody said who they are.
    func choose(
        _ gebruiker: Gebruiker, in interaction: inout LoginInteraction, _ request: Request, at: Instant
    ) async throws -> HTTPFields {
        let cookie = SSOSessions.cookie.value(in: request)
        let old = state.sessions.session(cookie: cookie, at: at)
        // Of whoever was logged in here before nothing remains.
        if let old, old.gebruiker != gebruiker.id { try await end(old, at: at) }
        let begun = try state.sessions.begin(gebruiker, replacing: old, cookie: cookie, at: at)
        interaction.sid = begun.session.sid
        return [.setCookie: SSOSessions.cookie.setting(begun.cookie)]
    }

    /// The next page of a login, or its end.
    func proceed(
        _ interaction: LoginInteraction, key: String?, session: SSOSession?, at: Instant
    ) throws -> Response {
        let request = interaction.request
        let toepassing = state.clients[request.client]?.name ?? request.client
        let identiteiten = try session.map { try gebruikersbeheer.identiteiten(of: $0.gebruiker) } ?? []
        let step = LoginStep.next(
            request, session: session, identiteiten: identiteiten, hoedanigheid: interaction.hoedanigheid)
        func page(_ make: (String) throws -> Page) throws -> Response {
            try make(try key ?? state.interactions.add(interaction, at: at)).response(sendingTo: request.redirectURI)
        }
        switch step {
        case .choosePerson:
            let gebruikers = try gebruikersbeheer.overzicht()
            return try page { Page.choosePerson(gebruikers, interaction: $0, toepassing: toepassing) }
        case .chooseHoedanigheid(let hoedanigheden):
            return try page { Page.chooseHoedanigheid(hoedanigheden, interaction: $0) }
        case .chooseOrganisatie(let offered):
            return try page { Page.chooseOrganisatie(offered, interaction: $0) }
        case .noRight:
            let gebruiker = try session.flatMap { try gebruikersbeheer.gebruiker($0.gebruiker) }
            return Page.noRight(
                naam: gebruiker?.name ?? "", toepassing: toepassing, at: at,
                back: answer.url(
                    of: AuthorizationError(
                        redirectURI: request.redirectURI, state: request.state, code: .accessDenied,
                        description: "the person has no right to log in"))
            ).response(.forbidden)
        case .fail(let code):
            let error = AuthorizationError(
                redirectURI: request.redirectURI, state: request.state, code: code,
                description: "no page may be shown")
            return .sendingOn(to: answer.url(of: error))
        case .complete(let identiteit):
            guard let session else { return Page.expired.response(.badRequest) }
            if let key { state.interactions.take(key, at: at) }
            return try complete(request, identiteit, in: session, at: at)
        }
    }

    /// Sends the browser on with a code.
    func complete(
        _ request: AuthorizationRequest, _ identiteit: Identiteit, in session: SSOSession, at: Instant
    ) throws -> Response {
        state.sessions.choose(identiteit.werkrelatie, in: session.sid, at: at)
        let login = CompletedLogin(
            client: request.client, scopes: request.scopes, nonce: request.nonce, means: request.means,
            person: PersonClaims(identiteit), sid: session.sid, authenticated: session.authenticated)
        let code = try state.codes.add(
            IssuedCode(login: login, redirectURI: request.redirectURI, challenge: request.challenge, issued: at), at: at
        )
        return .sendingOn(
            to: answer.url(request.redirectURI, [("code", code)], state: request.state))
    }
}
