/// The answer to a request.
package enum Decision: Sendable {
    case allow(Grant)
    case deny(Denial)

    package var isAllowed: Bool {
        if case .allow = self { return true }
        return false
    }

    package var grant: Grant? {
        if case .allow(let grant) = self { return grant }
        return nil
    }

    package var denial: Denial? {
        if case .deny(let denial) = self { return denial }
        return nil
    }
}

/// Why a request is allowed: small, so that the allowed path makes nothing.
package struct Grant: Hashable, Sendable {
    package enum Basis: Hashable, Sendable {
        case everyone
        case authenticated
        /// Position of the module in the policy.
        case module(Int)
        /// Position of the administrative role in the policy.
        case role(Int)
        /// The upstream checks a credential of its own.
        case delegated
    }

    package let basis: Basis
    /// Whether this principal may only read on this route.
    package let isReadOnly: Bool
}

/// Why a request is refused: every condition that failed, the most important first, with the whole explanation.
package struct Denial: Sendable {
    package let explanation: Explanation

    package var refusals: [AccessRefusal] { explanation.refusals }

    /// The one that decides the status and is shown first.
    package var primary: AccessRefusal { explanation.refusals[0] }
}
