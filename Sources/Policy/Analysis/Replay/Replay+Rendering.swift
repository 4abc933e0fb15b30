import Besturen

extension Replay {
    /// For people.
    package var text: String {
        var lines: [String] = []
        for change in changes {
            let sign =
                switch change.direction {
                case .gained: "+"
                case .lost: "-"
                case .unknown: "?"
                }
            lines.append("\(sign) \(change.sentence())")
            switch (change.direction, change.code) {
            case (.gained, let code?): lines.append("    refused until now with: \(code)")
            case (.lost, let code?): lines.append("    refused by \(file): \(code)")
            default: break
            }
            lines.append("    first at \(change.place): \(change.command)")
        }
        for direction in ReplayGroup.Direction.allCases {
            guard let count = ungrouped[direction] else { continue }
            lines.append("\(count) more \(direction.rawValue), in more groups than are told")
        }
        let gained = count(.gained)
        let lost = count(.lost)
        let unknown = count(.unknown)
        lines.append(
            gained + lost + unknown == 0
                ? "no decision differs, of \(requests(total))"
                : "of \(requests(total)) \(gained) gained, \(lost) lost, \(unknown) would be asked to log in, \(same) the same"
        )
        if withoutQuery > 0 {
            lines.append(
                "\(requests(withoutQuery)) judged without the query, which the log does not hold and `json-api` would look at"
            )
        }
        for reason in Unjudged.allCases {
            guard let count = unjudged[reason] else { continue }
            let words =
                switch reason {
                case .form: "refused for the form, whatever the policy"
                case .undecided: "whose client left before the decision"
                case .query: "refused for the query, which the log does not hold"
                case .bestuur: "of a bestuur whose type is not known; give --besturen"
                case .own: "for the gateway's own pages"
                }
            lines.append("not judged: \(requests(count)) \(words)")
        }
        return lines.joined(separator: "\n")
    }

    private func requests(_ count: Int) -> String { count == 1 ? "1 request" : "\(count) requests" }

    /// As `Schemas/policy-replay.schema.json` describes it: members are added, never renamed.
    package var json: JSONText {
        .object([
            ("policy", .string(file)), ("requests", .number(total)), ("same", .number(same)),
            ("gained", .number(count(.gained))), ("lost", .number(count(.lost))), ("unknown", .number(count(.unknown))),
            ("without_query", .number(withoutQuery)),
            ("not_judged", .object(Unjudged.allCases.map { ($0.rawValue, .number(unjudged[$0] ?? 0)) })),
            (
                "changes",
                .array(
                    changes.map { change in
                        let people = change.peopleCount
                        return .object([
                            ("direction", .string(change.direction.rawValue)),
                            ("sentence", .string(change.sentence(limit: .max))), ("who", .string(change.who)),
                            ("access", .string(change.isWrite ? "WRITE" : "READ")), ("routes", .strings(change.routes)),
                            ("bestuurstypes", .strings(change.types.map(\.slug))), ("code", .optional(change.code)),
                            ("requests", .number(change.requests)), ("people", .number(people.count)),
                            ("people_is_minimum", .bool(!people.isComplete)), ("first", .string(change.place)),
                            ("command", .string(change.command)),
                        ])
                    })
            ),
        ])
    }
}
