import Besturen

extension PartsReading {
    /// An invented number with a right checksum, for people whose number does not matter.
    static let inventedNumber = "0999999922"

    func person(_ pair: LocatedNode.Pair) -> PolicyTestSuite.Person {
        func made(_ kind: PolicyTestSuite.Person.Kind) -> PolicyTestSuite.Person {
            PolicyTestSuite.Person(name: pair.key, kind: kind, location: pair.keyLocation)
        }
        if case .scalar(let text, _) = pair.value.content {
            if text != "anonymous" {
                let hint = "write `anonymous`, or a mapping with `bestuur`, `doelgroep` and `roles`, or with `token`"
                reader.report(pair.value.location, "`\(text)` is not a person", hint: hint)
            }
            return made(.anonymous)
        }
        let keys = ["account", "bestuur", "doelgroep", "roles", "modules", "login-right", "token"]
        guard let mapping = reader.mapping(pair.value, "a person", keys: keys) else { return made(.anonymous) }
        if mapping.has("token") { return made(holder(mapping)) }
        let account = mapping.optionalString("account") ?? pair.key
        let roles = texts(mapping, "roles", "a role") ?? []
        let modules = texts(mapping, "modules", "a module")
        let doelgroep = mapping.optionalString("doelgroep")
        let right = mapping.optionalBool("login-right") ?? true
        var bestuur: Bestuurseenheid?
        if let node = mapping.required("bestuur"), !isNone(node) {
            bestuur = self.bestuur(node)
        }
        let claims = PrincipalClaims(
            account: account, bestuur: bestuur?.codes.first?.description, doelgroep: doelgroep, roles: roles,
            modules: modules)
        return made(.known(claims: claims, bestuur: bestuur, holdsLoginRight: right))
    }

    /// Somebody who holds a token. What is in it is not said again; which bestuur the register has for it must be.
    private func holder(_ mapping: MappingReader) -> PolicyTestSuite.Person.Kind {
        for key in ["account", "doelgroep", "roles", "modules", "login-right"] where mapping.has(key) {
            reader.report(
                mapping.place(of: key), "a person with a token has no `\(key)`", hint: "the token says it")
        }
        var bestuur: Bestuurseenheid?
        if let node = mapping.required("bestuur"), !isNone(node) {
            bestuur = self.bestuur(node, inventsNumber: false)
        }
        guard let node = mapping.optional("token"), let text = reader.string(node, "`token`") else { return .anonymous }
        switch sources.token(text, reader.file, now) {
        case .success(let claims): return .token(claims, bestuur: bestuur)
        case .failure(let problem):
            reader.report(node.location, problem.message, hint: problem.hint)
            return .anonymous
        }
    }

    private func isNone(_ node: LocatedNode) -> Bool {
        if case .scalar("none", _) = node.content { return true }
        return false
    }

    private func bestuur(_ node: LocatedNode, inventsNumber: Bool = true) -> Bestuurseenheid? {
        let keys = ["type", "kbo", "ovo", "name", "status", "view-only", "uri"]
        guard let mapping = reader.mapping(node, "a bestuur", keys: keys) else { return nil }
        let slugs = Bestuurstype.allCases.map { ($0.slug, $0) }
        let type = mapping.required("type").flatMap { node -> Bestuurstype? in
            guard let slug = reader.string(node, "`type`") else { return nil }
            guard let type = Bestuurstype(slug: slug) else {
                reader.reportUnknown(node.location, "bestuurstype", slug, among: slugs.map(\.0))
                return nil
            }
            return type
        }
        var kbo = code(mapping, "kbo", "ten digits of which the last two are a check") { KBONummer($0) }
        let ovo = code(mapping, "ovo", "`OVO` and six digits") { OVOCode($0) }
        if inventsNumber, !mapping.has("kbo"), !mapping.has("ovo") { kbo = KBONummer(PartsReading.inventedNumber) }
        let status =
            mapping.has("status")
            ? mapping.optional("status").flatMap {
                reader.choice($0, "`status`", among: BestuurStatus.allCases.map { ($0.rawValue, $0) })
            } : .actief
        let viewOnly = texts(mapping, "view-only", "a role") ?? []
        let name = mapping.optionalString("name")
        let number = kbo?.description ?? ovo?.description ?? PartsReading.inventedNumber
        let uri = mapping.optionalString("uri") ?? "http://data.lblod.info/id/bestuurseenheden/\(number)"
        guard let type, let status else { return nil }
        do throws(BesturenError) {
            return try Bestuurseenheid(
                uri: uri, name: name ?? "\(type.label) \(number)", type: type, kbo: kbo, ovo: ovo, status: status,
                viewOnlyModules: Set(viewOnly))
        } catch {
            reader.report(mapping.location, error.description, hint: error.hint)
            return nil
        }
    }

    private func code<Code>(
        _ mapping: MappingReader, _ key: String, _ rule: String, _ read: (String) -> Code?
    ) -> Code? {
        guard let node = mapping.optional(key), let text = reader.string(node, "`\(key)`") else { return nil }
        guard let code = read(text) else {
            reader.report(node.location, "`\(text)` is not valid as `\(key)`", hint: "it is \(rule)")
            return nil
        }
        return code
    }

    /// The texts of a list, which may be empty; nil when the key is absent or unusable.
    private func texts(_ mapping: MappingReader, _ key: String, _ what: String) -> [String]? {
        guard let node = mapping.optional(key), let items = reader.list(node, "`\(key)`") else { return nil }
        return items.compactMap { reader.string($0, what) }
    }
}
