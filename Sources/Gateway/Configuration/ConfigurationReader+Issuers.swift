import JOSE
import OIDC
import Policy

extension ConfigurationReader {
    func issuers(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> [IssuerConfiguration]? {
        guard let items = reader.nonEmptyList(node, "`issuers`") else { return nil }
        let issuers = items.compactMap { issuer($0, environment) }
        if issuers.count == items.count {
            do {
                _ = try TrustedIssuers(issuers.map(\.trusted))
            } catch {
                reader.report(node.location, "\(error)")
            }
        }
        return issuers
    }

    private func issuer(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> IssuerConfiguration? {
        let keys = ["issuer", "audiences", "algorithms", "keys", "leeway", "token-types", "claims"]
        guard let mapping = reader.mapping(node, "an issuer", keys: keys) else { return nil }
        let identifier = mapping.required("issuer").flatMap { self.identifier($0, environment) }
        let audiences = mapping.required("audiences")
            .flatMap { reader.nonEmptyList($0, "`audiences`") }?
            .compactMap { reader.string($0, "an audience") }
        let algorithms = mapping.required("algorithms").flatMap(self.algorithms)
        let source = mapping.required("keys").flatMap { node in
            algorithms.flatMap { self.keys(node, of: identifier, $0, environment) }
        }
        let kinds = mapping.optional("token-types").map(tokenKinds) ?? [.idToken]
        let leeway = mapping.optionalDuration("leeway", in: 0...60_000).map { $0 / 1_000 } ?? 60
        let claims = mapping.optional("claims").map { ClaimNames.read($0, reader) }
        guard let identifier, let audiences, !audiences.isEmpty, let source, let kinds else { return nil }
        do {
            let rules = try ClaimRules(
                issuer: identifier, audiences: Set(audiences), leewaySeconds: leeway, tokenKinds: kinds)
            return IssuerConfiguration(
                identifier: identifier, keys: source, rules: rules, claimNames: claims ?? nil)
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
        return url(text, node.location, "`issuer`", environment, allowsQuery: false)?.text
    }

    func url(
        _ text: String, _ place: SourceLocation, _ what: String, _ environment: GatewayConfiguration.Environment,
        allowsQuery: Bool
    ) -> EndpointURL? {
        do throws(EndpointURL.Problem) {
            return try EndpointURL(text, allowsLoopbackHTTP: environment == .development, allowsQuery: allowsQuery)
        } catch {
            reader.report(
                place, "\(what) must be an `https` URL, not `\(text)`: \(error.text)",
                hint: error == .loopbackNotAllowed
                    ? "plain `http` on a loopback address needs `environment: development`" : nil)
            return nil
        }
    }

    func algorithms(_ node: LocatedNode) -> Set<JWSAlgorithm>? {
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
}
