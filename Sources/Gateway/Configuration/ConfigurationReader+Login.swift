import HTTPWire
import JOSE
import Libcrypto
import OIDC
import Policy

/// `login`, `session` and `pages`: how people log in.
extension ConfigurationReader {
    /// nil when nobody logs in here, or when something is wrong, which is then reported.
    func login(
        _ top: MappingReader, _ environment: GatewayConfiguration.Environment, _ issuers: [IssuerConfiguration],
        publicScheme: String
    ) -> LoginConfiguration? {
        guard let node = top.optional("login") else {
            for key in ["session", "pages"] where top.has(key) {
                reader.report(
                    top.place(of: key), "`\(key)` is for a gateway at which people log in", hint: "add `login`")
            }
            return nil
        }
        let keys = [
            "issuer", "client-id", "client-secret", "private-key", "authentication", "redirect-uris", "scopes",
            "acr-values", "userinfo", "logged-out", "switched", "session-api",
        ]
        guard let mapping = reader.mapping(node, "`login`", keys: keys) else { return nil }
        let issuer = self.issuer(mapping, issuers)
        let clientID = mapping.requiredString("client-id")
        let authentication = self.authentication(mapping, environment)
        let redirects = self.redirects(mapping, environment, publicScheme)
        let scopes = mapping.optional("scopes").map { texts($0, "`scopes`", "a scope") } ?? ["openid"]
        let contexts = mapping.optional("acr-values").map { texts($0, "`acr-values`", "a value of `acr`") } ?? []
        let loggedOut = ownPath(mapping, "logged-out", standard: OwnPaths.loggedOut, redirects)
        let switched = ownPath(mapping, "switched", standard: OwnPaths.switched, redirects)
        if loggedOut == switched {
            reader.report(mapping.location, "`logged-out` and `switched` must be two paths, not both `\(loggedOut)`")
        }
        let session = self.session(top, environment)
        let pages = self.pages(top)
        guard let issuer, let clientID, let authentication, let redirects, let scopes, let contexts, let session,
            let pages
        else { return nil }
        let rules: ClaimRules
        do {
            rules = try ClaimRules(
                issuer: issuer.identifier, audiences: [clientID], leewaySeconds: issuer.rules.leewaySeconds)
        } catch {
            reader.report(mapping.location, "\(error)")
            return nil
        }
        return LoginConfiguration(
            issuer: issuer.identifier,
            client: LoginClient(
                id: clientID, authentication: authentication, scopes: scopes, authenticationContexts: contexts),
            rules: rules, redirects: redirects, loggedOutPath: loggedOut, switchedPath: switched,
            asksUserInfo: mapping.optionalBool("userinfo") ?? false,
            sessionAPI: mapping.optionalBool("session-api") ?? false,
            trustedCertificates: issuer.trustedCertificates, isForDevelopment: environment == .development,
            session: session, pages: pages)
    }

    private func texts(_ node: LocatedNode, _ what: String, _ item: String) -> [String]? {
        guard let items = reader.nonEmptyList(node, what) else { return nil }
        let texts = items.compactMap { node -> String? in
            guard let text = reader.string(node, item) else { return nil }
            guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                reader.report(node.location, "\(item) is visible ASCII without blanks, not `\(text)`")
                return nil
            }
            return text
        }
        return texts.count == items.count ? texts : nil
    }

    private func issuer(_ mapping: MappingReader, _ issuers: [IssuerConfiguration]) -> IssuerConfiguration? {
        guard let text = mapping.optionalString("issuer") else {
            if issuers.count == 1 { return issuers[0] }
            if issuers.count > 1 {
                reader.report(mapping.location, "`login` needs `issuer`, as there are several issuers")
            }
            return nil
        }
        guard let issuer = issuers.first(where: { sameBytes($0.identifier, text) }) else {
            // A mistake in the list itself is reported there.
            if !issuers.isEmpty {
                reader.report(
                    mapping.place(of: "issuer"), "the issuer `\(text)` is none of `issuers`",
                    hint: "write one of \(issuers.map { "`\($0.identifier)`" }.joined(separator: ", "))")
            }
            return nil
        }
        return issuer
    }

    // MARK: The client

    private func authentication(
        _ mapping: MappingReader, _ environment: GatewayConfiguration.Environment
    ) -> ClientAuthentication? {
        let sources = ["client-secret", "private-key"].filter(mapping.has)
        guard sources.count == 1, let source = sources.first, let file = mapping.requiredString(source) else {
            if sources.count != 1 {
                reader.report(
                    mapping.location, "`login` needs exactly one of `client-secret` and `private-key`, a file")
            }
            return nil
        }
        let methods = source == "client-secret" ? ["client_secret_basic", "client_secret_post"] : ["private_key_jwt"]
        var method: String? = methods[0]
        if let node = mapping.optional("authentication") {
            method = reader.choice(node, "`authentication` with `\(source)`", among: methods.map { ($0, $0) })
        }
        guard let method, let bytes = secretFile(file, at: mapping.place(of: source), environment) else {
            return nil
        }
        switch method {
        case "client_secret_basic", "client_secret_post":
            let secret = Self.withoutLineEnd(bytes)
            guard !secret.isEmpty, String(validating: secret, as: UTF8.self) != nil else {
                reader.report(
                    mapping.place(of: source), "the file `\(path(file))` holds no text that could be a secret")
                return nil
            }
            return method == "client_secret_basic" ? .secretBasic(Secret(secret)) : .secretPost(Secret(secret))
        default:
            return signer(bytes, path(file), at: mapping.place(of: source)).map { .privateKey($0) }
        }
    }

    /// A private key of RSA, as ACM/IDM takes RS256 alone; a JWK brings its name, a key in PEM is named by its thumbprint.
    private func signer(_ bytes: [UInt8], _ path: String, at place: SourceLocation) -> JWTSigner? {
        do {
            let isJSON = bytes.first { $0 > 0x20 } == UInt8(ascii: "{")
            let key: PrivateKey
            var keyID: String?
            if isJSON {
                let jwk = try PrivateJWK.parse(bytes, source: path)
                guard case .privateKey(let read) = jwk.material else {
                    reader.report(place, "`\(path)` holds a shared secret, and `private_key_jwt` needs a private key")
                    return nil
                }
                key = read
                keyID = jwk.keyID
            } else {
                key = try PrivateKey(pem: bytes.span)
            }
            keyID = keyID ?? JWK(publicKey: key.publicKey, keyID: nil, algorithm: nil).thumbprint
            return try JWTSigner(privateKey: key, algorithm: .rs256, keyID: keyID)
        } catch let error as KeyError {
            reader.report(place, "\(error)", hint: error.hint)
        } catch {
            reader.report(place, "the private key `\(path)` cannot be used: \(error)")
        }
        return nil
    }

    func secretFile(
        _ file: String, at place: SourceLocation, _ environment: GatewayConfiguration.Environment
    ) -> [UInt8]? {
        guard environment == .development || !Self.isDevelopmentKey(path(file)) else {
            reader.report(
                place, "`\(file)` is a development key", hint: "development keys need `environment: development`")
            return nil
        }
        do {
            return try readSecret(path(file))
        } catch {
            // Somebody may have written the secret itself: what is no path is not shown, here or in the log of a pipeline.
            if file.contains("/") {
                reader.report(place, "cannot read the secret file `\(path(file))`: \(error)")
            } else {
                reader.report(
                    place, "cannot read the secret file that is named here: \(error)",
                    hint:
                        "write the path of a file, with a `/` in it; a secret that stands here itself should be replaced"
                )
            }
            return nil
        }
    }

    private func redirects(
        _ mapping: MappingReader, _ environment: GatewayConfiguration.Environment, _ publicScheme: String
    ) -> [RedirectAddress]? {
        guard let node = mapping.required("redirect-uris"),
            let items = reader.nonEmptyList(node, "`redirect-uris`")
        else { return nil }
        var addresses: [RedirectAddress] = []
        for item in items {
            guard let text = reader.string(item, "a redirect address") else { continue }
            do throws(RedirectAddress.Problem) {
                let address = try RedirectAddress(text, allowsLoopbackHTTP: environment == .development)
                guard address.scheme == publicScheme else {
                    reader.report(
                        item.location, "`\(text)` is `\(address.scheme)`, and clients come by `\(publicScheme)`",
                        hint: "write `public-scheme: \(address.scheme)`, or the other scheme here")
                    continue
                }
                guard isCanonical(address.path, item) else { continue }
                guard !OwnPaths.isTaken(address.path, but: OwnPaths.callback) else {
                    reader.report(
                        item.location, "`\(address.path)` is another page of the gateway itself",
                        hint: "use `\(OwnPaths.callback)`, or a path outside of `\(OwnPaths.prefix)`")
                    continue
                }
                guard !addresses.contains(where: { $0.authority == address.authority }) else {
                    reader.report(item.location, "the host of `\(text)` has a redirect address already")
                    continue
                }
                addresses.append(address)
            } catch {
                reader.report(
                    item.location,
                    "a redirect address must be an `https` URL with a path, not `\(text)`: \(error.text)",
                    hint: "for example `https://loket.example\(OwnPaths.callback)`, as it is registered at the issuer")
            }
        }
        return addresses.count == items.count ? addresses : nil
    }

    private func ownPath(
        _ mapping: MappingReader, _ key: String, standard: String, _ redirects: [RedirectAddress]?
    ) -> String {
        guard let node = mapping.optional(key), let text = reader.string(node, "`\(key)`"), isCanonical(text, node)
        else {
            return standard
        }
        let isCallback = redirects?.contains { $0.path.utf8.elementsEqual(text.utf8) } ?? false
        if isCallback || OwnPaths.isTaken(text, but: standard) {
            reader.report(
                node.location, "`\(text)` is another page of the gateway itself",
                hint: "leave `\(key)` out for `\(standard)`, or name a path that nothing else answers")
        }
        return text
    }

    private func isCanonical(_ path: String, _ node: LocatedNode) -> Bool {
        if case .success(let target) = CanonicalTarget.parse(string: path), target.query == nil, target.form == .origin
        {
            return true
        }
        reader.report(node.location, "`\(path)` must be a path in its one spelling, without a query")
        return false
    }

    // MARK: Sessions and pages

    private func session(
        _ top: MappingReader, _ environment: GatewayConfiguration.Environment
    ) -> SessionConfiguration? {
        if !top.has("session") {
            reader.report(
                top.place(of: "login"), "`login` needs `session` beside it",
                hint: "where sessions are kept, and for how long")
        }
        guard let node = top.optional("session"),
            let mapping = reader.mapping(node, "`session`", keys: ["keys", "idle", "absolute", "store"])
        else { return nil }
        let ring = mapping.required("keys").flatMap { sealingKeys($0, environment) }
        var limits = SessionLimits()
        if let time = mapping.optionalDuration("idle", in: 60_000...24 * 3_600_000) {
            limits.idle = Int64(time / 1_000)
        }
        if let time = mapping.optionalDuration("absolute", in: 60_000...Int(SessionLimits.longest) * 1_000) {
            limits.absolute = Int64(time / 1_000)
        }
        if limits.absolute < limits.idle {
            reader.report(mapping.location, "`absolute` must not be shorter than `idle`")
        }
        guard let store = mapping.requiredString("store") else { return nil }
        if let problem = problemWithLog(path(store)) {
            reader.report(
                mapping.place(of: "store"), "the file of ended sessions `\(path(store))` cannot be used: \(problem)")
        }
        // An empty file is one that was just made.
        if let start = try? readFile(path(store)).prefix(16), !start.isEmpty,
            !start.elementsEqual("SQLite format 3\0".utf8)
        {
            reader.report(mapping.place(of: "store"), "`\(path(store))` holds something else than ended sessions")
        }
        guard let ring else { return nil }
        return SessionConfiguration(ring: ring, limits: limits, store: path(store))
    }

    private func sealingKeys(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> SealingKeyRing? {
        guard let items = reader.nonEmptyList(node, "`keys`") else { return nil }
        let secrets = items.compactMap { item -> Secret? in
            guard let file = reader.string(item, "a key file"),
                let bytes = secretFile(file, at: item.location, environment)
            else {
                return nil
            }
            guard let key = Base64URL.decode(Self.withoutLineEnd(bytes)), key.count == SealingKey.byteCount else {
                reader.report(
                    item.location, "`\(path(file))` must hold \(SealingKey.byteCount) random bytes in base64url",
                    hint: "`poort keys generate --kind sealing FILE` makes one")
                return nil
            }
            return Secret(key)
        }
        guard secrets.count == items.count else { return nil }
        do {
            return try SealingKeyRing(secrets)
        } catch {
            reader.report(node.location, error.message)
            return nil
        }
    }

    private func pages(_ top: MappingReader) -> PagesConfiguration? {
        guard let node = top.optional("pages") else { return PagesConfiguration() }
        guard let mapping = reader.mapping(node, "`pages`", keys: ["modules", "helpdesk"]) else { return nil }
        var pages = PagesConfiguration()
        if let address = mapping.optionalString("helpdesk") {
            let isMail = address.contains("@") && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            if isMail {
                pages.helpdesk = address
            } else {
                reader.report(mapping.place(of: "helpdesk"), "`helpdesk` must be an e-mail address, not `\(address)`")
            }
        }
        for pair in mapping.optional("modules").flatMap({ reader.entries($0, "`modules`") }) ?? [] {
            guard let text = reader.string(pair.value, "where a module begins") else { continue }
            pages.places[pair.key] = pair.keyLocation
            let isElsewhere = (try? EndpointURL(text, allowsLoopbackHTTP: true)) != nil
            if case .success(let target) = CanonicalTarget.parse(string: text), target.form == .origin {
                pages.modules[pair.key] = text
            } else if isElsewhere {
                pages.modules[pair.key] = text
            } else {
                reader.report(
                    pair.value.location, "a module begins at a path of this host or at an `https` URL, not at `\(text)`"
                )
            }
        }
        return pages
    }
}

extension IssuerConfiguration {
    fileprivate var trustedCertificates: [UInt8]? {
        if case .fetched(let fetched) = keys { return fetched.trustedCertificates }
        return nil
    }
}
