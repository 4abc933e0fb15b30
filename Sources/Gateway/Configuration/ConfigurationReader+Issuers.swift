import JOSE
import Libcrypto
import OIDC
import Policy

extension ConfigurationReader {
    func issuers(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> [TrustedIssuer]? {
        guard let items = reader.nonEmptyList(node, "`issuers`") else { return nil }
        let issuers = items.compactMap { issuer($0, environment) }
        if issuers.count == items.count {
            do {
                _ = try TrustedIssuers(issuers)
            } catch {
                reader.report(node.location, "\(error)")
            }
        }
        return issuers
    }

    private func issuer(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> TrustedIssuer? {
        let keys = ["issuer", "audiences", "algorithms", "keys", "leeway", "token-types"]
        guard let mapping = reader.mapping(node, "an issuer", keys: keys) else { return nil }
        let identifier = mapping.required("issuer").flatMap { self.identifier($0, environment) }
        let audiences = mapping.required("audiences")
            .flatMap { reader.nonEmptyList($0, "`audiences`") }?
            .compactMap { reader.string($0, "an audience") }
        let algorithms = mapping.required("algorithms").flatMap(self.algorithms)
        let keySet = mapping.required("keys").flatMap { keys in
            algorithms.flatMap { self.keys(keys, $0, environment) }
        }
        let kinds = mapping.optional("token-types").map(tokenKinds) ?? [.idToken]
        let leeway = mapping.optionalDuration("leeway", in: 0...60_000).map { $0 / 1_000 } ?? 60
        guard let identifier, let audiences, !audiences.isEmpty, let keySet, let kinds else { return nil }
        do {
            let rules = try ClaimRules(
                issuer: identifier, audiences: Set(audiences), leewaySeconds: leeway, tokenKinds: kinds)
            return TrustedIssuer(identifier: identifier, keys: keySet, rules: rules)
        } catch {
            reader.report(mapping.location, "\(error)")
            return nil
        }
    }

    /// An `https` URL; plain `http` is for a loopback address in development.
    private func identifier(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> String? {
        guard let text = reader.string(node, "`issuer`") else { return nil }
        if text.hasPrefix("https://"), text.utf8.count > "https://".utf8.count { return text }
        let loopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        let isLoopback = loopback.contains { prefix in
            guard text.hasPrefix(prefix) else { return false }
            return [nil, ":", "/"].contains(text.dropFirst(prefix.count).first)
        }
        if environment == .development, isLoopback { return text }
        reader.report(
            node.location, "`issuer` must be an `https` URL, not `\(text)`",
            hint: isLoopback ? "plain `http` on a loopback address needs `environment: development`" : nil)
        return nil
    }

    private func algorithms(_ node: LocatedNode) -> Set<JWSAlgorithm>? {
        guard let items = reader.nonEmptyList(node, "`algorithms`") else { return nil }
        let choices = JWSAlgorithm.allCases.map { ($0.rawValue, $0) }
        let found = items.compactMap { item -> JWSAlgorithm? in
            if case .scalar(let text, _) = item.content, text.lowercased() == "none" {
                reader.report(
                    item.location, "the algorithm `none` can not be allowed", hint: "an unsigned token proves nothing")
                return nil
            }
            return reader.choice(item, "an algorithm", among: choices)
        }
        return found.count == items.count ? Set(found) : nil
    }

    private func tokenKinds(_ node: LocatedNode) -> Set<TokenKind>? {
        guard let items = reader.nonEmptyList(node, "`token-types`") else { return nil }
        let choices: [(String, TokenKind)] = [("id-token", .idToken), ("access-token", .accessToken)]
        let found = items.compactMap { reader.choice($0, "a token type", among: choices) }
        return found.count == items.count ? Set(found) : nil
    }

    // MARK: Keys

    private func keys(
        _ node: LocatedNode, _ algorithms: Set<JWSAlgorithm>, _ environment: GatewayConfiguration.Environment
    ) -> KeySet? {
        guard let items = reader.nonEmptyList(node, "`keys`") else { return nil }
        var all: [VerificationKey] = []
        var isComplete = true
        for item in items {
            guard let keys = self.key(item, algorithms, environment) else {
                isComplete = false
                continue
            }
            all += keys
        }
        guard isComplete else { return nil }
        do {
            return try KeySet(all)
        } catch {
            report(node.location, error)
            return nil
        }
    }

    private func key(
        _ node: LocatedNode, _ algorithms: Set<JWSAlgorithm>, _ environment: GatewayConfiguration.Environment
    ) -> [VerificationKey]? {
        guard
            let mapping = reader.mapping(
                node, "a key", keys: ["jwks", "pem", "hmac-secret", "kid", "algorithms"])
        else { return nil }
        let sources = ["jwks", "pem", "hmac-secret"].filter(mapping.has)
        guard sources.count == 1, let source = sources.first, let file = mapping.requiredString(source) else {
            if sources.count != 1 {
                reader.report(mapping.location, "a key needs exactly one of `jwks`, `pem` and `hmac-secret`")
            }
            return nil
        }
        var own = algorithms
        if let node = mapping.optional("algorithms") {
            guard let narrowed = self.algorithms(node) else { return nil }
            guard narrowed.isSubset(of: algorithms) else {
                reader.report(node.location, "a key's `algorithms` must be among those of its issuer")
                return nil
            }
            own = narrowed
        }
        let place = mapping.place(of: source)
        let path = self.path(file)
        if environment == .production, Self.isDevelopmentKey(path) {
            reader.report(
                place, "`\(file)` is a development key", hint: "development keys need `environment: development`")
            return nil
        }
        let bytes: [UInt8]
        do {
            bytes = try source == "hmac-secret" ? readSecret(path) : readFile(path)
        } catch {
            reader.report(place, "cannot read the key file `\(path)`: \(error)")
            return nil
        }
        let keyID = mapping.optionalString("kid")
        do {
            switch source {
            case "jwks":
                if keyID != nil {
                    reader.report(mapping.place(of: "kid"), "the keys of a JWKS bring their own `kid`")
                    return nil
                }
                return try KeySet.load(jwks: bytes, algorithms: own, source: path).keys
            case "pem":
                return [try VerificationKey(pem: bytes, keyID: keyID, algorithms: own, source: path)]
            default:
                return [
                    try VerificationKey(
                        hmacSecret: Secret(Self.withoutLineEnd(bytes)), keyID: keyID, algorithms: own, source: path)
                ]
            }
        } catch {
            report(place, error)
            return nil
        }
    }

    private func report(_ place: SourceLocation, _ error: KeyError) {
        reader.report(place, "\(error)", hint: error.hint)
    }

    /// Keys made by the demo lie in a folder of this name.
    private static func isDevelopmentKey(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains("development")
    }

    /// Editors end a file with a line end, which is no part of a secret.
    private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        return Array(bytes)
    }
}
