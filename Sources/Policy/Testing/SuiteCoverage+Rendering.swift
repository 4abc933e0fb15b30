extension SuiteCoverage {
    /// How many names a list shows before it is cut short.
    private static let shown = 20

    /// For people.
    package var text: String {
        func line(_ name: String, _ share: Share, _ words: String) -> String {
            let padding = String(repeating: " ", count: max(0, 10 - name.count))
            return
                "  \(name)\(padding) \(share.percent): \(Self.grouped(share.part)) of \(Self.grouped(share.whole)) \(words)"
        }
        var lines = ["coverage of \(VisibleText.of(file))"]
        lines.append(line("cells", cells, "asserted"))
        lines.append(line("decisions", decisions, "that the policy tells apart"))
        lines.append(line("routes", routes, "tested"))
        lines += Self.list(untestedRoutes.map { "never tested: `\($0.title)` (line \($0.location.line))" })
        lines.append(line("rules", rules, "decisive"))
        lines += Self.list(idleRules.map { "never decisive: \($0)" })
        if !gaps.isEmpty { lines.append("  largest gaps") }
        lines += gaps.map { "    \($0.text): \(Self.grouped($0.cells)) cells" }
        return lines.joined(separator: "\n")
    }

    private static func list(_ lines: [String]) -> [String] {
        var shown = lines.prefix(Self.shown).map { "    \($0)" }
        if lines.count > Self.shown { shown.append("    and \(lines.count - Self.shown) more") }
        return shown
    }

    /// `1,234,567`.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// With a stable schema: members are added, never renamed.
    package var json: JSONText {
        func share(_ share: Share) -> JSONText {
            .object([
                ("part", .number(share.part)), ("whole", .number(share.whole)), ("percent", .string(share.percent)),
            ])
        }
        return .object([
            ("policy", .string(file)), ("cells", share(cells)), ("decisions", share(decisions)),
            ("routes", share(routes)), ("rules", share(rules)),
            (
                "untested_routes",
                .array(
                    untestedRoutes.map {
                        .object([("route", .string($0.title)), ("line", .number($0.location.line))])
                    })
            ),
            ("idle_rules", .strings(idleRules)),
            ("gaps", .array(gaps.map { .object([("text", .string($0.text)), ("cells", .number($0.cells))]) })),
        ])
    }
}
