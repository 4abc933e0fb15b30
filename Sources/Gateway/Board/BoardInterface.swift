import Besturen
import HTTPTypes
import JOSE
import OIDC

/// The addresses of the JSON interface, each with what it takes. `register-api.json` describes them.
enum BoardInterface {
    static let root = BoardPaths.api + "v1"

    enum Resource: Equatable {
        case document, dossiers, besturen, conflicts, journal
        case dossier(String), steps(String)
        case bestuur(String), amendments(String), merger(String)

        init?(_ path: String) {
            switch Board.segments(path, below: BoardInterface.root) {
            case ["openapi.json"]: self = .document
            case ["dossiers"]: self = .dossiers
            case ["besturen"]: self = .besturen
            case ["conflicts"]: self = .conflicts
            case ["journal"]: self = .journal
            case let parts where parts.count == 2 && parts[0] == "dossiers": self = .dossier(parts[1])
            case let parts where parts.count == 2 && parts[0] == "besturen": self = .bestuur(parts[1])
            case let parts where parts.count == 3 && parts[0] == "dossiers" && parts[2] == "steps":
                self = .steps(parts[1])
            case let parts where parts.count == 3 && parts[0] == "besturen" && parts[2] == "amendments":
                self = .amendments(parts[1])
            case let parts where parts.count == 3 && parts[0] == "besturen" && parts[2] == "merger":
                self = .merger(parts[1])
            default: return nil
            }
        }

        var methods: [HTTPRequest.Method] {
            switch self {
            case .document, .besturen, .conflicts, .journal, .dossier, .bestuur: [.get, .head]
            case .dossiers: [.get, .head, .post]
            case .steps, .amendments, .merger: [.post]
            }
        }

        /// What may stand in the query.
        var parameters: Set<String> {
            switch self {
            case .dossiers: ["awaiting", "state", "overdue", "limit", "after"]
            case .besturen: ["q", "limit", "after"]
            case .journal: ["subject", "limit", "after"]
            default: []
            }
        }
    }

    /// The query of a request: known names, each once, with values that are what they must be.
    struct Query {
        private let values: [String: String]

        init(_ text: String, allowed: Set<String>) throws(BoardProblem) {
            guard let values = FormEncoding.decode(Array(text.utf8).span) else {
                throw Self.invalid("the query cannot be read, or names something twice")
            }
            if let unknown = values.keys.filter({ !allowed.contains($0) }).min() {
                throw Self.invalid("there is no parameter `\(unknown.prefix(40))` here")
            }
            self.values = values
        }

        static func invalid(_ english: String) -> BoardProblem {
            BoardProblem(
                .badRequest, "parameter_invalid", english: english, dutch: "een parameter van het adres klopt niet")
        }

        subscript(_ name: String) -> String? { values[name] }

        func choice<Choice>(_ name: String, _ choices: [(String, Choice)]) throws(BoardProblem) -> Choice? {
            guard let text = values[name] else { return nil }
            guard let choice = choices.first(where: { $0.0 == text }) else {
                throw Self.invalid("`\(name)` is one of \(choices.map { "`\($0.0)`" }.joined(separator: ", "))")
            }
            return choice.1
        }

        /// How many items of a list are wanted at most.
        func limit() throws(BoardProblem) -> Int {
            guard let text = values["limit"] else { return 50 }
            guard let number = number(text), (1...200).contains(number) else {
                throw Self.invalid("`limit` is a number from 1 to 200")
            }
            return Int(number)
        }

        /// The number of an entry.
        func sequence(_ name: String) throws(BoardProblem) -> Int64? {
            guard let text = values[name] else { return nil }
            guard let number = number(text) else { throw Self.invalid("`\(name)` is the number of an entry") }
            return number
        }

        private func number(_ text: String) -> Int64? {
            // As far as every JSON reader counts exactly.
            guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
                return nil
            }
            return Int64(text)
        }
    }

    /// The body of a request that changes something.
    struct Body {
        /// What is to be done, without what goes with it.
        private(set) var members: JSONObject

        init(_ request: BoardRequest) throws(BoardProblem) {
            // No form of another site can say so without the browser asking first, and nobody here says yes to that.
            guard request.contentType == "application/json" else {
                throw BoardProblem(
                    .unsupportedMediaType, "media_type_unsupported", english: "the body is `application/json`",
                    dutch: "wat u instuurt is `application/json`")
            }
            guard let json = try? JSONValue.parse(request.page.body), let members = json.objectValue else {
                throw Self.malformed("the body is one JSON object, with each member once")
            }
            self.members = members
        }

        static func malformed(_ english: String) -> BoardProblem {
            BoardProblem(
                .badRequest, "body_malformed", english: english, dutch: "wat u instuurt kan niet gelezen worden")
        }

        /// Takes a member out.
        mutating func take(_ name: String) -> JSONValue? {
            let value = members[name]
            members[name] = nil
            return value
        }

        /// For whom; nil when that is not said.
        mutating func party() throws(BoardProblem) -> String? {
            guard let value = take("party") else { return nil }
            guard let text = value.stringValue, Party(rawValue: text) != nil else {
                throw Self.malformed("`party` is one of `abb`, `loket`, `gebruikersbeheer`")
            }
            return text
        }

        mutating func expectedSequence() throws(BoardProblem) -> Int64 {
            // `7.0` is a whole number, too (JSON Schema 2020-12, section 4.2.3).
            guard let value = take("expected_sequence")?.numberValue,
                let number = value.integer ?? Int64(exactly: value.double),
                (0..<1_000_000_000_000_000).contains(number)
            else {
                throw Self.malformed("`expected_sequence` is the `sequence` that was read with what is to be changed")
            }
            return number
        }

        mutating func set(_ name: String, _ value: JSONValue) { members[name] = value }

        /// What is left, as an action of the register.
        func action() throws(BoardProblem) -> RegisterAction {
            guard let action = RegisterAction(anyOrder: .object(members)) else {
                // A slip in a number is told as one.
                for name in ["kbo", "announced"] {
                    if let text = members[name]?.stringValue { _ = try BoardField.kbo(text) }
                }
                if let text = members["ovo"]?.stringValue { _ = try BoardField.ovo(text) }
                throw Self.malformed("a member is missing, unknown, or has no such value")
            }
            return action
        }
    }
}
