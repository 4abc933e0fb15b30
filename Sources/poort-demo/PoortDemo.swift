import ArgumentParser
import Foundation
import StandIn

/// The whole of Poort on one machine in one command.
@main
struct PoortDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poort-demo",
        abstract: "Runs the gateway with a stand-in identity provider and sample modules, all on this machine.",
        discussion: """
            Everything is invented: the people, their besturen and the keys. Keys, tokens and what is changed in \
            gebruikersbeheer are written into Keys/development, which git ignores.
            """
    )

    @Option(help: "The port on which the gateway listens.")
    var port = 8080

    @Flag(help: "Listen on whatever ports are free, for a machine on which the usual ones are taken.")
    var freePorts = false

    @Option(help: "The checkout of Poort: where Examples/ and Keys/ are.", completion: .directory)
    var directory = "."

    @Option(
        help: "The file of the register, made when it is not there. (default: Keys/development/register.sqlite)",
        completion: .file())
    var register: String?

    @Option(help: "Print the demo's requests and their answers in this format (json), and start nothing.")
    var printCommands: CommandFormat?

    @Flag(help: "Start everything on free ports, make the demo's requests with curl, compare the answers, and stop.")
    var check = false

    func validate() throws {
        if check, printCommands != nil {
            throw ValidationError("--check and --print-commands do not go together")
        }
        guard (1...65535).contains(port) else { throw ValidationError("`\(port)` is not a port") }
    }

    func run() async throws {
        do {
            let checkout = Checkout(directory)
            if printCommands != nil {
                print(try PlanPrinter(checkout: checkout, addresses: .standard(gateway: port)).json)
            } else if check {
                guard try await DemoCheck(checkout: checkout).run() else { throw ExitCode(1) }
            } else {
                try await serve(checkout)
            }
        } catch let error as StandInError {
            Console.complain("error: \(error)")
            if let hint = error.hint { Console.complain("hint: \(hint)") }
            throw ExitCode(70)
        }
    }

    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }

    private func serve(_ checkout: Checkout) async throws {
        let addresses = try freePorts ? await FreePorts.addresses() : .standard(gateway: port)
        let demo = try Demo(
            checkout: checkout, addresses: addresses, tokens: try checkout.keys().directory("tokens"),
            keeps: true, register: try register.map(Self.absolute) ?? checkout.registerFile())
        try await demo.run { port in
            PlanPrinter(checkout: checkout, addresses: demo.addresses).show(demo.people, gatewayPort: port)
        }
    }
}

/// How `--print-commands` prints.
enum CommandFormat: String, ExpressibleByArgument, CaseIterable {
    case json
}
