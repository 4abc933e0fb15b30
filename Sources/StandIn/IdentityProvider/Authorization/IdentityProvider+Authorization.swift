internal import Hummingbird
internal import JOSE

extension IdentityProvider {
    /// Where forms of a login are sent, below the issuer's path.
    static let personPath = "\(path)/v1/auth/persoon"
    static let hoedanigheidPath = "\(path)/v1/auth/hoedanigheid"
    static let organisatiePath = "\(path)/v1/auth/organisatie"

    /// Tells browsers apart while nobody is logged in.
    static let browserCookie = Cookie(
        name: "stand-in-login", path: path, sameSite: "Lax", lifetime: LoginInteraction.lifetime)

    func addAuthorization(to router: Router<BasicRequestContext>) {
        let path = RouterPath(Self.path + DiscoveryDocument.authorizationPath)
        router.get(path) { request, _ in
            guard let fields = FormFields((request.uri.query ?? "").utf8) else {
                return Page.unreadable.response(.badRequest)
            }
            return try await authorize(fields, request)
        }
        router.post(path) { request, _ in
            guard let fields = await request.form() else { return Page.unreadable.response(.badRequest) }
            return try await authorize(fields, request)
        }
        router.post(RouterPath(Self.personPath)) { request, _ in
            try await answered(request) { interaction, form, at in
                guard let id = form["gebruiker"], let gebruiker = try gebruikersbeheer.gebruiker(id) else {
                    return .unusable
                }
                return .next(try await choose(gebruiker, in: &interaction, request, at: at))
            }
        }
        router.post(RouterPath(Self.hoedanigheidPath)) { request, _ in
            try await answered(request) { interaction, form, _ in
                guard let hoedanigheid = form["hoedanigheid"].flatMap(Hoedanigheid.init(rawValue:)) else {
                    return .unusable
                }
                interaction.hoedanigheid = hoedanigheid
                return .next([:])
            }
        }
        router.post(RouterPath(Self.organisatiePath)) { request, _ in
            try await answered(request) { interaction, form, at in
                guard let werkrelatie = form["werkrelatie"].flatMap({ Int64($0) }), let sid = interaction.sid,
                    let session = state.sessions[sid, at: at],
                    let chosen = try gebruikersbeheer.identiteiten(of: session.gebruiker)
                        .first(where: { $0.werkrelatie == werkrelatie && $0.magAanmelden })
                else { return .unusable }
                return .end(try complete(interaction.request, chosen, in: session, at: at))
            }
        }
    }

    private func authorize(_ fields: FormFields, _ request: Request) async throws -> Response {
        let at = now()
        switch AuthorizationRequest.read(fields, clients: state.clients) {
        case .failure(.page(let text)): return Page.fault(text).response(.badRequest)
        case .failure(.answer(let error)): return answer(error)
        case .success(let authorization):
            var session = state.sessions.session(cookie: SSOSessions.cookie.value(in: request), at: at)
            if authorization.prompt == .login { session = nil }
            if let maximumAge = authorization.maximumAge, let authenticated = session?.authenticated,
                at.seconds(since: authenticated) > maximumAge
            {
                session = nil
            }
            let known = Self.browserCookie.value(in: request).flatMap { $0.utf8.count == 43 ? $0 : nil }
            let browser = try known ?? Opaque.id()
            let interaction = LoginInteraction(request: authorization, browser: browser, sid: session?.sid)
            var response = try proceed(interaction, key: nil, session: session, at: at)
            response.headers.append(.init(name: .setCookie, value: Self.browserCookie.setting(browser)))
            return response
        }
    }

    /// Takes what somebody filled in on a page of a login.
    ///
    private func answered(
        _ request: Request,
        _ take: (inout LoginInteraction, FormFields, Instant) async throws -> LoginAnswer
    ) async throws -> Response {
        let at = now()
        guard let form = await request.form(), form.repeatedNames.isEmpty, let key = form["interactie"],
            var interaction = state.interactions.value(key, at: at),
            let browser = Self.browserCookie.value(in: request), sameBytes(browser, interaction.browser)
        else { return Page.expired.response(.badRequest) }
        switch try await take(&interaction, form, at) {
        case .unusable: return Page.unreadable.response(.badRequest)
        case .end(let response):
            state.interactions.take(key, at: at)
            return response
        case .next(let fields):
            _ = state.interactions.update(key, at: at) { $0 = interaction }
            let session = interaction.sid.flatMap { state.sessions[$0, at: at] }
            var response = try proceed(interaction, key: key, session: session, at: at)
            for field in fields { response.headers.append(field) }
            return response
        }
    }

    /// Somebody said who they are.
    private func choose(
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
    private func proceed(
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
                back: url(
                    AuthorizationError(
                        redirectURI: request.redirectURI, state: request.state, code: .accessDenied,
                        description: "the person has no right to log in"))
            ).response(.forbidden)
        case .fail(let code):
            return answer(
                AuthorizationError(
                    redirectURI: request.redirectURI, state: request.state, code: code,
                    description: "no page may be shown"))
        case .complete(let identiteit):
            guard let session else { return Page.expired.response(.badRequest) }
            if let key { state.interactions.take(key, at: at) }
            return try complete(request, identiteit, in: session, at: at)
        }
    }

    /// Sends the browser on with a code.
    private func complete(
        _ request: AuthorizationRequest, _ identiteit: Identiteit, in session: SSOSession, at: Instant
    ) throws -> Response {
        state.sessions.choose(identiteit.werkrelatie, in: session.sid, at: at)
        let login = CompletedLogin(
            client: request.client, scopes: request.scopes, nonce: request.nonce, means: request.means,
            person: PersonClaims(identiteit), sid: session.sid, authenticated: session.authenticated)
        let code = try state.codes.add(
            IssuedCode(login: login, redirectURI: request.redirectURI, challenge: request.challenge, issued: at), at: at
        )
        return .sendingOn(to: url(request.redirectURI, [("code", code)], state: request.state))
    }

    private func answer(_ error: AuthorizationError) -> Response { .sendingOn(to: url(error)) }

    private func url(_ error: AuthorizationError) -> String {
        url(
            error.redirectURI, [("error", error.code.rawValue), ("error_description", error.description)],
            state: error.state)
    }

    /// The redirect address with the answer, which names the issuer (RFC 9207).
    private func url(_ redirectURI: String, _ fields: [(name: String, value: String)], state: String?) -> String {
        var fields = fields
        if let state { fields.append(("state", state)) }
        switch misbehaviour {
        case .responseWithoutIssuer: break
        case .responseNamesAnotherIssuer: fields.append(("iss", Misbehaviour.stranger))
        default: fields.append(("iss", issuer))
        }
        return redirectURI + (redirectURI.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + FormEncoding.encode(fields)
    }
}

/// What comes of a page that somebody filled in.
private enum LoginAnswer {
    /// What was filled in cannot be taken.
    case unusable
    /// The next step follows; the fields go with its page.
    case next(HTTPFields)
    case end(Response)
}
