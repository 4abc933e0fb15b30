/// Something in a policy, or in the gateway's configuration, that loads and that its owner should look at.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// Two role names that are easily taken for each other.
        case roleNamesAlike = "role_names_alike"
        /// Two modules, hosts or upstreams that are.
        case namesAlike = "names_alike"
        /// A route at which no request arrives, because more specific ones take all.
        case routeUnreachable = "route_unreachable"
        /// A route that ends in `**` and answers nothing below its path.
        case routeShadowed = "route_shadowed"
        /// Two routes of which neither is a part of the other share paths, and let in others.
        case routesCross = "routes_cross"
        /// A route takes paths from a wider one, and lets in others.
        case routesOverlap = "routes_overlap"
        case moduleUnreachable = "module_unreachable"
        case roleUnreachable = "role_unreachable"
        /// No bestuur of the types named logs in under the doelgroepen named.
        case eligibilityEmpty = "eligibility_empty"
        /// A module or role on a route that everybody passes anyway.
        case grantRedundant = "grant_redundant"
        case upstreamUnused = "upstream_unused"
        case hostUnused = "host_unused"
        /// A public route that admits writes.
        case publicWrite = "public_write"
        /// A door without a check of modules or roles that says nothing about why.
        case whyMissing = "why_missing"
        case loginRightAbsent = "login_right_absent"
        case publicRoute = "public_route"
        case authenticatedRoute = "authenticated_route"
        case delegatedRoute = "delegated_route"
        /// A door that Poort guards and that does not say how far the API behind it may be asked.
        case relatedDataUnjudged = "related_data_unjudged"
        /// A route takes what a wider one judges as a relationship, and does not judge it.
        case relationshipUnjudged = "relationship_unjudged"
        /// The gateway is configured for development: it takes keys and issuers that production refuses.
        case environmentDevelopment = "environment_development"
        /// Refusals tell everybody what is wrong with a token.
        case refusalsExplained = "refusals_explained"
        /// An issuer that is reached without TLS.
        case issuerPlainHTTP = "issuer_plain_http"
        /// An issuer whose tokens are accepted as ID tokens and as access tokens.
        case issuerKindsWidened = "issuer_kinds_widened"
        /// An issuer whose tokens are made with a secret that the gateway has too.
        case issuerSharedSecret = "issuer_shared_secret"
        /// An issuer whose tokens are accepted when they were made for one of several clients.
        case issuerAudiencesSeveral = "issuer_audiences_several"
        /// An issuer whose keys count longer than they do by default while it cannot be reached.
        case issuerKeysKeptLong = "issuer_keys_kept_long"
        /// An issuer that is believed on certificates of its own.
        case issuerOwnCertificates = "issuer_own_certificates"
        /// A comment `# poort: allow` that cannot be read.
        case allowMalformed = "allow_malformed"
        /// A comment `# poort: allow` that silences nothing.
        case allowUnused = "allow_unused"
    }

    package enum Severity: String, Hashable, Sendable {
        /// Wrong in itself.
        case error
        /// Probably not meant.
        case warning
        /// Meant, and listed so that it stays seen.
        case note
    }

    package let code: Code
    package let location: SourceLocation
    package let message: String
    package let hint: String?

    package init(code: Code, location: SourceLocation, message: String, hint: String?) {
        self.code = code
        self.location = location
        self.message = message
        self.hint = hint
    }

    package var severity: Severity {
        switch code {
        case .allowMalformed: .error
        case .roleNamesAlike, .namesAlike, .routeUnreachable, .routeShadowed, .routesCross, .moduleUnreachable,
            .roleUnreachable, .eligibilityEmpty, .grantRedundant, .upstreamUnused, .hostUnused, .publicWrite,
            .whyMissing, .relationshipUnjudged, .environmentDevelopment, .refusalsExplained, .issuerPlainHTTP,
            .issuerKindsWidened,
            .issuerSharedSecret, .issuerKeysKeptLong, .allowUnused:
            .warning
        case .routesOverlap, .loginRightAbsent, .publicRoute, .authenticatedRoute, .delegatedRoute,
            .relatedDataUnjudged, .issuerAudiencesSeveral, .issuerOwnCertificates:
            .note
        }
    }

    /// Whether a comment can silence it.
    package var canBeAllowed: Bool { code != .allowMalformed && code != .allowUnused }

    /// `file:line:column: warning: message [code]`, with the hint on a line of its own.
    package var description: String {
        "\(location): \(severity.rawValue): \(message) [\(code.rawValue)]" + (hint.map { "\n    hint: \($0)" } ?? "")
    }

    package var json: JSONText { json(allowedBecause: nil) }

    func json(allowedBecause reason: String?) -> JSONText {
        .object([
            ("code", .string(code.rawValue)), ("severity", .string(severity.rawValue)),
            ("file", .string(location.file)), ("line", .number(location.line)), ("column", .number(location.column)),
            ("message", .string(message)), ("hint", .optional(hint)), ("allowed_because", .optional(reason)),
        ])
    }
}
