import ArgumentParser
import Gateway
import JOSE
import OIDC

extension JWSAlgorithm: ExpressibleByArgument {}

/// The keys and rules by which commands look at a token.
struct KeyOptions: ParsableArguments {
    @Option(
        help: "A gateway's configuration, for its issuers with their keys and rules; the answer is the gateway's.",
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?
    @Option(help: "A JWK Set with the issuer's public keys.", completion: .file(extensions: ["json"]))
    var jwks: [String] = []
    @Option(help: "A public key in PEM.", completion: .file(extensions: ["pem", "pub"])) var key: [String] = []
    @Option(help: "A file with a shared secret, for HS256 and its kin.", completion: .file()) var hmacSecret: [String] =
        []
    @Option(help: "An algorithm to allow; repeat for several. Default: those that fit the keys, HMAC apart.")
    var alg: [JWSAlgorithm] = []
    @Option(
        help:
            "The issuer expected in `iss`. Where no file holds its keys they are fetched: nothing else uses the network."
    )
    var issuer: String?
    @Option(
        help: "Certificate authorities in PEM that count for --issuer in place of the system's.",
        completion: .file(extensions: ["pem", "crt"]))
    var caFile: String?
    @Option(help: "An audience expected in `aud`; repeat for several.") var audience: [String] = []
    @Option(help: "The time to judge at: RFC 3339 or Unix seconds. Default: now.") var at: String?
    @Option(help: "Seconds that clocks may differ, 0 to 60. Default: 60.") var leeway: Int?

    /// Whether a file with keys is named.
    var hasKeyFiles: Bool { !(jwks.isEmpty && key.isEmpty && hmacSecret.isEmpty) }

    /// Whether it is said in any way where keys come from.
    var hasKeys: Bool { hasKeyFiles || config != nil || issuer != nil }

    func validate() throws {
        if let leeway, !(0...60).contains(leeway) { throw ValidationError("--leeway is from 0 to 60 seconds") }
        guard config != nil else { return }
        let others = [
            ("--jwks", !jwks.isEmpty), ("--key", !key.isEmpty), ("--hmac-secret", !hmacSecret.isEmpty),
            ("--alg", !alg.isEmpty), ("--audience", !audience.isEmpty), ("--leeway", leeway != nil),
            ("--ca-file", caFile != nil),
        ].filter(\.1).map(\.0)
        guard others.isEmpty else {
            throw ValidationError(
                "--config brings keys and rules of its own; leave out \(others.joined(separator: ", "))")
        }
    }

    func instant() throws -> Instant { try InstantText.read(at) }

    /// What a token is to be held against: that of a gateway, or what the options say. Fetches keys when --issuer asks for
    /// it and there are no others.
    func yardstick(for token: [UInt8], gateway: LoadedGateway?) async throws -> Yardstick {
        if let gateway { return try await yardstick(for: token, gateway) }
        let unverified = UnverifiedClaims(token)
        var uncompared: Set<Yardstick.Expectation> = []
        if issuer == nil { uncompared.insert(.issuer) }
        if audience.isEmpty { uncompared.insert(.audience) }
        do {
            // What is not given is taken from the token itself, so that its form is still checked. When the token has none
            // either, anything will do: the check then says what is missing.
            let rules = try ClaimRules(
                issuer: issuer ?? unverified.issuer ?? "any issuer",
                audiences: audience.isEmpty ? unverified.audiences ?? ["any audience"] : Set(audience),
                leewaySeconds: leeway ?? 60, tokenKinds: Set(TokenKind.allCases))
            return Yardstick(
                keys: try await keys(), rules: rules, uncompared: uncompared,
                areKeysFresh: !hasKeyFiles && issuer != nil)
        } catch let problem as ClaimRules.Problem {
            throw CommandFailure(outcome: .usage, message: "\(problem)")
        }
    }

    private func keys() async throws -> Yardstick.Keys {
        if hasKeyFiles { return .given(try keySet()) }
        guard let issuer else { return .absent() }
        let algorithms = Set(alg.isEmpty ? JWSAlgorithm.allCases.filter { !$0.isSymmetric } : alg)
        let source: RemoteKeySource
        do throws(RemoteKeySource.Problem) {
            source = try RemoteKeySource(
                issuer: issuer, location: .discovery, algorithms: algorithms,
                isForDevelopment: issuer.hasPrefix("http://"))
        } catch {
            return .unavailable(issuer: issuer, algorithms: [], reason: "\(error)")
        }
        switch try await KeyFetch.keys(of: source, trusting: caFile.map(InputFile.bytes)) {
        case .success(let keys): return .given(keys)
        case .failure(let failure):
            return .unavailable(issuer: issuer, algorithms: algorithms, reason: failure.words)
        }
    }

    /// The keys of the configuration, and those that the one issuer publishes that may be asked.
    private func yardstick(for token: [UInt8], _ gateway: LoadedGateway) async throws -> Yardstick {
        let issuers = gateway.snapshot.issuers
        let chosen = issuers.chosen(for: token)
        func unasked(_ issuer: TrustedIssuer) -> Yardstick.Keys {
            .absent(
                why: "its keys are with the issuer, and --issuer \(issuer.identifier) would fetch them",
                algorithms: issuer.fetchedAlgorithms)
        }
        guard let issuer else { return issuers.yardstick(for: token, withoutKeys: unasked) }
        guard let configured = gateway.configuration.issuers.first(where: { sameBytes($0.identifier, issuer) }) else {
            throw CommandFailure(
                outcome: .usage, message: "the configuration trusts no issuer `\(Terminal.shown(issuer))`",
                hint: "one of " + issuers.all.map(\.identifier).joined(separator: ", "))
        }
        guard case .fetched(let fetched) = configured.keys, let chosen, sameBytes(chosen.identifier, issuer) else {
            return issuers.yardstick(for: token, withoutKeys: unasked)
        }
        switch try await KeyFetch.keys(of: fetched.source, trusting: fetched.trustedCertificates) {
        case .success(let keys): return Yardstick(keys: .given(keys), rules: chosen.rules, areKeysFresh: true)
        case .failure(let failure):
            return Yardstick(
                keys: .unavailable(
                    issuer: issuer, algorithms: chosen.fetchedAlgorithms, reason: failure.words),
                rules: chosen.rules)
        }
    }
}

/// What a token says of itself, read before anything was checked; only to have something to hold it against.
private struct UnverifiedClaims {
    let issuer: String?
    let audiences: Set<String>?

    init(_ token: [UInt8]) {
        guard case .success(let unverified) = UnverifiedJWS.parse(token.span),
            let claims = try? JSONValue.parse(unverified.payload)
        else {
            issuer = nil
            audiences = nil
            return
        }
        issuer = claims["iss"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        let all = claims["aud"]?.stringValue.map { [$0] } ?? claims["aud"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let named = Set(all.filter { !$0.isEmpty })
        audiences = named.isEmpty ? nil : named
    }
}
