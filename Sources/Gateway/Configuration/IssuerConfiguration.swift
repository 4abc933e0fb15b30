package import JOSE
package import OIDC
package import Policy

/// An issuer as `poort.yaml` names it.
package struct IssuerConfiguration: Sendable {
    /// Where its keys are.
    package enum Keys: Sendable {
        /// In files; they count until the gateway is started anew.
        case fixed(KeySet)
        /// At the issuer; fetched when the gateway starts, and again and again.
        case fetched(FetchedKeysConfiguration)
    }

    /// `iss`.
    package var identifier: String
    package var keys: Keys
    package var rules: ClaimRules
    /// Under which names its tokens say who somebody is, when they are others than the policy's.
    package var claimNames: ClaimNames?

    /// The issuer as tokens are checked with it, before anything was fetched.
    package var trusted: TrustedIssuer {
        switch keys {
        case .fixed(let set): TrustedIssuer(identifier: identifier, keys: set, rules: rules)
        case .fetched(let fetched):
            TrustedIssuer(
                identifier: identifier, keys: nil, rules: rules, fetchedAlgorithms: fetched.source.algorithms)
        }
    }
}

/// How the keys of an issuer are fetched.
package struct FetchedKeysConfiguration: Sendable {
    package var source: RemoteKeySource
    package var limits: KeyRefreshLimits
    /// Certificate authorities in PEM that count for this issuer instead of the system's.
    package var trustedCertificates: [UInt8]?
}
