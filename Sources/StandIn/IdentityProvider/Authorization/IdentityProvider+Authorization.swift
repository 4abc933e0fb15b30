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
        case .failure(.answer(let error)): return .sendingOn(to: answer.url(of: error))
        case .success(let authorization):
            var session = state.sessions.session(cookie: SSOSessions.cookie.value(in: request), at: at)
            if authorization.prompt == .login { session = nil }
            if let maximumAge = authorization.maximumAge, let authenticated = session?.authenticated,
                maximumAge == 0 || at.seconds(since: authenticated) > maximumAge
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
}

/// What comes of a page that somebody filled in.
private enum LoginAnswer {
    /// What was filled in cannot be taken.
    case unusable
    /// The next step follows; the fields go with its page.
    case next(HTTPFields)
    case end(Response)
}
