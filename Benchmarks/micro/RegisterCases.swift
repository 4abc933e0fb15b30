import Besturen
import Foundation

/// The register of besturen: looking a number up, importing a list, and going through a journal.
enum RegisterCases {
    /// The size that the gateway must bear.
    static let size = 5_000

    private static func kbo(_ number: Int) -> String {
        let stem = 10_000_000 + number
        let check = 97 - stem % 97
        return "\(stem)\(check < 10 ? "0" : "")\(check)"
    }

    /// The last part of a UUID.
    private static func tail(_ number: Int) -> String {
        String(repeating: "0", count: 12 - String(number).count) + String(number)
    }

    /// A list as the public one is: a URI, a name, numbers, a place; a fifth with another name.
    static func list() -> String {
        var text = "uri,name,bestuurstype,status,kbo,ovo,nis,werkingsgebied,alternative_names\n"
        for number in 0..<size {
            text +=
                "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-\(tail(number)),Gemeente nummer \(number) van Vlaanderen,"
                + "Gemeente,Actief,\(kbo(number)),OVO\(100_000 + number),\(10_000 + number),Gebied \(number),"
                + (number % 5 == 0 ? "Stad \(number)" : "") + "\n"
        }
        return text
    }

    static func all() throws -> [Measurement] {
        let text = list()
        let register = BesturenRegister.read(csv: text, source: "list").register
        guard register.count == size else {
            throw BenchmarkProblem(description: "\(register.count) besturen were read")
        }
        let codes = register.besturen.compactMap { $0.kbo.map(OrganisationCode.kbo) }
        guard let unknown = KBONummer("0207437468").map(OrganisationCode.kbo) else {
            throw BenchmarkProblem(description: "no number to look for in vain")
        }
        let journal = try journal(register)
        return [
            Measurement("register: a number is looked up") { count in
                var found = 0
                for index in 0..<count {
                    if case .found = register.lookup(codes[index % codes.count]) { found += 1 }
                }
                return found
            },
            Measurement("register: a number that nobody has") { count in
                var missed = 0
                for _ in 0..<count { if case .unknown = register.lookup(unknown) { missed += 1 } }
                return missed
            },
            Measurement("register: a list of 5,000 is read") { count in
                var read = 0
                for _ in 0..<count { read += BesturenRegister.read(csv: text, source: "list").register.count }
                return read
            },
            Measurement("register: a journal of \(journal.count) entries is gone through") { count in
                var besturen = 0
                for _ in 0..<count {
                    var state = RegisterState()
                    for entry in journal { try state.apply(entry) }
                    besturen += state.register.count
                }
                return besturen
            },
        ]
    }

    /// The list, and a hundred besturen that walk both tracks.
    private static func journal(_ register: BesturenRegister) throws -> [RegisterEntry] {
        var entries: [RegisterEntry] = []
        func add(_ subject: String?, _ party: Party, _ action: RegisterAction) {
            let sequence = Int64(entries.count + 1)
            entries.append(
                RegisterEntry(
                    sequence: sequence, time: Moment(unixSeconds: 1_768_478_400), actor: "An", party: party,
                    subject: subject ?? RegisterEntry.dossier(openedBy: sequence), action: action))
        }
        for bestuur in register.besturen { add(bestuur.uri, .loket, .record(bestuur, source: "list")) }
        for number in 0..<100 {
            add(nil, .abb, .open(name: "Nieuw \(number)", announced: nil))
            let id = RegisterEntry.dossier(openedBy: Int64(entries.count))
            guard let kbo = KBONummer(kbo(1_000_000 + number)) else {
                throw BenchmarkProblem(description: "a number is wrong")
            }
            let steps: [(Party, OnboardingStep)] = [
                (.abb, .approve(decision: "d")), (.abb, .notifyLoket),
                (
                    .loket,
                    .mintURI("http://data.lblod.info/id/bestuurseenheden/10000000-0000-4000-8000-\(tail(number))")
                ),
                (.loket, .confirmKalliope),
                (.gebruikersbeheer, .requestAccess(reference: "r")), (.abb, .verify),
                (.abb, .reportBack(ovo: nil, type: .gemeente)), (.gebruikersbeheer, .connect(kbo: kbo)),
            ]
            for (party, step) in steps { add(id, party, .step(step)) }
        }
        return entries
    }

    /// Bytes of resident memory that one register of 5,000 besturen takes with the state of its journal, as a gateway holds both; from
    /// ten that are held at once.
    static func memory() throws -> Int {
        func resident() throws -> Int {
            let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
                throw BenchmarkProblem(description: "cannot read /proc/self/statm")
            }
            return pages * 4_096
        }
        let text = list()
        func one() throws -> (RegisterState, BesturenRegister) {
            var state = RegisterState()
            for entry in try journal(BesturenRegister.read(csv: text, source: "list").register) {
                try state.apply(entry)
            }
            return (state, state.register)
        }
        var held = [try one()]
        let before = try resident()
        for _ in 0..<10 { held.append(try one()) }
        let grown = try resident() - before
        blackHole(held.reduce(0) { $0 + $1.1.count })
        return grown / 10
    }
}
