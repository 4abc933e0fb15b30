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
        // And it could post a form here without reading the answer.
        router.middlewares.add(
            OwnFormsOnly(except: [
                Self.path + DiscoveryDocument.authorizationPath, Self.path + DiscoveryDocument.endSessionPath,
            ]))
        addDocuments(to: router)
        addAuthorization(to: router)
        addTokens(to: router)
        addLogout(to: router)
        addAdmin(to: router)
        GebruikersbeheerPages(store: gebruikersbeheer, sessions: beheer, now: now).add(to: router)
        GebruikersbeheerAPI(store: gebruikersbeheer, sessions: beheer, now: now).add(to: router)
        try await StandInServer.run(router, at: address, logger: logger) { port in
            mint.bind(port: port)
            listening(port)
        }
    }

    private func addDocuments(to router: Router<BasicRequestContext>) {
        router.get("/") { _, _ in
            Page.start(issuer: issuer).response()
        }
        router.get(RouterPath(Stylesheet.path)) { _, _ in
            Stylesheet.response
        }
        router.get("\(Self.path)\(DiscoveryDocument.path)") { _, _ in
            var document = DiscoveryDocument(issuer: issuer)
            if misbehaviour == .discoveryNamesAnotherIssuer { document.named = Misbehaviour.stranger }
            return Response.json(document.json)
        }
        router.get("\(Self.path)\(DiscoveryDocument.keysPath)") { _, _ in
            // The life time that ACM/IDM gives its keys.
            Response.json(keys, cacheControl: "public, max-age=21500, must-revalidate")
        }
    }
}
