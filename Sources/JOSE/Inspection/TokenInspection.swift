import Libcrypto

/// What can be said about a token, whether it is good or not: every check by itself, and the contents for display.
///
/// For people: `poort token inspect` and `verify`. Decisions are made by `TokenVerifier`, whose answer this repeats when
/// keys and rules are given.
package struct TokenInspection: Sendable {
    package enum Outcome: String, Sendable, Hashable {
        case ok
        case fail
        /// Allowed, but worth knowing.
        case note
        /// Not checked, because something that is needed for it is missing.
        case skipped
    }

    /// One check and how it went.
    package struct Check: Sendable, Equatable {
        /// `shape`, `header`, `algorithm`, `key`, `signature`, `type`, `issuer`, `audience`, `expiry`, `start`, `subject`.
        package let name: String
        package let outcome: Outcome
        /// One sentence for people; foreign text in it is quoted and escaped.
        package let text: String
    }

    package enum Verdict: Sendable, Equatable {
        /// Every check was made and passed.
        case accepted
        case refused(TokenReasonCode)
        /// Nothing failed, but without keys or rules not everything was checked: nothing is proven.
        case unverified
    }

    package let checks: [Check]
    /// The header, when it is JSON at all, with redacted members replaced. Not to be trusted unless the verdict is
    /// `accepted`.
    package let header: JSONValue?
    /// The claims, when they are JSON at all, with redacted members replaced.
    package let claims: JSONValue?
    /// Why the token is refused: what `TokenVerifier` says, or, without keys or rules, the first check that failed.
    package let refusal: TokenRefusal?
    package let verdict: Verdict

    /// Looks at a token from all sides.
    ///
    /// - Parameters:
    ///   - keys: without them, key and signature are skipped.
    ///   - rules: without them, kind, issuer and audience are skipped, and times are judged without leeway.
    ///   - redacting: names of members whose values are not shown, at any depth of header and claims.
    package static func inspect(
        token: [UInt8], keys: KeySet?, rules: ClaimRules?, at now: Instant, redacting: Set<String> = ["rrn"]
    ) -> TokenInspection {
        var inspector = TokenInspector(token: token, keys: keys, rules: rules, now: now)
        inspector.run()
        var refusal = inspector.refusal
        var isComplete = false
        if let keys, let rules {
            isComplete = true
            switch TokenVerifier().verify(token.span, keys: keys, rules: rules, at: now) {
            case .success: refusal = nil
            case .failure(let reason): refusal = reason
            }
        }
        let verdict: Verdict = refusal.map { .refused($0.code) } ?? (isComplete ? .accepted : .unverified)
        let parts = [inspector.headerJSON, inspector.claimsJSON]
        let redaction = Redaction(names: redacting, in: parts.compactMap(\.self))
        return TokenInspection(
            checks: inspector.checks, header: parts[0].map(redaction.apply), claims: parts[1].map(redaction.apply),
            refusal: refusal, verdict: verdict)
    }
}
