import ArgumentParser
import Besturen
import Foundation
import Gateway
import JOSE

struct BestuurImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take over besturen from lists, after a dry run.",
        discussion: """
            Reads CSV (.csv), Turtle and N-Triples (.ttl, .nt), as the Loket and the Organization Portal publish them; several \
            files are judged together. Without --apply nothing is written: it says everything that is remarkable, and what would \
            change.

            All is taken over or nothing. A bestuur that cannot be taken over holds up the others, unless --skip-refused says \
            that they go on without it. What operators amended and what dossiers say counts above the list. A bestuur that the \
            list leaves out stays as it is.

            Ends with 65 when something cannot be taken over.

            Examples:
              poort bestuur import besturen.csv
              poort bestuur import --apply --create --register /var/lib/poort/besturen.register --by Bart besturen.csv
            """)

    @OptionGroup var register: RegisterOptions
    @Flag(help: "Write it into the register.") var apply = false
    @Flag(help: "Make the register when the file is not there.") var create = false
    @Flag(help: "Take over the others when some cannot be.") var skipRefused = false
    @Flag(help: "Take over besturen with a number of a dossier that is not complete.") var pastDossiers = false
    @Option(
        help: "Your name, which the journal keeps for good; default: \(ActorOptions.variable). Needed with --apply.")
    var by: String?
    @Flag(help: "Print JSON: the report and the changes.") var json = false
    @Argument(help: "The lists.", completion: .file(extensions: ["csv", "ttl", "nt"])) var files: [String]

    func validate() throws {
        guard apply || !create else { throw ValidationError("--create is for --apply: a dry run makes no file") }
    }

    func run() throws {
        try reporting {
            let imported = BesturenImport(try files.map(source))
            let source = files.map { URL(filePath: $0).lastPathComponent }.joined(separator: ", ")
            let actor = apply ? try ActorOptions.actor(by) : ""
            var refusal = refusal(imported.report)
            // Nothing is made for a list that is not taken over.
            let store = try openRegister(writing: apply && refusal == nil)
            let state = try store.map { store in
                try registering { () throws(RegisterStoreError) in try store.read().state }
            }
            let changes = ImportChanges(taking: imported.register, into: state ?? RegisterState(), source: source)
            refusal = refusal ?? self.refusal(changes)
            var written: RegisterHead?
            if apply, refusal == nil, let store {
                written = try write(imported.register, source, by: actor, store)
            }
            let answer = ImportAnswer(
                report: imported.report, changes: changes, hasRegister: state != nil, head: written)
            if json { Terminal.print(Terminal.json(answer.json)) } else { Terminal.write(answer.text) }
            if let refusal { throw refusal }
            guard json || apply else {
                Terminal.error("nothing was written: this was a dry run; --apply writes it")
                return
            }
        }
    }

    private func source(_ file: String) throws -> BesturenImport.Source {
        guard let format = BesturenImport.Format(fileName: file) else {
            throw CommandFailure(
                outcome: .usage, message: "what form `\(file)` has is not known",
                hint: "its name ends in .csv, .ttl or .nt")
        }
        return BesturenImport.Source(name: file, format: format, bytes: try InputFile.bytes(file))
    }

    /// A dry run does without a register: it says what the lists hold.
    private func openRegister(writing: Bool) throws -> RegisterStore? {
        if writing { return try register.open(create: create) }
        guard let path = try? register.path(), FileManager.default.fileExists(atPath: path) else { return nil }
        return try register.open()
    }

    private func refusal(_ report: ImportReport) -> CommandFailure? {
        if report.hasUnreadSource {
            return CommandFailure(outcome: .badInput, message: "a list could not be read, so nothing is taken over")
        }
        // Rows that cannot be read tell of no bestuur, and hold up the others as well.
        let refused = report.problems.count { $0.effect == .rowRefused }
        if report.taken == 0 {
            return CommandFailure(outcome: .badInput, message: "there is no bestuur in it that could be taken over")
        }
        guard refused > 0, !skipRefused else { return nil }
        return CommandFailure(
            outcome: .badInput, message: "\(PolicyFile.count(refused, "row")) cannot be taken over, so nothing is",
            hint: "mend the list, or take over the others with --skip-refused")
    }

    /// A list must not open silently what a dossier refused or has not finished.
    private func refusal(_ changes: ImportChanges) -> CommandFailure? {
        guard !changes.overtaking.isEmpty, !pastDossiers else { return nil }
        return CommandFailure(
            outcome: .badInput,
            message:
                "\(PolicyFile.count(changes.overtaking.count, "bestuur", "besturen")) of the list would be active past a dossier, so none is taken over",
            hint: "finish the dossier, correct its number, or take over all the same with --past-dossiers")
    }

    /// What differs at the moment of writing, all in one transaction.
    private func write(
        _ imported: BesturenRegister, _ source: String, by actor: String, _ store: RegisterStore
    ) throws -> RegisterHead {
        try registering { () throws(RegisterStoreError) in
            _ = try store.append(by: actor, for: .loket, at: .now) { state throws(RegisterStoreError) in
                ImportChanges(taking: imported, into: state, source: source).records.map { bestuur in
                    .init(bestuur.uri, .record(bestuur, source: source))
                }
            }
            return try store.head()
        }
    }
}
