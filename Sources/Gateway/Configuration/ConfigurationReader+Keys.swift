import JOSE
import Libcrypto
import NIOSSL
import OIDC
import Policy

/// Where an issuer's keys are: in files, or at the issuer.
extension ConfigurationReader {
    /// A list of files; or the word `discovery`; or a mapping that says more about fetching.
    func keys(
        _ node: LocatedNode, of issuer: String?, _ algorithms: Set<JWSAlgorithm>,
        _ environment: GatewayConfiguration.Environment
    ) -> IssuerConfiguration.Keys? {
        switch node.content {
        case .list: return files(node, algorithms, environment).map { .fixed($0) }
        case .scalar("discovery", _):
            guard let issuer else { return nil }
            return fetched(
                issuer, .discovery, algorithms, environment, KeyRefreshLimits(), nil, at: node.location)
        case .scalar(let text, _):
            let example = "for example `keys: discovery`, or `keys: [{ jwks: issuer.jwks.json }]`"
            let suggestion = NearMiss.suggestion(for: text, among: ["discovery"])
            reader.report(
                node.location, "`keys` must be a list of files, `discovery`, or a mapping, not `\(text)`",
                hint: suggestion == nil ? example : nil, suggestion: suggestion)
            return nil
        case .mapping: return issuer.flatMap { fetched(node, $0, algorithms, environment) }
        }
    }

    // MARK: Fetched

    private func fetched(
        _ node: LocatedNode, _ issuer: String, _ algorithms: Set<JWSAlgorithm>,
        _ environment: GatewayConfiguration.Environment
    ) -> IssuerConfiguration.Keys? {
        let known = ["jwks-uri", "refresh", "maximum-age", "cooldown", "ca-file"]
        // Somebody who means one file forgets the dash.
        if case .mapping(let pairs) = node.content, let file = pairs.first(where: { Self.sources.contains($0.key) }) {
            reader.report(
                file.keyLocation, "`\(file.key)` stands in a list of files",
                hint: "write `keys: [{ \(file.key): … }]`, or `- \(file.key): …` on a line of its own")
            return nil
        }
        guard let mapping = reader.mapping(node, "`keys`", keys: known) else { return nil }
        var location = RemoteKeySource.Location.discovery
        if let text = mapping.optionalString("jwks-uri") {
            // What is wrong with one key hides nothing of the others: the reader keeps all mistakes.
            if let url = url(text, mapping.place(of: "jwks-uri"), "`jwks-uri`", environment, allowsQuery: true) {
                location = .keySet(url)
            }
        }
        let limits = refreshLimits(mapping)
        var certificates: [UInt8]?
        if let file = mapping.optionalString("ca-file") {
            certificates = certificateAuthorities(path(file), at: mapping.place(of: "ca-file"))
        }
        return fetched(issuer, location, algorithms, environment, limits, certificates, at: mapping.location)
    }

    private func fetched(
        _ issuer: String, _ location: RemoteKeySource.Location, _ algorithms: Set<JWSAlgorithm>,
        _ environment: GatewayConfiguration.Environment, _ limits: KeyRefreshLimits, _ certificates: [UInt8]?,
        at place: SourceLocation
    ) -> IssuerConfiguration.Keys? {
        do throws(RemoteKeySource.Problem) {
            let source = try RemoteKeySource(
                issuer: issuer, location: location, algorithms: algorithms,
                isForDevelopment: environment == .development)
            return .fetched(
                FetchedKeysConfiguration(source: source, limits: limits, trustedCertificates: certificates))
        } catch {
            reader.report(place, "\(error)", hint: error.hint)
            return nil
        }
    }

    private func refreshLimits(_ mapping: MappingReader) -> KeyRefreshLimits {
        var limits = KeyRefreshLimits()
        if let time = mapping.optionalDuration("refresh", in: 1_000...24 * 3_600_000) {
            limits.longestLife = .milliseconds(time)
            limits.shortestLife = min(limits.shortestLife, limits.longestLife)
        }
        if let time = mapping.optionalDuration("maximum-age", in: 1_000...168 * 3_600_000) {
            limits.maximumAge = .milliseconds(time)
        }
        if let time = mapping.optionalDuration("cooldown", in: 100...600_000) { limits.cooldown = .milliseconds(time) }
        if limits.maximumAge < limits.longestLife {
            reader.report(
                mapping.has("maximum-age") ? mapping.place(of: "maximum-age") : mapping.location,
                "`maximum-age` must not be shorter than `refresh`",
                hint: "keys would be thrown away before they are fetched again; `refresh` is 6h when it is not given")
        }
        return limits
    }

    private func certificateAuthorities(_ path: String, at place: SourceLocation) -> [UInt8]? {
        do {
            let bytes = try readFile(path)
            guard try !NIOSSLCertificate.fromPEMBytes(bytes).isEmpty else { throw NIOSSLError.failedToLoadCertificate }
            return bytes
        } catch is NIOSSLError {
            reader.report(place, "`\(path)` holds no certificate in PEM")
        } catch is BoringSSLError {
            reader.report(place, "`\(path)` holds a certificate that cannot be read")
        } catch {
            reader.report(place, "cannot read the file `\(path)`: \(error)")
        }
        return nil
    }

    // MARK: Files

    private static let sources = ["jwks", "pem", "hmac-secret"]

    private func files(
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
        if case .scalar(let text, _) = node.content, text == "discovery" {
            reader.report(node.location, "`discovery` stands alone", hint: "write `keys: discovery`, without brackets")
            return nil
        }
        guard let mapping = reader.mapping(node, "a key", keys: Self.sources + ["kid", "algorithms"]) else {
            return nil
        }
        let sources = Self.sources.filter(mapping.has)
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
        if source == "jwks", keyID != nil {
            reader.report(mapping.place(of: "kid"), "the keys of a JWKS bring their own `kid`")
            return nil
        }
        do throws(KeyError) {
            let keys = try keys(in: bytes, of: source, path, keyID, own)
            guard environment == .development || !keys.contains(where: { DevelopmentKey.isOne($0.keyID) }) else {
                throw KeyError(.developmentKey, source: path)
            }
            return keys
        } catch {
            report(place, error)
            return nil
        }
    }

    private func keys(
        in bytes: [UInt8], of source: String, _ path: String, _ keyID: String?, _ algorithms: Set<JWSAlgorithm>
    ) throws(KeyError) -> [VerificationKey] {
        switch source {
        case "jwks": return try KeySet.load(jwks: bytes, algorithms: algorithms, source: path).keys
        case "pem": return [try VerificationKey(pem: bytes, keyID: keyID, algorithms: algorithms, source: path)]
        default:
            let secret = Secret(Self.withoutLineEnd(bytes))
            return [try VerificationKey(hmacSecret: secret, keyID: keyID, algorithms: algorithms, source: path)]
        }
    }

    private func report(_ place: SourceLocation, _ error: KeyError) {
        reader.report(place, "\(error)", hint: error.hint)
    }

    /// Keys made by the demo lie in a folder of this name.
    static func isDevelopmentKey(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains("development")
    }

    /// Editors end a file with a line end, which is no part of a secret.
    static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        return Array(bytes)
    }
}
