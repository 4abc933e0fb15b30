/// A place where the policy deliberately decides otherwise than the row of `routes.csv`, with the reason.
struct LoketDeviation: Sendable, CustomStringConvertible {
    enum Place: Hashable, Sendable {
        case everywhere
        case path(String)
        /// Paths on which another rule serves data for another method.
        case whereDataLives
    }

    let line: Int
    let methods: Set<String>
    var place = Place.everywhere
    let admission: LoketAdmission
    let why: String

    var description: String { "\(line) \(methods.sorted().joined(separator: " ")): \(why)" }

    static let read: Set = ["GET"]
    static let write: Set = ["POST", "PUT", "PATCH", "DELETE"]

    func covers(rule: LoketRule, method: String, host: String, path: String, dispatcher: LoketDispatcher) -> Bool {
        guard rule.line == line, methods.contains(method) else { return false }
        return switch place {
        case .everywhere: true
        case .path(let wanted): wanted == path
        case .whereDataLives: dispatcher.hasRuleForData(host: host, path: path)
        }
    }

    /// All of them. An entry that no longer occurs fails the test, so the table stays true.
    static let all: [LoketDeviation] =
        fromNotes + stricter + [
            LoketDeviation(
                line: 404, methods: read, admission: .delegated("sync-session"),
                why: "no role recorded; data consumers download here with their own session"),
            LoketDeviation(
                line: 516, methods: read, admission: .delegated("sync-session"),
                why: "no role recorded; catalogue of the same files, reading only"),
            LoketDeviation(
                line: 520, methods: read, admission: .delegated("sync-session"),
                why: "no role recorded; catalogue of the same files, reading only"),
        ]

    /// The row's note says more than its columns.
    private static let fromNotes = [
        LoketDeviation(
            line: 26, methods: ["PATCH"], place: .path("/bestuurseenheden/a1"),
            admission: .roles(["LoketLB-berichtenGebruiker", "VMTGebruiker"]),
            why: "mail preferences and view-only modules are written here"),
        LoketDeviation(
            line: 100, methods: ["GET", "DELETE"], place: .path("/impersonations/current"), admission: .anyBestuur,
            why: "every user's screens ask whether an impersonation is going on"),
        LoketDeviation(
            line: 100, methods: ["POST", "PUT", "PATCH"], place: .path("/impersonations/current"), admission: .nobody,
            why: "an impersonation is started at /impersonations, never at the current one"),
        LoketDeviation(
            line: 314, methods: write, admission: .roles(["VMTGebruiker"]),
            why: "the worship modules read vendors but never write one"),
        LoketDeviation(
            line: 636, methods: ["PUT", "PATCH", "DELETE"], admission: .nobody,
            why: "a SPARQL query is sent with GET or POST"),
        LoketDeviation(
            line: 783, methods: read, admission: .nobody,
            why: "a list of accounts; monitoring has its own listener"),
    ]

    /// Nobody needs what the row would allow.
    private static let stricter =
        [104, 107].map { line in
            LoketDeviation(
                line: line, methods: write, admission: .nobody,
                why: "the account is only read; the data level grants no write")
        }
        + [(120, "PATCH"), (123, "POST"), (131, "DELETE")].map { line, method in
            LoketDeviation(
                line: line, methods: [method], place: .path("/files/42/download"), admission: .nobody,
                why: "a download has nothing to write")
        }
        + [701, 731, 761].map { line in
            LoketDeviation(
                line: line, methods: ["PUT", "PATCH"], admission: .nobody,
                why: "the login services know GET, POST and DELETE")
        }
        + [684, 715, 745, 775].flatMap { line in
            [
                LoketDeviation(line: line, methods: write, admission: .nobody, why: "static files are only read"),
                LoketDeviation(
                    line: line, methods: read, place: .whereDataLives, admission: .nobody,
                    why: "a method that a path does not take is refused, not answered with a page"),
            ]
        }
}
