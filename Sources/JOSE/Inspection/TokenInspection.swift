import Libcrypto

/// What can be said about a token, whether it is good or not: every check by itself, and the contents for display.
///
/// For people: `poort token inspect` and `verify`. Decisions are made by `TokenVerifier`, whose answer this repeats when
/// keys and rules are given.
package struct TokenInspection: Sendable {
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        case ok
        case fail
        /// Allowed, but worth knowing.
        case note
        /// Not checked, because something that is needed for it is missing.
        case skipped
    }

    /// One check and how it went.
    package struct Check: Sendable, Equatable {
        /// One of ``TokenInspection/checkNames``.
        package let name: String
        package let outcome: Outcome
        /// Why the token would be refused for this alone; set exactly when the check failed.
        package let code: TokenReasonCode?
        /// One sentence for people; foreign text in it is quoted and escaped.
        package let text: String
    }

    /// One thing to change about a refused token.
    package struct Remedy: Sendable, Equatable {
        package let code: TokenReasonCode
        /// One sentence without an end.
        package let text: String
    }

    /// The names of the checks. Every inspection has each of them once, in this order.
    package static let checkNames = [
        "shape", "header", "algorithm", "key", "signature", "claims", "type", "issuer", "audience", "expiry", "start",
        "subject",
    ]

    package enum Verdict: Sendable, Equatable {
        /// Every check was made and passed.
        case accepted
        case refused(TokenReasonCode)
        /// Nothing failed, but without keys or rules not everything was checked: nothing is proven.
        case unverified
    }

    /// What a part of the token says.
    package enum Content: Sendable, Equatable {
        /// With redacted members replaced.
        case json(JSONValue)
        /// No JSON that is accepted, but text.
        case text(String)
        /// Text that is not shown, because it may hold what is to be redacted.
        case withheld
        /// So many bytes that are no text.
        case binary(Int)
        case absent

        package var json: JSONValue? { if case .json(let value) = self { value } else { nil } }
    }

    package let checks: [Check]
    /// Not to be trusted unless the verdict is `accepted`.
    package let headerContent: Content
    package let claimsContent: Content
    /// The claims as they are, to work out what they would open. Never to be shown: nothing in them is redacted.
    package let unredactedClaims: JSONValue?
    /// Every claim that is a date.
    package let dates: [ClaimDate]
    /// Why the token is refused: what `TokenVerifier` says, or, without keys or rules, the first check that failed.
    package let refusal: TokenRefusal?
    /// What makes the token pass: one step for each check that failed, in the order in which to take them. Foreign text is
    /// in none of them.
    package let remedies: [Remedy]
    package let verdict: Verdict
    /// Takes out of any other text what is hidden in this token.
    package let redaction: Redaction

    package var header: JSONValue? { headerContent.json }
    package var claims: JSONValue? { claimsContent.json }

    package var failedChecks: [Check] { checks.filter { $0.outcome == .fail } }

    /// The codes of all checks that failed, each once, that of the verdict first.
    package var failures: [TokenReasonCode] {
        var codes = refusal.map { [$0.code] } ?? []
        for check in failedChecks {
            if let code = check.code, !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    /// Looks at a token from all sides.
    ///
    /// - Parameters:
    ///   - yardstick: keys and rules, as far as there are any.
    ///   - redacting: names of members whose values are not shown, at any depth of header and claims.
    package static func inspect(
        token: [UInt8], against yardstick: Yardstick, at now: Instant, redacting names: Set<String> = ["rrn"]
    ) -> TokenInspection {
        let contents = TokenContents(token)
        var inspector = TokenInspector(token: token, contents: contents, yardstick: yardstick, now: now)
        inspector.run()
        let claims = contents.claims.document?.value()
        let redaction = Redaction(
            names: names, in: [contents.header.document?.value(), claims].compactMap(\.self),
            unread: [contents.header.unreadText, contents.claims.unreadText].compactMap(\.self))
        let (refusal, verdict) = judge(token, yardstick, now, failed: inspector.refusals.first)
        return TokenInspection(
            checks: inspector.checks.map {
                Check(name: $0.name, outcome: $0.outcome, code: $0.code, text: redaction.apply(to: $0.text))
            },
            headerContent: content(contents.header, redaction), claimsContent: content(contents.claims, redaction),
            unredactedClaims: claims, dates: contents.claims.document.map(ClaimDate.all) ?? [],
            refusal: refusal, remedies: remedies(refusal, inspector.refusals, yardstick), verdict: verdict,
            redaction: redaction)
    }

    /// The issuer comes first: while another one is meant, its keys are not looked for either. An untrusted issuer's keys
    /// and audience are its own affair.
    private static func remedies(
        _ primary: TokenRefusal?, _ failed: [TokenRefusal], _ yardstick: Yardstick
    ) -> [Remedy] {
        var all = (primary.map { [$0] } ?? []) + failed
        let isForeign = all.contains { $0.code == .tokenIssuerUntrusted }
        if isForeign {
            all = all.filter { $0.code == .tokenIssuerUntrusted } + all.filter { !Self.isOfIssuer($0.code) }
        }
        var remedies: [Remedy] = []
        for refusal in all where !remedies.contains(where: { $0.code == refusal.code }) {
            let text = yardstick.areKeysFresh ? refusal.remedyWithFreshKeys : refusal.remedy
            remedies.append(Remedy(code: refusal.code, text: text))
        }
        return remedies
    }

    private static func isOfIssuer(_ code: TokenReasonCode) -> Bool {
        switch code {
        case .tokenIssuerUntrusted, .tokenKeyUnknown, .tokenSignatureInvalid, .tokenAudienceMismatch, .keysUnavailable:
            true
        default: false
        }
    }

    /// The verdict of a gateway with these keys and rules.
    private static func judge(
        _ token: [UInt8], _ yardstick: Yardstick, _ now: Instant, failed: TokenRefusal?
    ) -> (TokenRefusal?, Verdict) {
        let refusal: TokenRefusal?
        switch (yardstick.keys, yardstick.rules) {
        case (.given(let keys), let rules?):
            switch TokenVerifier().verify(token.span, keys: keys, rules: rules, at: now) {
            case .success: return (nil, .accepted)
            case .failure(let reason): refusal = reason
            }
        // Form comes before everything, and nothing is asked of a token without a key to check it with.
        case (.untrusted, _): refusal = formRefusal(token) ?? .issuerUntrusted
        case (.unavailable(let issuer, let algorithms, _), _):
            refusal = formRefusal(token, algorithms) ?? .keysUnavailable(issuer: issuer)
        case (.given, nil), (.absent, _): refusal = failed
        }
        return (refusal, refusal.map { .refused($0.code) } ?? .unverified)
    }

    /// Why no key will ever make the token good: its form, or its algorithm where it is known which are possible.
    private static func formRefusal(_ token: [UInt8], _ algorithms: Set<JWSAlgorithm> = []) -> TokenRefusal? {
        switch UnverifiedJWS.parse(token.span) {
        case .failure(let refusal): refusal
        case .success(let jws):
            algorithms.isEmpty || algorithms.contains(jws.header.algorithm)
                ? nil : .algorithmNotAllowed(jws.header.algorithm, allowed: algorithms)
        }
    }

    /// How many characters of a part that is no JSON are shown.
    static let maximumText = 1_000

    /// Cut only here, when it is known what is to be hidden: what decides that may stand behind the cut.
    private static func cut(_ text: String) -> String {
        guard text.unicodeScalars.count > maximumText else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(maximumText))) + "…"
    }

    private static func content(_ part: TokenContents.Part, _ redaction: Redaction) -> Content {
        switch part {
        case .object(let document):
            .json(redaction.apply(to: document.value()))
        case .unread(let text?, 1..., _):
            redaction.apply(toUnread: text).map { .text(cut(redaction.apply(to: $0))) } ?? .withheld
        case .unread(nil, let count, _): .binary(count)
        case .unread: .absent
        case .absent: .absent
        }
    }
}
