import HTTPWire
import OIDC
import Policy

/// What happens with one request.
enum Verdict {
    case forward(Forwarding)
    case refuse(Refusal)
    /// Nobody knows yet: the token names a key that its issuer may have published by now.
    case awaitKeys(KeyNeed)
    /// Nobody knows yet: the token must be checked, and that has to wait until others were looked after.
    case awaitTurn
}

/// A request that is let through: where to, and with whose name.
struct Forwarding {
    /// Position of the upstream in the configuration.
    let upstream: Int
    let target: CanonicalTarget
    /// Nil on public and delegated routes: nobody's name is added there.
    let identity: ResolvedIdentity?
    /// Whether the right that let it through is one to read only.
    let isReadOnly: Bool
    /// Whether the gateway's own pages answer.
    var isOwnPage = false
}
