import ArgumentParser
import Besturen
import Gateway
import JOSE
import Policy

struct PolicyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what the policy decides about one request, and why.",
        discussion: """
            Who asks is told by roles and a bestuur, or by the claims of a token. Code and sentence are those that the \
            gateway answers with and logs. Ends with 0 when the request is allowed, 8 when it is refused.

            Examples:
              poort policy explain --policy policy.yaml --type gemeente \\
                --role LoketLB-toezichtGebruiker "GET /submissions"
              poort policy explain --policy policy.yaml --besturen besturen.csv \\
                --claims claims.json "DELETE /submissions/1"
            """)

    @Option(help: "The policy.", completion: .file(extensions: ["yaml", "yml"])) var policy: String
    @Option(help: "The Host of the request.") var host = ""
    @Option(help: "A list of besturen, to look the organisation up in.", completion: .file(extensions: ["csv"]))
    var besturen: String?
    @Option(
        help: "A JSON file with the claims of a token, or what `token inspect --json` prints; `-` is standard input.",
        completion: .file())
    var claims: String?
    @Option(help: "The organisation code: a KBO number or an OVO code, looked up in --besturen.") var bestuur: String?
    @Option(help: "Without a list of besturen: the type of the bestuur.") var type: String?
    @Option(
        help:
            "With --type: the status of the bestuur: \(BestuurStatus.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var status: String = BestuurStatus.actief.rawValue
    @Option(help: "With --type: a role or module that the bestuur has as view-only; repeat for several.")
    var viewOnly: [String] = []
    @Option(help: "The doelgroep; anything that is no doelgroep, such as `none`, is none.") var doelgroep = "LB"
    @Option(help: "A role, with or without `:organisation`; repeat for several.") var role: [String] = []
    @Option(help: "A module of the modules claim; repeat for several.") var module: [String] = []
    @Flag(help: "Nobody is logged in.") var anonymous = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The request, such as \"GET /submissions/1\".") var request: String

    func run() throws {
        try reporting {
            let set = try PolicySource.load(policy)
            let request = try RequestText.read(self.request, host: host)
            let explanation = set.explain(try asker(set), request: request)
            Terminal.print(json ? explanation.json.text : "\(self.request)\n\(explanation.text)")
            if !explanation.isAllowed { throw Outcome.denied.exit }
        }
    }

    /// A name with a slip in it would quietly change the answer.
    private func check(_ set: PolicySet) throws {
        if anonymous, !role.isEmpty || !module.isEmpty || claims != nil {
            throw CommandFailure(
                outcome: .usage, message: "nobody is logged in, so there are no roles, modules or claims",
                hint: "leave out --anonymous, or the others")
        }
        func known(_ option: String, _ name: String, among known: [String]) throws {
            guard !known.contains(where: { ExactText($0) == ExactText(name) }) else { return }
            let meant = NearMiss.suggestion(for: name, among: known)
            throw CommandFailure(
                outcome: .usage, message: "\(option): the policy does not know `\(Terminal.shown(name))`",
                hint: meant.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: ", "))")
        }
        for name in viewOnly { try known("--view-only", name, among: set.viewOnlyNames) }
        for name in module { try known("--module", name, among: set.modules.map(\.id)) }
        if let meant = NearMiss.suggestion(for: doelgroep, among: Doelgroep.allCases.map(\.rawValue)),
            Doelgroep(exactly: doelgroep) == nil, doelgroep != "none"
        {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(doelgroep))` is no doelgroep",
                hint: "did you mean `\(meant)`? `none` is none")
        }
    }

    private func asker(_ set: PolicySet) throws -> Asker {
        try check(set)
        if anonymous { return .anonymous }
        let values: PrincipalClaims
        if let claims {
            values = try ClaimsFile.principalClaims(claims, set.claimNames)
        } else {
            values = PrincipalClaims(
                account: "poort-policy-explain", bestuur: bestuur ?? type.map { _ in "0999999922" },
                doelgroep: doelgroep, roles: role, modules: module.isEmpty ? nil : module)
        }
        if let besturen {
            let register = try RegisterFile.read(besturen).register
            return Asker(set.principal(from: values, register: register))
        }
        guard let type else {
            throw CommandFailure(
                outcome: .usage, message: "who asks is not known",
                hint: "give --type, or --besturen with --bestuur or --claims, or --anonymous")
        }
        guard let bestuurstype = Bestuurstype(slug: type) else {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(type))` is no type of bestuur",
                hint: NearMiss.suggestion(for: type, among: Bestuurstype.allCases.map(\.slug)).map {
                    "did you mean `\($0)`?"
                } ?? "one of " + Bestuurstype.allCases.map(\.slug).joined(separator: ", "))
        }
        guard let status = BestuurStatus(rawValue: status) else {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(status))` is no status of a bestuur",
                hint: "one of " + BestuurStatus.allCases.map(\.rawValue).joined(separator: ", "))
        }
        do {
            let uri = "http://data.lblod.info/id/bestuurseenheden/example"
            let name = status == .actief ? "an active \(type)" : "a \(type) of status \(status.rawValue)"
            let example = try Bestuurseenheid(
                uri: uri, name: name, type: bestuurstype, status: status, viewOnlyModules: Set(viewOnly))
            return .principal(set.principal(from: values, for: example))
        } catch {
            throw CommandFailure(outcome: .internal, message: "\(error)")
        }
    }
}
