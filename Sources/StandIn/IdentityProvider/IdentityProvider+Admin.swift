internal import Hummingbird
internal import JOSE

extension IdentityProvider {
    /// For whoever runs the stand-in. Like everything here without a password; pages of other sites cannot reach it.
    func addAdmin(to router: Router<BasicRequestContext>) {
        router.post("/admin/keys/rotate") { _, _ in
            let id = try rotateKeys()
            return Response.json(.object([("kid", .string(id)), ("published", publishedKeyIDs)]))
        }
        router.post("/admin/keys/withdraw") { _, _ in
            withdrawOlderKeys()
            return Response.json(.object([("published", publishedKeyIDs)]))
        }
        router.post("/admin/people/:id/logout") { request, context in
            guard let id = context.parameters.get("id"), try gebruikersbeheer.gebruiker(id) != nil else {
                return Response.problem(.notFound, "nobody has this id")
            }
            let text = request.uri.queryParameters["by"].map { String($0) } ?? LogoutScope.session.rawValue
            guard let scope = LogoutScope(rawValue: text) else {
                return Response.problem(.badRequest, "`by` is neither sid nor sub")
            }
            return Response.json(.array(try await logOut(id, naming: scope).map(\.json)))
        }
        router.get("/admin/deliveries") { _, _ in
            Response.json(.array(backChannelDeliveries.map(\.json)))
        }
    }

    private var publishedKeyIDs: JSONValue {
        .array(keys["keys"]?.arrayValue?.compactMap { $0["kid"] } ?? [])
    }
}
