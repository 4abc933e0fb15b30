internal import HTTPTypes
internal import Hummingbird

/// Refuses what a page of another site has a browser send here, unless it only reads.
///
/// Other clients than browsers send neither field, and are no way to act in somebody else's name.
struct OwnFormsOnly: RouterMiddleware {
    /// Paths that others may post to: OpenID Connect Core 1.0 section 3.1.2.1 and RP-Initiated Logout 1.0 section 2 say so.
    let exceptions: Set<String>

    init(except exceptions: Set<String>) { self.exceptions = exceptions }

    @concurrent
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        guard
            request.method == .get || request.method == .head || exceptions.contains(request.uri.path)
                || Self.isOwn(request)
        else { return Response.problem(.forbidden, "a page of another site sent this") }
        return try await next(request, context)
    }

    private static func isOwn(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
            // `none`: somebody typed the address.
            guard site == "same-origin" || site == "none" else { return false }
        }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return false }
        return ["http://\(authority)", "https://\(authority)"].contains(origin)
    }
}
