internal import Hummingbird
internal import JOSE
package import Logging

extension IdentityProvider {
    /// Serves until the task is cancelled.
    ///
    /// - Parameter listening: called once, when connections are accepted, with the port that was bound.
    package func run(logger: Logger, listening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let router = Router()
        // A page in a browser on this machine could have its own name resolve to 127.0.0.1 and then read tokens here.
        if ListenAddress.isLoopback(address.host) {
            router.middlewares.add(LoopbackNamesOnly())
        }
        addRoutes(to: router)
        try await StandInServer.run(router, at: address, logger: logger, listening: listening)
    }

    private func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("\(Self.path)\(DiscoveryDocument.path)") { _, _ in
            Response.json(DiscoveryDocument(issuer: mint.issuer).json)
        }
        router.get("\(Self.path)\(DiscoveryDocument.keysPath)") { _, _ in
            // The life time that ACM/IDM gives its keys.
            Response.json(keys, cacheControl: "public, max-age=21500, must-revalidate")
        }
        router.get("/people") { _, _ in
            Response.json(people)
        }
        router.post("/people/:id/token") { request, context in
            var means: AuthenticationMeans?
            if let text = request.uri.queryParameters["acr_values"] {
                guard let known = AuthenticationMeans(rawValue: String(text)) else {
                    return Response.problem(.badRequest, "`acr_values` names no means of authentication known here")
                }
                means = known
            }
            guard let id = context.parameters.get("id"), let token = try token(for: id, means: means) else {
                return Response.problem(.notFound, "nobody has this id; GET /people lists everybody")
            }
            return Response.json(token)
        }
    }
}

/// Refuses requests that came under another name than this machine's own.
private struct LoopbackNamesOnly: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, ListenAddress.isLoopback(Self.host(of: authority)) else {
            return Response.problem(.misdirectedRequest, "only requests to a loopback name are answered")
        }
        return try await next(request, context)
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("[") {
            return String(authority.dropFirst().prefix { $0 != "]" })
        }
        return String(authority.prefix { $0 != ":" })
    }
}
