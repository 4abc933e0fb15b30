import JOSE
import OIDC

/// What `poort token` prints of an inspection.
struct InspectionReport {
    let inspection: TokenInspection
    /// What was not compared because nothing was given to compare with.
    let notCompared: [String]
    /// Why a gateway refuses the token before it looks for keys: the issuer is none of its own.
    private var untrusted: String?

    init(_ token: [UInt8], keys: KeyOptions, redacting: Set<String>) throws {
        let (rules, notCompared) = try keys.rules(for: token)
        self.notCompared = notCompared
        inspection = TokenInspection.inspect(
            token: token, keys: try keys.keySet(), rules: rules, at: try keys.instant(), redacting: redacting)
    }

    /// What a gateway would say of the token: the issuer is found by `iss`, its keys and rules are those of the
    /// configuration.
    init(_ token: [UInt8], issuers: [TrustedIssuer], at now: Instant, redacting: Set<String>) {
        let named = UnverifiedJWS.unverifiedIssuer(of: token.span)
        let issuer = issuers.first { $0.identifier.utf8.elementsEqual((named ?? "").utf8) }
        let isForOneAlone = issuers.count == 1
        let chosen = issuer ?? (isForOneAlone ? issuers.first : nil)
        notCompared = []
        inspection = TokenInspection.inspect(
            token: token, keys: chosen?.keys, rules: chosen?.rules, at: now, redacting: redacting)
        if chosen == nil, inspection.refusal == nil {
            untrusted = "trusted are " + issuers.map { "`\($0.identifier)`" }.joined(separator: ", ")
        }
    }

    var isAccepted: Bool { inspection.verdict == .accepted }

    var outcome: Outcome? {
        if untrusted != nil { return .issuerAudienceOrType }
        guard let refusal = inspection.refusal else { return isAccepted ? nil : .noKeys }
        switch refusal.code {
        case .tokenMissing, .tokenMalformed, .tokenClaimsInvalid, .tokenCriticalHeaderUnknown: return .malformed
        case .tokenAlgorithmNotAllowed, .tokenKeyUnknown, .tokenSignatureInvalid: return .signature
        case .tokenExpired, .tokenNotYetValid: return .expired
        case .tokenIssuerUntrusted, .tokenAudienceMismatch, .tokenTypeMismatch: return .issuerAudienceOrType
        case .keysUnavailable: return .noKeys
        }
    }

    /// The verdict on one line.
    var verdict: String {
        if let untrusted {
            let refusal = TokenRefusal.issuerUntrusted
            return "REFUSED  \(refusal.code.rawValue): \(refusal.detail); \(untrusted)"
        }
        guard let refusal = inspection.refusal else {
            guard isAccepted else {
                return "UNVERIFIED  keys_unavailable: there are no keys to check the signature with"
            }
            return notCompared.isEmpty ? "ACCEPTED" : "ACCEPTED  not compared: " + notCompared.joined(separator: ", ")
        }
        return "REFUSED  \(refusal.code.rawValue): \(refusal.code.english): \(refusal.detail)"
    }

    /// Content and verdict, never one without the other.
    var text: String {
        var lines = [verdict, ""]
        for check in inspection.checks {
            let outcome = check.outcome.rawValue
            let mark = check.outcome == .fail ? "FAIL" : outcome
            lines.append("\(padded(mark, 8))\(padded(check.name, 12))\(Terminal.shown(check.text))")
        }
        if let header = inspection.header { lines += ["", "HEADER"] + indented(header) }
        if let claims = inspection.claims {
            lines += ["", isAccepted ? "CLAIMS" : "CLAIMS  (NOT TRUSTED: the token is not accepted)"]
            lines += indented(claims)
            lines += times(claims)
        }
        return lines.joined(separator: "\n")
    }

    private var refusal: TokenRefusal? { untrusted == nil ? inspection.refusal : .issuerUntrusted }

    /// A stable form for scripts.
    var json: JSONValue { .object(members) }

    /// The members of that form, for commands that add to it.
    var members: [(String, JSONValue)] {
        [

            ("valid", .bool(isAccepted)),
            ("code", refusal.map { .string($0.code.rawValue) } ?? .null),
            ("detail", refusal.map { .string($0.detail) } ?? .null),
            ("not_compared", .array(notCompared.map(JSONValue.string))),
            (
                "checks",
                .array(
                    inspection.checks.map {
                        .object([
                            ("name", .string($0.name)), ("outcome", .string($0.outcome.rawValue)),
                            ("text", .string($0.text)),
                        ])
                    })
            ),
            ("header", inspection.header ?? .null),
            ("claims", inspection.claims ?? .null),
        ]
    }

    private func times(_ claims: JSONValue) -> [String] {
        ["iat", "nbf", "exp", "auth_time"].compactMap { name in
            guard let number = claims[name]?.numberValue, let instant = Instant(unixSeconds: number.double)
            else { return nil }
            return "  \(padded(name, 10))\(instant)"
        }
    }

    private func indented(_ value: JSONValue) -> [String] {
        value.pretty.split(separator: "\n").map { "  \(Terminal.shown(String($0)))" }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
