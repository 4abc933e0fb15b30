internal import Hummingbird
internal import JOSE

/// The pages on which a lokale beheerder grants and withdraws.
struct GebruikersbeheerPages: Sendable {
    static let path = "/gebruikersbeheer"
    static let cookie = Cookie(
        name: "stand-in-gebruikersbeheer", path: path, sameSite: "Strict", lifetime: BeheerSessions.lifetime)

    let store: Gebruikersbeheer
    let sessions: BeheerSessions
    let now: @Sendable () -> Instant

    /// Somebody who is logged in.
    struct Visitor: Sendable {
        let gebruiker: Gebruiker
        let formToken: String
        let key: String
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get(RouterPath(Self.path)) { request, _ in try start(request) }
        router.post("\(Self.path)/aanmelden") { request, _ in try await logIn(request) }
        router.post("\(Self.path)/afmelden") { request, _ in
            try await changed(request) { visitor, _ in
                sessions.pages.take(visitor.key, at: now())
                var response = Response.sendingOn(to: Self.path)
                response.headers.append(.init(name: .setCookie, value: Self.cookie.removal))
                return response
            }
        }
        router.get("\(Self.path)/organisaties/:organisatie") { request, context in
            try shown(request) { visitor in try organisatie(context.id("organisatie"), visitor) }
        }
        router.get("\(Self.path)/organisaties/:organisatie/geschiedenis") { request, context in
            try shown(request) { visitor in try geschiedenis(context.id("organisatie"), visitor) }
        }
        router.get("\(Self.path)/organisaties/:organisatie/personen/:persoon") { request, context in
            try shown(request) { visitor in
                try persoon(
                    context.parameters.get("persoon") ?? "", context.id("organisatie"), visitor,
                    said: .init(word: request.uri.queryParameters["gedaan"].map { String($0) }))
            }
        }
        router.post("\(Self.path)/organisaties/:organisatie/personen/:persoon/toekennen") { request, context in
            try await changed(request) { visitor, form in
                try grant(context.parameters.get("persoon") ?? "", context.id("organisatie"), form, visitor)
            }
        }
        router.post("\(Self.path)/organisaties/:organisatie/personen/:persoon/intrekken/:toekenning") {
            request, context in
            try await changed(request) { visitor, form in
                try withdraw(
                    context.id("toekenning"), context.parameters.get("persoon") ?? "", context.id("organisatie"), form,
                    visitor)
            }
        }
    }

    // MARK: - Logging in

    private func visitor(_ request: Request) -> Visitor? {
        guard let key = Self.cookie.value(in: request), let session = sessions.pages.value(key, at: now()) else {
            return nil
        }
        return Visitor(gebruiker: session.gebruiker, formToken: session.formToken, key: key)
    }

    private func start(_ request: Request) throws -> Response {
        guard let visitor = visitor(request) else {
            return Page.beheerLogin(try store.overzicht()).response()
        }
        let organisaties = try store.beheerdeOrganisaties(of: visitor.gebruiker.id)
        guard !organisaties.isEmpty else {
            return Self.refused(.geenBeheerder, visitor)
        }
        return Page.organisaties(organisaties, visitor).response()
    }

    private func logIn(_ request: Request) async throws -> Response {
        guard let form = await request.form(), let id = form["gebruiker"], let gebruiker = try store.gebruiker(id)
        else {
            return Page.unreadable.response(.badRequest)
        }
        if let old = Self.cookie.value(in: request) { sessions.pages.take(old, at: now()) }
        let key = try sessions.pages.add(.init(gebruiker: gebruiker, formToken: Opaque.id()), at: now())
        var response = Response.sendingOn(to: Self.path)
        response.headers.append(.init(name: .setCookie, value: Self.cookie.setting(key)))
        return response
    }

    private func shown(_ request: Request, _ make: (Visitor) throws -> Response) throws -> Response {
        guard let visitor = visitor(request) else { return .sendingOn(to: Self.path) }
        return try make(visitor)
    }

    /// A form that changes something: only from a page of the same session.
    private func changed(
        _ request: Request, _ change: (Visitor, FormFields) throws -> Response
    ) async throws -> Response {
        guard let visitor = visitor(request) else { return .sendingOn(to: Self.path) }
        guard let form = await request.form(), form.repeatedNames.isEmpty, let token = form["formulier"],
            sameBytes(token, visitor.formToken)
        else { return Page.beheerForeignForm(visitor).response(.forbidden) }
        return try change(visitor, form)
    }

    static func refused(_ refusal: BeheerRefusal, _ visitor: Visitor) -> Response {
        Page.beheerRefusal(refusal, visitor).response(refusal == .geenBeheerder ? .forbidden : .notFound)
    }

    // MARK: - Pages

    private func managed(_ id: Int64, _ visitor: Visitor) throws -> Organisatie? {
        try store.beheerdeOrganisaties(of: visitor.gebruiker.id).first { $0.id == id }
    }

    private func organisatie(_ id: Int64, _ visitor: Visitor) throws -> Response {
        switch try store.gebruikers(of: id, for: visitor.gebruiker.id) {
        case .failure(let refusal): return Self.refused(refusal, visitor)
        case .success(let gebruikers):
            guard let organisatie = try managed(id, visitor) else {
                return Self.refused(.geenBeheerder, visitor)
            }
            let overzicht = try gebruikers.map { ($0, try store.identiteiten(of: $0.id)) }
            return Page.personen(overzicht, of: organisatie, visitor).response()
        }
    }

    private func geschiedenis(_ id: Int64, _ visitor: Visitor) throws -> Response {
        switch try store.wijzigingen(in: id, for: visitor.gebruiker.id) {
        case .failure(let refusal): return Self.refused(refusal, visitor)
        case .success(let wijzigingen):
            guard let organisatie = try managed(id, visitor) else {
                return Self.refused(.geenBeheerder, visitor)
            }
            return Page.geschiedenis(wijzigingen, of: organisatie, visitor).response()
        }
    }

    func persoon(
        _ persoon: String, _ id: Int64, _ visitor: Visitor, said: PersoonPage.Notice? = nil,
        filled: Aanvraag? = nil
    ) throws -> Response {
        switch try store.toekenningen(of: persoon, in: id, for: visitor.gebruiker.id) {
        case .failure(let refusal):
            return Self.refused(refusal, visitor)
        case .success(let toekenningen):
            guard let organisatie = try managed(id, visitor), let gebruiker = try store.gebruiker(persoon) else {
                return Self.refused(.geenBeheerder, visitor)
            }
            let page = PersoonPage(
                gebruiker: gebruiker, organisatie: organisatie, toekenningen: toekenningen, today: store.today,
                formToken: visitor.formToken, notice: said, filled: filled)
            return page.page(visitor).response(said?.isRefusal == true ? .unprocessableContent : .ok)
        }
    }
}

extension BasicRequestContext {
    /// A number in the path; 0, which nothing has, for what is none.
    func id(_ name: String) -> Int64 { parameters.get(name).flatMap { Int64($0) } ?? 0 }
}
