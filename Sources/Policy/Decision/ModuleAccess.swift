/// What somebody may do with one module, for a page that lists them all.
package struct ModuleAccess: Hashable, Sendable {
    package enum Access: Hashable, Sendable {
        case open
        case readOnly
        /// Every condition that failed, the most important first.
        case closed([AccessRefusal])
    }

    package let id: String
    package let label: String
    /// Served elsewhere: reachable through no route.
    package let isExternal: Bool
    /// Whether a role opens it, and not every login.
    package let needsRole: Bool
    package let access: Access

    package var isOpen: Bool {
        if case .closed = access { return false }
        return true
    }
}

extension PolicySet {
    /// Every module of the policy, in its order, with what somebody may do there, by the evaluation that decides requests.
    package func moduleAccess(of asker: Asker) -> [ModuleAccess] {
        let principal = asker.principal.map(current)
        return modules.indices.map { position in
            let module = modules[position]
            return ModuleAccess(
                id: module.id, label: module.label, isExternal: module.isExternal,
                needsRole: module.role != nil, access: access(position, asker, principal))
        }
    }

    private func access(_ position: Int, _ asker: Asker, _ principal: Principal?) -> ModuleAccess.Access {
        guard let principal else { return .closed([asker.refusalWithoutPrincipal]) }
        var recorder = ExplanationRecorder()
        recorder.general(principal.general)
        let standing = principal.modules[position]
        recorder.module(position, standing)
        let refusals = refusals(of: principal, recorder, write: false)
        guard refusals.isEmpty else { return .closed(refusals) }
        return standing.contains(.readOnly) ? .readOnly : .open
    }
}
