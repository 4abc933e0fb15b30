/// What a token is held against when it is inspected.
package struct Yardstick: Sendable {
    package enum Keys: Sendable {
        case given(KeySet)
        /// Nobody looked for keys: key and signature are skipped, and nothing is proven. Why, in words, and of which
        /// algorithms they would be, where that is known.
        case absent(why: String = "no keys are given", algorithms: Set<JWSAlgorithm> = [])
        /// They are looked for elsewhere and cannot be had at the moment; why, in words. Of which algorithms they would be,
        /// where that is known.
        case unavailable(issuer: String, algorithms: Set<JWSAlgorithm>, reason: String)
        /// The token names none of these issuers, so no key counts.
        case untrusted(trusted: [String])
    }

    /// Something a token is compared with.
    package enum Expectation: String, Sendable, Hashable, CaseIterable {
        case issuer, audience
    }

    package var keys: Keys
    /// Without them, kind, issuer, audience and subject are not judged, and times are judged without leeway.
    package var rules: ClaimRules?
    /// What in `rules` was taken from the token itself, for want of anything to compare with.
    package var uncompared: Set<Expectation>
    /// Whether the keys were fetched from the issuer a moment ago.
    package var areKeysFresh: Bool

    package init(
        keys: Keys, rules: ClaimRules?, uncompared: Set<Expectation> = [], areKeysFresh: Bool = false
    ) {
        self.keys = keys
        self.rules = rules
        self.uncompared = uncompared
        self.areKeysFresh = areKeysFresh
    }
}
