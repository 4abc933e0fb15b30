import ArgumentParser
import Besturen
import Gateway

struct BestuurStep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Take a step in a dossier.",
        discussion: """
            Two tracks run beside each other, and the bestuur is active when both are complete:

              goedkeuring  approve --decision (abb), notify-loket (abb), mint-uri (loket), confirm-kalliope (loket)
              toegang      request-access --reference (gebruikersbeheer), verify (abb),
                           report-back --type --ovo or --no-ovo (abb), connect --kbo (gebruikersbeheer)

            refuse and withdraw end a --track with a --reason; it begins again with its first step. correct mends what was \
            recorded. A step that cannot be taken ends with 8 and says what must come first, and by whom.

            Examples:
              poort bestuur step D12 approve --decision "BVR 2026/114" --as abb --by An
              poort bestuur step D12 mint-uri --as loket --by Bart
              poort bestuur step D12 correct --kbo 0207437468 --reason "typo" --as gebruikersbeheer --by Cem
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup(title: "Evidence") var evidence: EvidenceOptions
    @Flag(help: "Print JSON: the entry, the dossier and the bestuur.") var json = false
    @Argument(help: "The id of the dossier, or the URI that it minted.") var dossier: String
    @Argument(help: "The step.") var step: StepName

    func run() throws {
        try reporting {
            let action = RegisterAction.step(try evidence.step(step))
            let who = try actor.actor()
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let subject = try SubjectLookup(state: state).dossier(dossier).id
            let entry = try registering { () throws(RegisterStoreError) in
                try store.append(by: who, for: actor.party, at: .now, .init(subject, action))
            }
            try DossierAnswer(store: store, entry: entry).tell(asJSON: json, step.rawValue)
        }
    }
}
