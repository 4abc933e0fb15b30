import Besturen

/// Writes a draft as YAML, the same for the same sources.
struct DraftWriter {
    private let file: DispatcherFile
    private let parts: DraftRoles
    private let routes: DraftRoutes
    private let sources: [String]

    /// The dispatcher itself: the gateway stands before it.
    private static let upstream = "dispatcher"

    init(_ file: DispatcherFile, _ parts: DraftRoles, _ routes: DraftRoutes, sources: [String]) {
        self.file = file
        self.parts = parts
        self.routes = routes
        self.sources = sources
    }

    var text: String {
        let blocks = [
            head, modules, administrativeRoles, retiredRoles, hosts, ["upstreams: [\(Self.upstream)]"], routeLines,
        ]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var head: [String] {
        [
            "# A draft of a policy, made by `poort policy import` from \(sources.map(VisibleText.of).joined(separator: ", ")).",
            "#",
            "# The dispatcher says where requests go, not who may send them. What is not known is closed, with a `why` that begins",
            "# with \"unclear\". `# dispatcher 26` names the line of the rule that a route stands for, and behind it the service.",
            "",
            "version: 1",
            "",
            "# Not in the sources: the claims that ACM/IDM sends for the Loket.",
            "claims:",
            "  account: vo_id",
            "  bestuur: vo_orgcode",
            "  doelgroep: vo_doelgroepcode",
            "  roles: abb_loketLB_rol_3d",
            "",
            "doelgroepen: [\(parts.admitsAgency ? "LB, GID" : "LB")]",
        ]
    }

    // MARK: - Roles

    private var modules: [String] {
        guard !parts.modules.isEmpty else { return [] }
        return ["modules:"]
            + parts.modules.flatMap { module in
                var lines = module.remark.map { ["  # \($0)"] } ?? []
                lines += [
                    "  \(module.id):", "    label: \(Self.quoted(module.label))", "    role: \(Self.name(module.role))",
                    "    bestuurstypes: \(Self.list(module.bestuurstypes))",
                ]
                if module.isExternal { lines.append("    external: true") }
                return lines
            }
    }

    private var administrativeRoles: [String] {
        guard !parts.administrative.isEmpty else { return [] }
        return ["administrative-roles:"]
            + parts.administrative.flatMap { role in
                [
                    "  \(Self.name(role.name)):", "    label: \(Self.quoted(role.label))",
                    "    bestuurstypes: \(Self.list(role.bestuurstypes))",
                ]
            }
    }

    private var retiredRoles: [String] {
        guard !parts.retired.isEmpty else { return [] }
        return ["# They open nothing.", "retired-roles:"]
            + parts.retired.map { "  \(Self.name($0.name)): \(Self.quoted($0.why))" }
    }

    private var hosts: [String] {
        guard !routes.hosts.isEmpty else { return [] }
        return ["hosts:"]
            + routes.hosts.map { host in
                "  \(Self.name(host.name)): [\(host.patterns.map(Self.quoted).joined(separator: ", "))]"
            }
    }

    private static func list(_ types: BestuurstypeSet) -> String {
        types == .all ? "all" : "[\(types.members.map(\.slug).joined(separator: ", "))]"
    }

    // MARK: - Routes

    private var routeLines: [String] {
        var lines = ["routes:"]
        var section: String?
        for route in routes.routes {
            if let title = route.section, title != section {
                lines += ["", "  # -- \(title)"]
                section = title
            }
            lines.append("  - { \(members(of: route).joined(separator: ", ")) }" + comment(on: route))
        }
        return lines
    }

    private func members(of route: DraftRoutes.Route) -> [String] {
        var members = ["path: \(Self.path(route.path))"]
        if let host = route.host { members.append("host: \(Self.name(host))") }
        if let methods = Self.methods(route.methods) { members.append("methods: \(methods)") }
        if let why = route.why {
            members += ["access: closed", "why: \(Self.quoted(why))"]
        } else {
            if !route.modules.isEmpty { members.append("modules: [\(route.modules.joined(separator: ", "))]") }
            if !route.roles.isEmpty { members.append("roles: [\(route.roles.map(Self.name).joined(separator: ", "))]") }
            members.append("upstream: \(Self.upstream)")
        }
        return members
    }

    private func comment(on route: DraftRoutes.Route) -> String {
        guard let line = route.line else { return "" }
        return "  # dispatcher \(line)" + (route.remarks.isEmpty ? "" : ": " + route.remarks.joined(separator: "; "))
    }

    private static func methods(_ methods: MethodSet) -> String? {
        switch methods {
        case .all: nil
        case .read: "read"
        case .write: "write"
        default:
            "["
                + methods.members.filter { $0 != .other && !($0 == .head && methods.contains(.get)) }
                .map(\.description).joined(separator: ", ") + "]"
        }
    }

    // MARK: - Text

    /// As it is where nothing in it means something in YAML.
    private static func path(_ pattern: PathPattern) -> String {
        let text = pattern.description
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/-_.*:@".utf8.contains(byte)
            }
        }
        return isPlain ? text : quoted(text)
    }

    /// The name of a role or host: plain, unless YAML would read something else in it.
    private static func name(_ text: String) -> String {
        let first = text.utf8.first ?? 0
        let isPlain =
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        return isPlain && text != "null" && text != "true" && text != "false" ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in VisibleText.of(text).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
