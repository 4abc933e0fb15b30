extension ClaimNames {
    /// Reads a `claims` mapping: of a policy, or of one issuer of the gateway's configuration. Reports mistakes to the reader.
    package static func read(_ node: LocatedNode, _ reader: DocumentReader) -> ClaimNames? {
        let keys = ["account", "bestuur", "doelgroep", "roles", "modules"]
        guard let mapping = reader.mapping(node, "`claims`", keys: keys) else { return nil }
        let account = mapping.has("account") ? mapping.requiredString("account") : "sub"
        let bestuur = mapping.requiredString("bestuur")
        let doelgroep = mapping.requiredString("doelgroep")
        let roles = mapping.requiredString("roles")
        let modules = mapping.optionalString("modules")
        guard let account, let bestuur, let doelgroep, let roles else { return nil }
        return ClaimNames(account: account, bestuur: bestuur, doelgroep: doelgroep, roles: roles, modules: modules)
    }
}
