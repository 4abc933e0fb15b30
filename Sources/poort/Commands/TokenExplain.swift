import ArgumentParser
import Gateway
import JOSE
import Policy

struct TokenExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what the gateway would answer to one request with this token, and why.",
        discussion: """
            Takes issuers, keys, policy and besturen from the gateway's own configuration, so that the answer is the \
            gateway's. Prints every check of the token, its claims, what each of its roles opens, and the decision with its \
            rule. For a refused token it also says what its claims would open if they were true.

            Ends with 0 when the request would be let through, with the token's own code (3 to 7) when the token is refused, \
            8 when the policy refuses.

            Example: poort token explain --config poort.yaml "GET /submissions/1" token.jwt
            """)

    @Option(help: "The gateway's configuration.", completion: .file(extensions: ["yaml", "yml"])) var config: String
    @Option(help: "The Host of the request.") var host = ""
    @Option(help: "The time to judge at: RFC 3339 or Unix seconds. Default: now.") var at: String?
    @Flag(help: "Show national numbers.") var reveal = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The request, such as \"GET /submissions/1\".") var request: String
    @OptionGroup var source: TokenSource

    func run() throws {
        try reporting {
            let accessRequest = try RequestText.read(request, host: host)
            let loaded = try GatewayFile.load(config)
            let report = InspectionReport(
                try source.read(), issuers: loaded.configuration.issuers.map(\.trusted), at: try InstantText.read(at),
                redacting: reveal ? [] : ["rrn"])
            let snapshot = loaded.snapshot
            var asker = Asker.anonymous
            if let claims = report.inspection.claims {
                let values = ClaimsFile.principalClaims(claims, snapshot.policy.claimNames)
                asker = Asker(snapshot.policy.principal(from: values, register: snapshot.register))
            }
            let explanation = snapshot.policy.explain(asker, request: accessRequest)
            let roles = RoleLines(asker, snapshot.policy)
            Terminal.print(
                json
                    ? text(report, explanation)
                    : [report.text, roles.text, decision(report, explanation)].joined(separator: "\n\n"))
            if let outcome = report.outcome { throw outcome.exit }
            if !explanation.isAllowed { throw Outcome.denied.exit }
        }
    }

    private func decision(_ report: InspectionReport, _ explanation: Explanation) -> String {
        let title = report.isAccepted ? request : "\(request)  (were the token accepted)"
        return "\(title)\n\(explanation.text)"
    }

    private func text(_ report: InspectionReport, _ explanation: Explanation) -> String {
        // The explanation writes its own JSON, which is read back to stand beside the report.
        let decision = (try? JSONValue.parse(Array(explanation.json.text.utf8))) ?? .null
        return JSONValue.object(report.members + [("request", .string(request)), ("explanation", decision)]).pretty
    }
}

/// What each role of somebody opens, a line for each.
struct RoleLines {
    private var lines: [String] = []

    init(_ asker: Asker, _ policy: PolicySet) {
        guard let principal = asker.principal else { return }
        let granted = policy.grantedModules(of: principal)
        for role in principal.heldRoles {
            lines.append("\(role): \(Self.meaning(of: role, granted, policy))")
        }
        lines += principal.rolesForOtherBestuur.map { "\(Terminal.shown($0)): held for another organisation alone" }
        for role in principal.ignoredRoles {
            let nearest =
                NearMiss.suggestion(for: role, among: policy.knownRoles).map { "; did you mean `\($0)`?" } ?? ""
            lines.append("\(Terminal.shown(role)): the policy does not know it\(nearest)")
        }
    }

    var text: String {
        (["ROLES"] + (lines.isEmpty ? ["none that could count"] : lines).map { "  " + $0 }).joined(separator: "\n")
    }

    private static func meaning(of role: String, _ granted: [GrantedModule], _ policy: PolicySet) -> String {
        if policy.loginRight == role { return "the right to log in" }
        if let why = policy.retiredRoles[role] { return "retired, opens nothing: \(why)" }
        if policy.administrativeRoles.contains(where: { $0.name == role }) { return "administrative role" }
        let modules = policy.modules.filter { $0.role == role }.map { module in
            guard let grant = granted.first(where: { $0.id == module.id }) else {
                return "\(module.id) (not granted: see the decision on one of its addresses)"
            }
            return module.id + (grant.isReadOnly ? " (reading only)" : "")
        }
        return "module " + modules.joined(separator: ", ")
    }
}
