import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurReceivers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receivers", abstract: "Show who is told of changes, and how far they are.",
        discussion:
            "Receivers are those of `notify` in the gateway's configuration; a failing one is tried again with back-off."
    )

    @OptionGroup var register: RegisterOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let store = try register.open()
            let (receivers, head) = try registering { () throws(RegisterStoreError) in
                (try store.receivers(), try store.head())
            }
            if json {
                Terminal.print(Terminal.json(.object([("receivers", .array(receivers.map { json($0, head) }))])))
                return
            }
            for receiver in receivers {
                let behind = head.sequence - receiver.delivered
                var line = "\(receiver.name): has entry \(receiver.delivered) of \(head.sequence)"
                if receiver.attempts > 0 {
                    line += "; entry \(receiver.delivered + 1) failed \(PolicyFile.count(receiver.attempts, "time"))"
                    line += ", again at \(RegisterJSON.text(receiver.next)): \(receiver.error ?? "")"
                } else if behind > 0 {
                    line += "; \(behind) to come"
                }
                Terminal.print(Terminal.shown(line))
            }
            Terminal.error(PolicyFile.count(receivers.count, "receiver"))
        }
    }

    private func json(_ receiver: RegisterStore.ReceiverState, _ head: RegisterHead) -> JSONValue {
        .object([
            ("name", .string(receiver.name)), ("delivered", .integer(receiver.delivered)),
            ("pending", .integer(head.sequence - receiver.delivered)), ("attempts", .integer(receiver.attempts)),
            ("next", receiver.attempts > 0 ? RegisterJSON.time(receiver.next) : .null),
            ("error", .optional(receiver.error)),
        ])
    }
}
