import Besturen

extension PolicyComparison {
    /// For people. `files` are the names of the old and the new policy, for the commands.
    package func text(files: (old: String, new: String)) -> String {
        var lines: [String] = []
        for change in changes {
            let isGained = change.direction == .gained
            lines.append("\(isGained ? "+" : "-") \(change.sentence())")
            let (allowing, refusing) = isGained ? (files.new, files.old) : (files.old, files.new)
            if let command = change.example.explainCommand(policy: allowing) {
                lines.append("    \(command)")
                if let code = change.refusal { lines.append("    refused by \(refusing): \(code.rawValue)") }
            } else {
                lines.append("    by a method that the gateway itself answers with 501")
            }
        }
        lines += notes.map(line)
        lines.append(
            changes.isEmpty
                ? "no decision differs, of \(cellCount) cells"
                : "\(gained) cells gained, \(lost) lost, of \(cellCount)")
        return lines.joined(separator: "\n")
    }

    /// One line for each change, without commands.
    package var sentences: [String] {
        changes.map { "\($0.direction == .gained ? "+" : "-") \($0.sentence())" } + notes.map(line)
    }

    private func line(_ note: DiffNote) -> String {
        let paths = note.paths.isEmpty ? "" : " (\(PolicyComparison.shortened(note.paths)))"
        let title =
            switch (note.gains, note.loses) {
            case (true, false): "+ related data"
            case (false, true): "- related data"
            case (true, true): "± related data"
            case (false, false): "~ the same decisions, but"
            }
        return "\(title): \(note.text)\(paths)"
    }

    private static func shortened(_ paths: [String]) -> String {
        let limit = 12
        guard paths.count > limit else { return paths.joined(separator: ", ") }
        return paths.prefix(limit - 1).joined(separator: ", ") + ", \(paths.count - limit + 1) more"
    }

    /// As `Schemas/policy-diff.schema.json` describes it: members are added, never renamed.
    package func json(files: (old: String, new: String)) -> JSONText {
        .object([
            ("old", .string(files.old)), ("new", .string(files.new)), ("cells", .number(cellCount)),
            ("gained", .number(gained)), ("lost", .number(lost)),
            ("changes", .array(changes.map { json($0, files) })),
            (
                "notes",
                .array(
                    notes.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("text", .string($0.text)),
                            ("paths", .strings($0.paths)), ("gains", .bool($0.gains)), ("loses", .bool($0.loses)),
                        ])
                    })
            ),
        ])
    }

    private func json(_ change: AccessChange, _ files: (old: String, new: String)) -> JSONText {
        let box = change.box
        let file = change.direction == .gained ? files.new : files.old
        return .object([
            ("direction", .string(change.direction.rawValue)), ("cells", .number(change.cellCount)),
            ("sentence", .string(change.sentence(limit: .max))), ("access", .string(change.access)),
            ("paths", .strings(change.paths)), ("credentials", .array(box.holdings.map(PolicyComparison.json))),
            ("bestuurstypes", .strings(box.types.map(\.slug))),
            ("doelgroepen", .strings(box.doelgroepen.map { $0?.rawValue ?? "none" })),
            ("states", .strings(box.states.map { $0 ? "active" : "not-active" })),
            (
                "view_only",
                .array(
                    box.viewOnly.map {
                        .object([("extent", .string("\($0.extent)")), ("names", .strings($0.names))])
                    })
            ),
            ("refused_for", .optional(change.refusal?.rawValue)),
            (
                "example",
                .object([
                    ("command", .optional(change.example.explainCommand(policy: file))),
                    ("suite", .string(change.example.suite(named: "\(change.direction.rawValue) access"))),
                ])
            ),
        ])
    }

    private static func json(_ holding: CellBox.Holding) -> JSONText {
        let kind =
            switch holding.credential {
            case .anonymous: "anonymous"
            case .none: "none"
            case .role: "role"
            case .module: "module"
            }
        return .object([
            ("kind", .string(kind)), ("name", .optional(holding.credential.name)),
            ("login_rights", .strings(holding.loginRights)),
        ])
    }
}
