import Besturen

/// One cell as something to run: a policy test, a command, a request on the wire.
package struct CellExample: Hashable, Sendable {
    package let profile: Profile
    package let request: AccessRequest
    /// What the policy decides.
    package let isAllowed: Bool
    /// What the bestuur has as view-only: a module by its role where that is the same, as the register lists it.
    package let viewOnly: [String]
    /// Whether some policy asks for a login right, so that the test must say who holds it.
    private let saysLoginRight: Bool

    /// - Parameter path: in place of the one that stands for the area.
    package init(_ cell: AccessDomain.Cell, in domain: AccessDomain, policy: Int, path: String? = nil) {
        profile = domain.profiles[cell.profile]
        let area = domain.areas[cell.area]
        // A method that the gateway serves, where there is one.
        let plain = area.requests.first { MethodSet.nameable.contains($0.method) } ?? area.example
        request = path.map { AccessRequest(method: plain.method, host: plain.host, path: $0) } ?? plain
        isAllowed = domain.isAllowed(cell, policy: policy)
        let names = profile.viewOnly.names
        viewOnly = names.filter { name in
            let modules = domain.policies.compactMap { $0.module(name) }
            return modules.isEmpty || !modules.allSatisfy { $0.role.map(names.contains) ?? false }
        }
        saysLoginRight = !domain.loginRights.isEmpty
    }

    /// A suite of `poort policy test` that expects what the policy decides, or what it should decide.
    package func suite(named name: String, expecting isAllowed: Bool? = nil) -> String {
        let isAllowed = isAllowed ?? self.isAllowed
        var lines = ["suite: \(CellExample.quoted(name))", "people:"]
        lines.append("  somebody: " + person)
        lines.append("requests:")
        lines.append("  request: " + CellExample.quoted(method + " " + target))
        lines.append("tests:")
        lines.append("  - name: \(CellExample.quoted(name))")
        lines.append("    expect:")
        lines.append("      - { person: somebody, request: request, decision: \(isAllowed ? "allow" : "deny") }")
        return lines.joined(separator: "\n") + "\n"
    }

    private var person: String {
        guard let claims = profile.claims, let type = profile.type else { return "anonymous" }
        var bestuur = "{ type: \(type.slug), kbo: \"\(AccessDomain.bestuurNumber)\""
        bestuur += ", status: \(profile.isActive ? "actief" : "in-oprichting")"
        if !viewOnly.isEmpty { bestuur += ", view-only: \(CellExample.list(viewOnly))" }
        var parts = ["bestuur: \(bestuur) }"]
        if let doelgroep = profile.doelgroep { parts.append("doelgroep: \(doelgroep.rawValue)") }
        parts.append("roles: \(CellExample.list(claims.roles))")
        if let modules = claims.modules { parts.append("modules: \(CellExample.list(modules))") }
        if saysLoginRight { parts.append("login-right: false") }
        return "{ \(parts.joined(separator: ", ")) }"
    }

    /// The command that explains it. Nil for a method that the gateway serves to nobody.
    package func explainCommand(policy file: String) -> String? {
        guard MethodSet.nameable.contains(request.method) else { return nil }
        var words = ["poort", "policy", "explain", "--policy", file]
        if let type = profile.type {
            words += ["--type", type.slug]
            if !profile.isActive { words += ["--status", "in-oprichting"] }
            words += ["--doelgroep", profile.doelgroep?.rawValue ?? "none"]
            for name in viewOnly { words += ["--view-only", name] }
            for role in profile.claims?.roles ?? [] {
                words += ["--role", String(decoding: role.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)]
            }
            for module in profile.claims?.modules ?? [] { words += ["--module", module] }
        } else {
            words.append("--anonymous")
        }
        if !request.host.isEmpty { words += ["--host", request.host] }
        words.append("\(request.method) \(request.path)")
        return words.map(CellExample.shell).joined(separator: " ")
    }

    /// The request on the wire, with the token of such a person in `$TOKEN`.
    package func curl(host: String) -> String {
        var words = ["curl", "-i", "--path-as-is", "-X", method]
        var text = ""
        if !profile.isAnonymous { text = " -H \"Authorization: Bearer $TOKEN\"" }
        words = words.map(CellExample.shell)
        return words.joined(separator: " ") + text + " "
            + CellExample.shell("https://\(request.host.isEmpty ? host : request.host)\(request.path)")
    }

    private var method: String { request.method == .other ? "PROPFIND" : request.method.description }
    private var target: String { (request.host.isEmpty ? "" : "https://\(request.host)") + request.path }

    // MARK: - Quoting

    private static func list(_ items: [String]) -> String {
        "[" + items.map(quoted).joined(separator: ", ") + "]"
    }

    /// Between single quotes, in which YAML knows the quote alone.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// One word for a shell.
    static func shell(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@%+,".utf8.contains(byte)
            }
        }
        if isPlain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
