/// Who asks, as far as it is known when the route is found.
package enum Asker: Sendable {
    /// Nobody logged in.
    case anonymous
    /// Somebody logged in, but no principal could be made of them; this is why.
    case refused(AccessRefusal)
    case principal(Principal)

    package init(_ result: Result<Principal, PrincipalRefusal>) {
        switch result {
        case .success(let principal): self = .principal(principal)
        case .failure(let failure): self = .refused(failure.refusal)
        }
    }

    package var principal: Principal? {
        if case .principal(let principal) = self { return principal }
        return nil
    }

    /// What is said on a route that asks for a login.
    var refusalWithoutPrincipal: AccessRefusal {
        if case .refused(let refusal) = self { return refusal }
        return AccessRefusal(.tokenMissing)
    }
}
