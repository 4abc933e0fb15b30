/// What an import found: how many besturen, and everything about them that a person should know.
package struct ImportReport: Hashable, Sendable {
    package struct Count: Hashable, Sendable {
        package let kind: RegisterProblem.Kind
        package let effect: RegisterProblem.Effect
        package let count: Int
    }

    package let sources: [String]
    /// How many besturen the sources told of.
    package let told: Int
    /// How many of them are in the register.
    package let taken: Int
    /// By source and line.
    package let problems: [RegisterProblem]

    /// How often each kind of problem was found with each effect, in the order of the kinds.
    package var counts: [Count] {
        var numbers: [RegisterProblem.Kind: [RegisterProblem.Effect: Int]] = [:]
        for problem in problems { numbers[problem.kind, default: [:]][problem.effect, default: 0] += 1 }
        return RegisterProblem.Kind.allCases.flatMap { kind in
            RegisterProblem.Effect.allCases.compactMap { effect in
                numbers[kind]?[effect].map { Count(kind: kind, effect: effect, count: $0) }
            }
        }
    }

    /// Whether a source could not be read at all.
    package var hasUnreadSource: Bool { problems.contains { $0.effect == .sourceRefused } }

    /// Whether all that the sources say was taken over, whatever is worth a look.
    package var isComplete: Bool { problems.allSatisfy { $0.effect == .noted } }

    /// For people: what is most needed first, then each problem with its place, by kind. What came from a source is shown
    /// without control characters.
    package func text() -> String {
        var lines = [
            "\(told) besturen in \(sources.joined(separator: ", ")): \(taken) can be taken over, \(told - taken) not"
        ]
        for count in counts {
            let number = String(count.count)
            let padding = String(repeating: " ", count: max(0, 6 - number.count))
            lines.append("\(padding)\(number)  \(count.kind.title) (\(count.effect.title))")
        }
        if counts.isEmpty { lines.append("nothing is remarkable") }
        for kind in RegisterProblem.Kind.allCases {
            let found = problems.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            lines += ["", "\(kind.title): \(found.count)"]
            var hints: [String] = []
            for problem in found {
                lines.append("  \(problem.source):\(problem.line): \(problem.message)")
                if let hint = problem.hint, !hints.contains(hint) { hints.append(hint) }
            }
            lines += hints.map { "    hint: \($0)" }
        }
        return lines.map { ImportReport.printable($0) }.joined(separator: "\n") + "\n"
    }

    /// A text without what moves a terminal's cursor or turns the direction of writing.
    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension RegisterProblem.Effect {
    /// What became of it, for people.
    package var title: String {
        switch self {
        case .sourceRefused: "the source is not read"
        case .rowRefused: "not taken over"
        case .valueDropped: "taken over without the value"
        case .noted: "taken over"
        }
    }
}

extension RegisterProblem.Kind {
    /// What is wrong, for people.
    package var title: String {
        switch self {
        case .headerInvalid: "header of a list that cannot be read"
        case .turtleInvalid: "document that is not Turtle"
        case .rowMalformed: "row that cannot be read"
        case .uriInvalid: "URI that is not one"
        case .uriTwice: "URI given twice"
        case .uriPathUnknown: "URI minted under an unknown path"
        case .uuidDiffers: "identifier that differs from the URI"
        case .notDeclared: "node that is not declared a bestuur"
        case .nameEmpty: "no name"
        case .textInvalid: "text that cannot stand in a register"
        case .typeUnknown: "unknown type"
        case .typeDouble: "two types"
        case .kboInvalid: "KBO number that cannot be right"
        case .kboPadded: "KBO number without its zero"
        case .ovoInvalid: "OVO code that cannot be right"
        case .nisInvalid: "NIS code that cannot be right"
        case .statusUnknown: "unknown status"
        case .statusMissing: "no status"
        case .valueDouble: "two values for one"
        case .werkingsgebiedInvalid: "werkingsgebied that is not a URI"
        case .relationInvalid: "predecessor or successor that cannot be"
        case .predecessorUnknown: "predecessor that is not in the list"
        case .successorUnknown: "successor that is not in the list"
        case .mergedActive: "merged and still active"
        case .numberShared: "number of several besturen"
        case .numberMissing: "neither a KBO number nor an OVO code"
        }
    }
}
