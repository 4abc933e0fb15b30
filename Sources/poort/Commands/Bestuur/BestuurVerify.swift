import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that nothing in the journal was changed or taken away.",
        discussion: """
            Goes through all of it: each entry's hash covers what it says and everything before it. Prints the head, N:HASH. \
            Whoever noted that elsewhere can prove with --anchor later that the journal up to N is the same still; without an \
            anchor a journal that somebody wrote anew from the beginning looks sound.

            Ends with 65 when something was changed, and says which entry.
            """)

    @OptionGroup var register: RegisterOptions
    @Option(help: ArgumentHelp("Where it stood once, as this command printed it.", valueName: "N:HASH")) var anchor:
        String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            var noted: RegisterHead?
            if let anchor {
                guard let head = RegisterHead(anchor) else {
                    throw CommandFailure(
                        outcome: .usage, message: "--anchor `\(anchor)` is no head",
                        hint: "a number, a colon and 64 hexadecimal digits, as this command prints it")
                }
                noted = head
            }
            let store = try register.open()
            let (entries, head) = try registering { () throws(RegisterStoreError) in try store.verify(anchor: noted) }
            if json {
                Terminal.print(
                    Terminal.json(
                        .object([
                            ("sound", .bool(true)), ("entries", .integer(entries)), ("head", .string("\(head)")),
                            ("anchored", .bool(noted != nil)),
                        ])))
                return
            }
            Terminal.print("\(PolicyFile.count(Int(entries), "entry", "entries")), all as they were written")
            if let noted { Terminal.print("the same up to entry \(noted.sequence), which was noted") }
            Terminal.print("head: \(head)")
        }
    }
}
