import Besturen
import Foundation
import JOSE
import StandIn

/// Prints the demo's plan, for people and for machines.
struct PlanPrinter: Sendable {
    let checkout: Checkout
    let addresses: DemoAddresses

    private var tokens: String { Checkout.short("\(checkout.root)/Keys/development/tokens") }

    var json: String {
        String(
            decoding: DemoPlan.json(gateway: addresses.gateway.authority, tokens: tokens).bytes(), as: UTF8.self)
    }

    func show(_ people: PeopleDirectory, gatewayPort: Int) {
        var lines = [
            "",
            "Poort is running. Everything is invented; stop it with Control-C.",
            "",
            "  gateway             http://\(addresses.gateway.authority)",
            "                      http://\(addresses.gateway.authority)/_poort/  (log in with a browser)",
            "  register            http://\(addresses.admin.authority)/register  (as Petra, Lotte, Gunter or Vera)",
            "  identity provider   \(addresses.issuer)  (for development; gives tokens to everyone on this machine)",
            "                      http://\(addresses.identityProvider.authority)/people",
            "  gebruikersbeheer    http://\(addresses.identityProvider.authority)/gebruikersbeheer  (as Jan or Karin)",
            "  client secret       \(Checkout.short("\(checkout.root)/Keys/development/\(DevelopmentSecret.file)"))",
            "  sample modules      http://\(addresses.sampleModules.authority)  (answer what they received)",
            "  configuration       \(Checkout.short(checkout.configurationFile))",
            "",
            "Tokens, valid for an hour and renewed every half hour while this runs (more people: /people above):",
            "",
        ]
        for entry in DemoPlan.people.compactMap({ people[$0.id] }) {
            lines.append("  \(tokens)/\(entry.person.id).jwt")
            lines.append("      \(entry.person.givenName) \(entry.person.about) (\(entry.bestuur.name))")
        }
        lines += ["", "In another terminal, in \(FileManager.default.currentDirectoryPath):", ""]
        for (number, request) in DemoPlan.requests.enumerated() {
            let answer = [String(request.answer.status), request.answer.code].compactMap(\.self).joined(separator: " ")
            lines.append("  \(number + 1). \(request.sentence): \(answer)")
            lines.append("     \(request.command(gateway: addresses.gateway.authority, tokens: tokens))")
            lines.append("")
        }
        print(lines.joined(separator: "\n"))
        // Standard output may be a file or a pipe that somebody waits at.
        fflush(nil)
    }
}
