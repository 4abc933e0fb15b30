import Besturen
import Policy

/// The bytes are lines: the organisation that was chosen at login, then role values.
enum RoleProperties {
    private static let policy: PolicySet? = try? PolicyLoader.load(
        file: "policy.yaml",
        text: """
            version: 1
            claims: { bestuur: org, doelgroep: group, roles: roles }
            login-right: Login
            doelgroepen: [LB]
            modules:
              a: { label: A, role: Role-A, bestuurstypes: all }
              b: { label: B, role: Role.B, bestuurstypes: [provincie] }
            administrative-roles:
              Keeper: { label: Keeper, bestuurstypes: all }
            upstreams: [web]
            routes:
              - { path: /a/**, modules: [a], upstream: web }
              - { path: /b/**, modules: [b], upstream: web }
              - { path: /k/**, roles: [Keeper], upstream: web }
            """
    ).get()
    private static let known = ["Login", "Role-A", "Role.B", "Keeper"]
    private static let bestuur = try? Bestuurseenheid(
        uri: "http://data.example/id/1", name: "Testgem", type: .gemeente, kbo: KBONummer("0999999922"), ovo: nil,
        status: .actief, viewOnlyModules: [])

    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let policy, let bestuur else {
            check.holds(false, "the target has a policy and a bestuur")
            return
        }
        // As text, since a token's strings are.
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let roles = lines.dropFirst()
        let claims = PrincipalClaims(
            account: "a", bestuur: String(decoding: lines[0], as: UTF8.self), doelgroep: "LB",
            roles: roles.map { String(decoding: $0, as: UTF8.self) })
        let principal = policy.principal(from: claims, for: bestuur)

        var held: [String] = []
        var mentioned: [String] = []
        for role in roles {
            let (name, holds) = plainly(role, lines[0])
            guard let name = known.first(where: { Array($0.utf8) == name }) else { continue }
            if !mentioned.contains(name) { mentioned.append(name) }
            if holds, !held.contains(name) { held.append(name) }
        }
        check.holds(principal.heldRoles == held, "the roles that are held are those a plain reading finds", "\(held)")
        check.holds(
            principal.rolesForOtherBestuur == mentioned.filter { !held.contains($0) },
            "the others are held for another organisation")
        check.holds(
            principal.ignoredRoles.allSatisfy { ignored in !known.contains { $0.utf8.elementsEqual(ignored.utf8) } },
            "no role that is known is ignored",
            "\(principal.ignoredRoles)")
        check.holds(principal.hasLoginRight == held.contains("Login"), "who may log in has the right to")
        let granted = Set(policy.grantedModuleIDs(of: principal))
        // The bestuur is no province.
        let wanted: Set<String> = held.contains("Login") && held.contains("Role-A") ? ["a"] : []
        check.holds(granted == wanted, "the modules that open are those of the roles that are held", "\(granted)")
    }

    /// Name and "does it hold", by splitting and trimming.
    private static func plainly(_ role: [UInt8], _ organisation: [UInt8]) -> (name: [UInt8], holds: Bool) {
        guard let colon = role.firstIndex(of: UInt8(ascii: ":")) else { return (role, true) }
        let items = role[(colon + 1)...].split(separator: UInt8(ascii: ",")).map { item in
            Array(item.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
        }
        return (Array(role[..<colon]), !organisation.isEmpty && items.contains(organisation))
    }
}
