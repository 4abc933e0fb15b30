import JOSE

/// What `poort token` prints of an inspection.
struct InspectionReport {
    let inspection: TokenInspection
    /// What was not compared because nothing was given to compare with.
    let notCompared: [String]

    init(_ token: [UInt8], keys: KeyOptions, redacting: Set<String>) throws {
        let (rules, notCompared) = try keys.rules(for: token)
        self.notCompared = notCompared
        inspection = TokenInspection.inspect(
            token: token, keys: try keys.keySet(), rules: rules, at: try keys.instant(), redacting: redacting)
    }

    var isAccepted: Bool { inspection.verdict == .accepted }

    var outcome: Outcome? {
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

    /// A stable form for scripts.
    var json: JSONValue {
        .object([
            ("valid", .bool(isAccepted)),
            ("code", inspection.refusal.map { .string($0.code.rawValue) } ?? .null),
            ("detail", inspection.refusal.map { .string($0.detail) } ?? .null),
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
        ])
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
