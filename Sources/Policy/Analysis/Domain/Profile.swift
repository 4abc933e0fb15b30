package import Besturen

/// Whoever asks, as far as any of the policies of a domain can tell people apart.
package struct Profile: Hashable, Sendable {
    package let credential: Credential
    /// The login rights that are held, of those that the policies of the domain ask for.
    package let loginRights: [String]
    /// Nil for nobody.
    package let type: Bestuurstype?
    /// Nil when the login has none, or one that is no doelgroep.
    package let doelgroep: Doelgroep?
    /// Whether the bestuur is active. The other states are refused alike.
    package let isActive: Bool
    /// What the bestuur has as view-only: roles and module ids.
    package let viewOnly: ViewOnly

    package var isAnonymous: Bool { credential == .anonymous }

    /// What a bestuur has as view-only, among the modules that one credential opens.
    package struct ViewOnly: Hashable, Sendable {
        package enum Extent: Int, Hashable, Sendable {
            case nothing, everything, some
        }

        package let extent: Extent
        /// Role names and module ids, sorted.
        package let names: [String]
    }
}

extension AccessDomain {
    /// An invented number with a right checksum.
    package static let bestuurNumber = "0999999922"

}

extension Profile {
    /// The claims of somebody of this profile; nil for nobody.
    package var claims: PrincipalClaims? {
        guard !isAnonymous else { return nil }
        var roles = loginRights
        var modules: [String]?
        switch credential {
        case .role(let name): roles.append(name)
        case .module(let id): modules = [id]
        case .anonymous, .none: break
        }
        return PrincipalClaims(
            account: "somebody", bestuur: AccessDomain.bestuurNumber, doelgroep: doelgroep?.rawValue,
            roles: roles.map { "\($0):\(AccessDomain.bestuurNumber)" }, modules: modules)
    }

    /// The bestuur of somebody of this profile; nil for nobody.
    package var bestuur: Bestuurseenheid? {
        guard let type else { return nil }
        // Neither the URI nor the name is ever refused.
        return try? Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/\(AccessDomain.bestuurNumber)", name: type.label,
            type: type, kbo: KBONummer(AccessDomain.bestuurNumber), status: isActive ? .actief : .inOprichting,
            viewOnlyModules: Set(viewOnly.names))
    }
}

extension PolicySet {
    /// Somebody of a profile, made as the gateway makes them; nil for nobody.
    package func principal(of profile: Profile) -> Principal? {
        guard let claims = profile.claims, let bestuur = profile.bestuur else { return nil }
        return principal(from: claims, for: bestuur)
    }
}
