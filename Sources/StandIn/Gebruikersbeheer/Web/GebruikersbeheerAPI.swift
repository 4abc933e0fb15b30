internal import Hummingbird
internal import JOSE
internal import NIOCore

/// Gebruikersbeheer for programs: the same as the pages, in JSON.
///
/// `POST …/api/sessies` with `{"gebruiker": "<id>"}` gives a bearer token. A browser never sends one by itself, so nothing here
/// needs another protection against forged forms.
struct GebruikersbeheerAPI: Sendable {
    static let path = GebruikersbeheerPages.path + "/api"

    let store: Gebruikersbeheer
    let sessions: BeheerSessions
    let now: @Sendable () -> Instant

    func add(to router: Router<BasicRequestContext>) {
        router.post("\(Self.path)/sessies") { request, _ in
            guard let body = await Self.body(request), let id = body["gebruiker"]?.stringValue,
                try store.gebruiker(id) != nil
            else { return Response.problem(.badRequest, "`gebruiker` names nobody") }
            return Response.json(
                .object([("token", .string(try sessions.api.add(id, at: now())))]), status: .created)
        }
        router.get("\(Self.path)/organisaties") { request, _ in
            try asked(request) { beheerder in
                .success(.array(try store.beheerdeOrganisaties(of: beheerder).map(\.json)))
            }
        }
        router.get("\(Self.path)/organisaties/:organisatie/personen") { request, context in
            try asked(request) { beheerder in
                try store.gebruikers(of: context.id("organisatie"), for: beheerder).map { .array($0.map(\.json)) }
            }
        }
        router.get("\(Self.path)/organisaties/:organisatie/geschiedenis") { request, context in
            try asked(request) { beheerder in
                try store.wijzigingen(in: context.id("organisatie"), for: beheerder).map { .array($0.map(\.json)) }
            }
        }
        let grants = "\(Self.path)/organisaties/:organisatie/personen/:persoon/toekenningen"
        router.get(RouterPath(grants)) { request, context in
            try asked(request) { beheerder in
                let persoon = context.parameters.get("persoon") ?? ""
                return try store.toekenningen(of: persoon, in: context.id("organisatie"), for: beheerder)
                    .map { .array($0.map { $0.json(today: store.today) }) }
            }
        }
        router.post(RouterPath(grants)) { request, context in
            let body = await Self.body(request)
            return try asked(request, status: .created) { beheerder in
                guard let aanvraag = body.flatMap(Aanvraag.init) else { return .failure(.rechtOnbekend) }
                return try store.grant(
                    aanvraag, to: context.parameters.get("persoon") ?? "", in: context.id("organisatie"), by: beheerder
                ).map { $0.json(today: store.today) }
            }
        }
        router.post("\(Self.path)/toekenningen/:toekenning/intrekking") { request, context in
            let body = await Self.body(request)
            return try asked(request) { beheerder in
                try store.withdraw(
                    context.id("toekenning"), by: beheerder, reden: body?["reden"]?.stringValue ?? ""
                ).map { JSONValue.object([]) }
            }
        }
    }

    /// A JSON object; nil when the body is none.
    private static func body(_ request: Request) async -> JSONValue? {
        guard let type = request.headers[.contentType],
            type.prefix(while: { $0 != ";" }).lowercased() == "application/json",
            let body = try? await request.body.collect(upTo: Request.largestForm),
            let value = try? JSONValue.parse(Array(body.readableBytesView)), value.objectValue != nil
        else { return nil }
        return value
    }

    private func asked(
        _ request: Request, status: HTTPResponse.Status = .ok,
        _ answer: (_ beheerder: String) throws -> Result<JSONValue, BeheerRefusal>
    ) throws -> Response {
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let beheerder = sessions.api.value(String(words[1]), at: now())
        else {
            var response = Response.problem(.unauthorized, "there is no bearer token of POST \(Self.path)/sessies")
            response.headers[.wwwAuthenticate] = "Bearer realm=\"gebruikersbeheer\""
            return response
        }
        switch try answer(beheerder) {
        case .success(let value): return Response.json(value, status: status)
        case .failure(let refusal): return Self.problem(refusal)
        }
    }

    private static func problem(_ refusal: BeheerRefusal) -> Response {
        let status: HTTPResponse.Status =
            switch refusal {
            case .geenBeheerder: .forbidden
            case .nietGevonden: .notFound
            case .alToegekend, .alIngetrokken: .conflict
            case .rechtOnbekend, .datumOngeldig, .redenOngeldig: .unprocessableContent
            }
        var response = Response.json(
            .object([
                ("title", .string(refusal.tekst)), ("status", .integer(Int64(status.code))),
                ("code", .string(refusal.rawValue)),
            ]), status: status)
        response.headers[.contentType] = "application/problem+json"
        return response
    }
}
