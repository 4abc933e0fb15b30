import ArgumentParser
import Besturen
import Gateway
import Policy

/// What else commands take to explain a token, besides keys.
struct InspectionOptions: ParsableArguments {
    @Option(
        help: "A policy, to say what the roles open. Default: that of --config.",
        completion: .file(extensions: ["yaml", "yml"]))
    var policy: String?
    @Option(
        help: "A list of besturen, to look the organisation up in. Default: that of --config.",
        completion: .file(extensions: ["csv"]))
    var besturen: String?
    @Option(help: "The Host of the request.") var host = ""
    @Flag(help: "Show national numbers.") var reveal = false
    @OptionGroup var output: OutputOptions

    var redacting: Set<String> { reveal ? [] : ["rrn"] }

    func policySet(gateway: LoadedGateway?) throws -> PolicySet? {
        try policy.map(PolicyFile.load) ?? gateway?.snapshot.policy
    }

    /// Under which names the tokens of an issuer say who somebody is: the gateway may know other ones for it.
    func claimNames(of issuer: String?, policy: PolicySet?, gateway: LoadedGateway?) -> ClaimNames {
        let usual = policy?.claimNames ?? LoketClaims.names
        guard let snapshot = gateway?.snapshot else { return usual }
        let names = snapshot.claimNames(of: issuer ?? "")
        return names == snapshot.policy.claimNames ? usual : names
    }

    func register(gateway: LoadedGateway?) throws -> BesturenRegister? {
        guard let besturen else { return gateway?.snapshot.register }
        let (register, problems) = try RegisterFile.read(besturen)
        guard let refused = problems.first(where: { $0.effect == .sourceRefused }) else { return register }
        throw CommandFailure(outcome: .badInput, message: Terminal.shown("\(refused)"))
    }
}

/// How commands print.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON (Schemas/token-inspection.schema.json).") var json = false
    @Option(help: "When to colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color: ColorChoice = .auto
}
