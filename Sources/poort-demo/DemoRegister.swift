import Besturen
import Foundation
import Gateway
import StandIn

/// The demo's register: the besturen of the list, and something to look at on the board.
enum DemoRegister {
    /// Fills a register that has nothing in it; one that has stays as it is.
    static func fill(_ path: String, from list: BesturenRegister) throws {
        do throws(RegisterStoreError) {
            let store = try RegisterStore(path: path, create: true)
            guard try store.head().sequence == 0 else { return }
            // Some days ago, so that something is overdue.
            let now = Moment(unixSeconds: Int64(Date().timeIntervalSince1970) - 4 * 86_400)
            let besturen = list.besturen + twins
            _ = try store.append(by: "Petra Voorbeeld", for: .loket, at: now) { _ throws(RegisterStoreError) in
                besturen.map { .init($0.uri, .record($0, source: "besturen.csv")) }
            }
            let opened = try store.append(
                by: "Petra Voorbeeld", for: .abb, at: now,
                .init(nil, .open(name: "AGB Voorbeeldstad", announced: nil)))
            _ = try store.append(
                by: "Petra Voorbeeld", for: .abb, at: now,
                .init(opened.subject, .step(.approve(decision: "BVR 2026/114"))))
            _ = try store.append(
                by: "Gunter Voorbeeld", for: .gebruikersbeheer, at: now,
                .init(opened.subject, .step(.requestAccess(reference: "GB-2026-7"))))
        } catch {
            throw StandInError.file(path: path, reason: "\(error)")
        }
    }

    /// Two active besturen with one number, which means neither of them.
    private static var twins: [Bestuurseenheid] {
        ["Noord", "Zuid"].enumerated().compactMap { index, name in
            try? Bestuurseenheid(
                uri: "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-00000000002\(index)",
                name: "Projectvereniging \(name)", type: .projectvereniging, kbo: KBONummer("0999998338"),
                status: .actief)
        }
    }
}
