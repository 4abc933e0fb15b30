import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurApply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Do what lines of JSON say, one after the other.",
        discussion: """
            Each line is one action as the journal has it, with the `subject` (the id of a dossier, or the URI of a bestuur; none \
            to open a dossier). A line is on disk when its answer is printed: the entry as JSON on one line. It stops at the \
            first that is refused, with 8, or cannot be read, with 65; what was answered stays. After an end in between, the line \
            behind the last answer may have been done: `poort bestuur journal --json --after` tells.

            Example:
              echo '{"subject":"D12","action":"step","step":"verify"}' | poort bestuur apply --as abb --by An -
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "The file; `-` is standard input.", completion: .file(extensions: ["jsonl"])) var file: String

    func run() throws {
        try reporting {
            let who = try actor.actor()
            let store = try register.open()
            var reader = try LineReader(file)
            var number = 0
            while let line = try reader.next() {
                number += 1
                guard case .bytes(let bytes, _) = line else { throw unreadable(number, "it is too long") }
                if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                let change = try change(bytes, number)
                do throws(RegisterStoreError) {
                    let entry = try store.append(by: who, for: actor.party, at: .now, change)
                    Terminal.print(RegisterJSON.entry(entry).compact)
                } catch {
                    let failure = CommandFailure(error)
                    throw CommandFailure(
                        outcome: failure.outcome, message: "line \(number): \(failure.message)", hint: failure.hint)
                }
            }
        }
    }

    private func change(_ bytes: [UInt8], _ number: Int) throws -> RegisterStore.Change {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(bytes)
        } catch {
            throw unreadable(number, "it is no JSON: \(error)")
        }
        guard var members = json.objectValue else { throw unreadable(number, "it is no JSON object") }
        let subject = members["subject"]?.stringValue
        if let given = members["subject"], subject == nil, given != .null {
            throw unreadable(number, "`subject` is no text")
        }
        members["subject"] = nil
        if members["action"]?.stringValue == "step", members["step"]?.stringValue == "mint-uri", members["uri"] == nil {
            members["uri"] = .string(MintedURI.make())
        }
        if members["action"]?.stringValue == "open", members["announced"] == nil { members["announced"] = .null }
        guard let action = RegisterAction(anyOrder: .object(members)) else {
            throw unreadable(number, "it says no action, or a value in it cannot be right")
        }
        if case .record = action {
            throw unreadable(number, "besturen of a list are taken over by `poort bestuur import`")
        }
        if case .open = action {
            guard subject == nil else { throw unreadable(number, "a dossier that is opened has no `subject` yet") }
        } else if subject == nil {
            throw unreadable(number, "`subject` is missing")
        }
        return .init(subject, action)
    }

    private func unreadable(_ number: Int, _ what: String) -> CommandFailure {
        CommandFailure(
            outcome: .badInput, message: "line \(number): \(what)",
            hint: "`poort bestuur show --json` prints entries whose `action` shows how they are written")
    }
}
