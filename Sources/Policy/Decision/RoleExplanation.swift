/// What one value of the roles claim means to a policy, for people.
package struct RoleExplanation: Hashable, Sendable {
    /// Something that the role opens.
    package struct Opening: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Hashable, Sendable {
            case module
            case administrativeRole = "administrative-role"
            case loginRight = "login-right"
        }

        package enum Access: Hashable, Sendable {
            case granted(isReadOnly: Bool)
            /// Every condition that keeps it closed.
            case refused([AccessReasonCode])
            /// It is not known for which bestuur.
            case unknown
        }

        package let kind: Kind
        /// The id of a module, the name of a role.
        package let id: String
        package let label: String
        /// Served elsewhere: reachable through no route.
        package let isExternal: Bool
        package let access: Access
    }

    /// As it stands in the token.
    package let value: String
    /// Up to the first colon.
    package let name: String
    /// Whether it counts for the organisation that was chosen at login.
    package let holds: Bool
    /// Whether the policy knows the name.
    package let isKnown: Bool
    /// The known name that was perhaps meant by an unknown one.
    package let nearest: String?
    /// Why a known role opens nothing any more.
    package let retired: String?
    package let openings: [Opening]
}

extension PolicySet {
    /// What each value of the roles claim means, in the order of the token.
    ///
    /// - Parameter principal: whoever was made of these claims; without one it is told what a role opens, not whether.
    package func explainRoles(of claims: PrincipalClaims, as principal: Principal?) -> [RoleExplanation] {
        let principal = principal.map(current)
        let organisation = claims.bestuur ?? ""
        return claims.roles.map { value in
            let role = RoleValue(value.utf8Span.span, organisation: organisation.utf8Span.span)
            let name = String(decoding: value.utf8.prefix(role.nameLength), as: UTF8.self)
            let position = roleNames.position(of: name.utf8Span.span)
            let meaning = position.map { roleNames.meanings[$0] } ?? RoleMeaning()
            return RoleExplanation(
                value: value, name: name, holds: role.holds, isKnown: position != nil,
                nearest: position == nil ? NearMiss.suggestion(for: name, among: knownRoles) : nil,
                retired: meaning.isRetired ? retiredRoles[name] : nil,
                openings: openings(of: meaning, name: name, holds: role.holds, principal))
        }
    }

    private func openings(
        of meaning: RoleMeaning, name: String, holds: Bool, _ principal: Principal?
    ) -> [RoleExplanation.Opening] {
        func access(_ subject: ExplanationRecorder.Subject, _ standing: Standing?) -> RoleExplanation.Opening.Access {
            guard holds else { return .refused([.roleForOtherBestuur]) }
            guard let principal, let standing else { return .unknown }
            let general = Self.codes(of: principal.general)
            let own = ExplanationRecorder.failed(subject, standing, write: false)
            let codes = general + own.filter { !general.contains($0) }
            guard codes.isEmpty else { return .refused(codes) }
            return .granted(isReadOnly: standing.contains(.readOnly))
        }
        var openings = meaning.modules.map { position in
            let module = modules[position]
            return RoleExplanation.Opening(
                kind: .module, id: module.id, label: module.label, isExternal: module.isExternal,
                access: access(.module(position), principal?.modules[position]))
        }
        if let position = meaning.role {
            let role = administrativeRoles[position]
            openings.append(
                .init(
                    kind: .administrativeRole, id: role.name, label: role.label, isExternal: false,
                    access: access(.role(position), principal?.roles[position])))
        }
        if meaning.isLoginRight {
            openings.append(
                .init(
                    kind: .loginRight, id: name, label: "the right to log in", isExternal: false,
                    access: holds ? .granted(isReadOnly: false) : .refused([.roleForOtherBestuur])))
        }
        return openings
    }

    private static func codes(of general: GeneralStanding) -> [AccessReasonCode] {
        var codes: [AccessReasonCode] = []
        if general.contains(.loginRightMissing) { codes.append(.loginRightMissing) }
        if general.contains(.doelgroepNotAdmitted) { codes.append(.doelgroepNotAdmitted) }
        if general.contains(.bestuurNotActive) { codes.append(.bestuurNotActive) }
        return codes
    }
}
