import Besturen

/// What a draft makes of roles: the module that each opens, or why it opens nothing.
struct DraftRoles: Sendable {
    struct ModulePart: Sendable {
        let id: String
        let label: String
        let role: String
        let bestuurstypes: BestuurstypeSet
        let isExternal: Bool
        let paths: [PathPattern]
        /// What a person should look at.
        let remark: String?
    }

    struct RolePart: Sendable {
        let name: String
        let label: String
        let bestuurstypes: BestuurstypeSet
    }

    struct RetiredPart: Sendable {
        let name: String
        let why: String
    }

    private(set) var modules: [ModulePart] = []
    private(set) var administrative: [RolePart] = []
    private(set) var retired: [RetiredPart] = []
    private(set) var notes: [ImportNote] = []

    init(_ list: RoleList?, _ rules: MockLoginRules?) {
        var seen: Set<ExactText> = []
        for entry in list?.entries ?? [] {
            seen.insert(ExactText(entry.role))
            place(entry, rules, rules?.rule(for: entry.role))
        }
        for rule in rules?.rules ?? [] where !seen.contains(ExactText(rule.role)) {
            addModule(
                role: rule.role, id: nil, label: nil, rule.bestuurstypes, isExternal: false, paths: [],
                remark: "only in the rules; its module was made of its name", at: rule.location)
        }
    }

    /// Whether a draft has everything of the Flemish administration: then it admits its doelgroep.
    var admitsAgency: Bool {
        modules.contains { $0.bestuurstypes.contains(.agentschapBinnenlandsBestuur) }
            || administrative.contains { $0.bestuurstypes.contains(.agentschapBinnenlandsBestuur) }
    }

    private mutating func place(_ entry: RoleList.Entry, _ rules: MockLoginRules?, _ rule: MockLoginRules.Rule?) {
        guard let kind = entry.kind else {
            return retire(entry.role, "unclear: the list of roles names a kind that is not known")
        }
        if kind == .retired {
            return retire(entry.role, entry.label.map { "retired: \($0)" } ?? "retired in the list of roles")
        }
        guard let rule else {
            let reason = rules == nil ? "no rules were given" : "the rules do not name it"
            notes.append(
                ImportNote(
                    location: entry.location,
                    message: "for which besturen `\(entry.role)` is, is not known (\(reason)); it opens nothing"))
            return retire(entry.role, "unclear: for which besturen it is, is not known")
        }
        if kind == .administrative {
            let types = rule.bestuurstypes ?? .all
            guard !types.isEmpty else {
                return retire(entry.role, "unclear: the rules name no type of bestuur that is known")
            }
            administrative.append(RolePart(name: entry.role, label: entry.label ?? entry.role, bestuurstypes: types))
            if !entry.paths.isEmpty { rolePaths.append((entry.role, entry.paths)) }
            return
        }
        addModule(
            role: entry.role, id: entry.module, label: entry.label, rule.bestuurstypes, isExternal: kind == .external,
            paths: entry.paths, remark: entry.module == nil ? "its id was made of the name of its role" : nil,
            at: entry.location)
    }

    /// The paths that administrative roles open.
    private(set) var rolePaths: [(role: String, paths: [PathPattern])] = []

    private mutating func retire(_ role: String, _ why: String) {
        retired.append(RetiredPart(name: role, why: why))
    }

    private mutating func addModule(
        role: String, id: String?, label: String?, _ types: BestuurstypeSet?, isExternal: Bool, paths: [PathPattern],
        remark: String?, at location: SourceLocation
    ) {
        if let types, types.isEmpty {
            notes.append(
                ImportNote(
                    location: location, message: "`\(role)` is for no type of bestuur that is known; it opens nothing"))
            return retire(role, "unclear: the rules name no type of bestuur that is known")
        }
        let wanted = id ?? DraftRoles.id(of: role)
        var free = wanted
        var number = 2
        while modules.contains(where: { $0.id == free }) {
            free = "\(wanted.prefix(90))-\(number)"
            number += 1
        }
        if free != wanted {
            notes.append(
                ImportNote(
                    location: location, message: "module `\(wanted)` has a role already; `\(role)` opens `\(free)`"))
        }
        modules.append(
            ModulePart(
                id: free, label: label ?? free, role: role, bestuurstypes: types ?? .all, isExternal: isExternal,
                paths: isExternal ? [] : paths, remark: remark))
    }

    /// `LoketLB-eredienstMandaatGebruiker` makes `eredienst-mandaat`.
    static func id(of role: String) -> String {
        var name = role
        if let dash = name.firstIndex(of: "-"), name[..<dash].hasPrefix("Loket") {
            name = String(name[name.index(after: dash)...])
        }
        if name.hasSuffix("Gebruiker"), name.utf8.count > 9 { name.removeLast(9) }
        var id = ""
        var previous: UInt8 = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let followsSmall = previous >= UInt8(ascii: "a") && previous <= UInt8(ascii: "z")
                if followsSmall, !id.isEmpty { id += "-" }
                id.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                id.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                if !id.isEmpty, id.last != "-" { id += "-" }
            }
            previous = byte
        }
        while id.last == "-" { id.removeLast() }
        return id.isEmpty ? "module" : String(id.prefix(90))
    }
}
