import JOSE
import OIDC
import Policy

/// What in a configuration that loads is looser than it must be, with its place.
///
/// Some things cannot be loosened at all: an issuer has an audience, its leeway is at most the default of 60 s, and `none` is
/// no algorithm.
struct ConfigurationFindings {
    private let configuration: GatewayConfiguration
    private let top: [LocatedNode.Pair]
    private let start: SourceLocation

    init(_ reader: DocumentReader, _ configuration: GatewayConfiguration) {
        self.configuration = configuration
        top = Self.pairs(reader.root)
        start = SourceLocation(file: reader.file, line: 1, column: 1)
    }

    /// In the order of the document.
    var all: [Finding] {
        let found = environment + issuers
        return found.sorted {
            ($0.location.line, $0.location.column, $0.code.rawValue) < (
                $1.location.line, $1.location.column, $1.code.rawValue
            )
        }
    }

    private var environment: [Finding] {
        var found: [Finding] = []
        if configuration.environment == .development {
            found.append(
                Finding(
                    code: .environmentDevelopment, location: place(of: "environment", in: top) ?? start,
                    message: "`environment: development` takes development keys and issuers without https",
                    hint: "leave it out where real besturen come"))
        }
        if configuration.refusalDetail == .full {
            found.append(
                Finding(
                    code: .refusalsExplained, location: place(of: "explain-refusals", in: top) ?? start,
                    message: "`explain-refusals: full` tells everybody what is wrong with a token",
                    hint: "the default, `brief`, tells the log and not the asker"))
        }
        return found
    }

    private var issuers: [Finding] {
        let nodes = Self.items(top.first { $0.key == "issuers" }?.value)
        return zip(configuration.issuers, nodes).flatMap(findings)
    }

    private func findings(_ issuer: IssuerConfiguration, _ node: LocatedNode) -> [Finding] {
        let pairs = Self.pairs(node)
        var found: [Finding] = []
        func add(_ code: Finding.Code, at key: String, _ message: String, _ hint: String?) {
            found.append(
                Finding(
                    code: code, location: place(of: key, in: pairs) ?? node.location,
                    message: "issuer `\(issuer.identifier)` \(message)", hint: hint))
        }
        if issuer.identifier.utf8.starts(with: "http:".utf8) {
            add(.issuerPlainHTTP, at: "issuer", "is reached without TLS", "whoever is in between can be the issuer")
        }
        if issuer.rules.tokenKinds.count > 1 {
            add(
                .issuerKindsWidened, at: "token-types", "is believed for ID tokens and for access tokens",
                "name the one kind that its tokens are; an access token for another service is no login here")
        }
        if issuer.rules.audiences.count > 1 {
            add(
                .issuerAudiencesSeveral, at: "audiences",
                "is believed for tokens of \(issuer.rules.audiences.count) clients", nil)
        }
        if Self.hasSharedSecret(pairs) {
            add(
                .issuerSharedSecret, at: "keys", "signs with a secret that the gateway has too",
                "whoever can check such a token can make one; RS256, ES256 and EdDSA have a public key")
        }
        if case .fetched(let fetched) = issuer.keys {
            if fetched.limits.maximumAge > KeyRefreshLimits().maximumAge {
                add(
                    .issuerKeysKeptLong, at: "keys",
                    "counts for longer than \(KeyRefreshLimits().maximumAge) on keys that it may have withdrawn", nil)
            }
            if fetched.trustedCertificates != nil {
                add(.issuerOwnCertificates, at: "keys", "is believed on the certificates of `ca-file` alone", nil)
            }
        }
        return found
    }

    private static func hasSharedSecret(_ issuer: [LocatedNode.Pair]) -> Bool {
        items(issuer.first { $0.key == "keys" }?.value).contains { pairs($0).contains { $0.key == "hmac-secret" } }
    }

    private func place(of key: String, in pairs: [LocatedNode.Pair]) -> SourceLocation? {
        pairs.first { $0.key == key }?.keyLocation
    }

    private static func pairs(_ node: LocatedNode?) -> [LocatedNode.Pair] {
        if case .mapping(let pairs)? = node?.content { return pairs }
        return []
    }

    private static func items(_ node: LocatedNode?) -> [LocatedNode] {
        if case .list(let items)? = node?.content { return items }
        return []
    }
}
