internal import Hummingbird

/// Refuses requests that came under another name than this machine's own.
struct LoopbackNamesOnly: RouterMiddleware {
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
