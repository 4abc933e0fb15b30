import ArgumentParser
import Besturen
import Gateway

/// What a step is taken on.
struct EvidenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The reference of the decision of approval.", valueName: "text")) var decision: String?
    @Option(help: ArgumentHelp("The reference of the request for access.", valueName: "text")) var reference: String?
    @Option(help: ArgumentHelp("The URI that was minted elsewhere; without it one is made.", valueName: "uri"))
    var uri: String?
    @Option(help: ArgumentHelp("The OVO code.", valueName: "code")) var ovo: String?
    @Flag(help: "The bestuur has no OVO code.") var noOvo = false
    @Option(help: ArgumentHelp("The type of bestuur, as policies name it.", valueName: "type")) var type: String?
    @Option(help: ArgumentHelp("The KBO number.", valueName: "number")) var kbo: String?
    @Option(help: ArgumentHelp("The KBO number that was announced.", valueName: "number")) var announced: String?
    @Flag(help: "No KBO number is announced.") var noAnnounced = false
    @Option(help: "The track.") var track: Track?
    @Option(help: ArgumentHelp("Why; the journal keeps it.", valueName: "text")) var reason: String?

    /// The options that were given, by name.
    private var given: [String] {
        var names: [String] = []
        func note(_ name: String, _ isGiven: Bool) { if isGiven { names.append(name) } }
        note("--decision", decision != nil)
        note("--reference", reference != nil)
        note("--uri", uri != nil)
        note("--ovo", ovo != nil)
        note("--no-ovo", noOvo)
        note("--type", type != nil)
        note("--kbo", kbo != nil)
        note("--announced", announced != nil)
        note("--no-announced", noAnnounced)
        note("--track", track != nil)
        note("--reason", reason != nil)
        return names
    }

    /// Evidence that a step does not take is a mistake: it would be lost.
    private func allow(_ names: String..., for step: StepName) throws {
        for name in given where !names.contains(name) {
            let takes = names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))"
            throw CommandFailure(
                outcome: .usage, message: "`\(step.rawValue)` takes no \(name)", hint: takes)
        }
    }

    private func needed(_ text: String?, _ name: String, _ step: StepName) throws -> String {
        if let text { return text }
        throw CommandFailure(outcome: .usage, message: "`\(step.rawValue)` needs \(name)")
    }

    private func code(_ step: StepName) throws -> OVOCode? {
        guard (ovo != nil) != noOvo else {
            throw CommandFailure(
                outcome: .usage, message: "`\(step.rawValue)` needs one of --ovo and --no-ovo")
        }
        return try ovo.map { try RegisterNumber.ovo($0) }
    }

    func step(_ step: StepName) throws -> OnboardingStep {
        switch step {
        case .approve:
            try allow("--decision", for: step)
            return .approve(decision: try needed(decision, "--decision", step))
        case .notifyLoket:
            try allow(for: step)
            return .notifyLoket
        case .mintURI:
            try allow("--uri", for: step)
            return .mintURI(uri ?? MintedURI.make())
        case .confirmKalliope:
            try allow(for: step)
            return .confirmKalliope
        case .requestAccess:
            try allow("--reference", for: step)
            return .requestAccess(reference: try needed(reference, "--reference", step))
        case .verify:
            try allow(for: step)
            return .verify
        case .reportBack:
            try allow("--ovo", "--no-ovo", "--type", for: step)
            return .reportBack(
                ovo: try code(step), type: try RegisterNumber.type(try needed(type, "--type", step)))
        case .connect:
            try allow("--kbo", for: step)
            return .connect(kbo: try RegisterNumber.kbo(try needed(kbo, "--kbo", step)))
        case .refuse, .withdraw:
            try allow("--track", "--reason", for: step)
            guard let track else {
                throw CommandFailure(outcome: .usage, message: "`\(step.rawValue)` needs --track")
            }
            let reason = try needed(reason, "--reason", step)
            return step == .refuse ? .refuse(track, reason: reason) : .withdraw(track, reason: reason)
        case .correct:
            try allow(
                "--decision", "--reference", "--ovo", "--no-ovo", "--type", "--kbo", "--announced", "--no-announced",
                "--reason", for: step)
            return .correct(try correction(), reason: try needed(reason, "--reason", step))
        }
    }

    private func correction() throws -> OnboardingStep.Correction {
        var found: [OnboardingStep.Correction] = []
        if let decision { found.append(.decision(decision)) }
        if let reference { found.append(.reference(reference)) }
        if ovo != nil || noOvo { found.append(.ovo(try code(.correct))) }
        if let type { found.append(.type(try RegisterNumber.type(type))) }
        if let kbo { found.append(.kbo(try RegisterNumber.kbo(kbo))) }
        if let announced { found.append(.announced(try RegisterNumber.kbo(announced, "--announced"))) }
        if noAnnounced { found.append(.announced(nil)) }
        guard found.count == 1 else {
            throw CommandFailure(
                outcome: .usage,
                message:
                    "`correct` needs one of --decision, --reference, --ovo, --no-ovo, --type, --kbo, --announced and --no-announced",
                hint: "one correction at a time, each with its reason")
        }
        return found[0]
    }
}

/// The steps of a dossier by the names that the journal has.
enum StepName: String, CaseIterable, ExpressibleByArgument {
    case approve
    case notifyLoket = "notify-loket"
    case mintURI = "mint-uri"
    case confirmKalliope = "confirm-kalliope"
    case requestAccess = "request-access"
    case verify
    case reportBack = "report-back"
    case connect
    case refuse
    case withdraw
    case correct
}
