extension AccessTable {
    /// One entry of a table.
    package struct Fact: Hashable, Sendable {
        package struct Place: Hashable, Sendable {
            package let section: String
            /// The first columns of the row.
            package let row: String
            package let column: String
        }

        package let place: Place
        package let value: String
    }

    /// Every entry, in order. A list has one for each item, a column of several types one for each type.
    var facts: [Fact] {
        sections.flatMap { section in
            section.rows.flatMap { row in
                let key = row.prefix(section.keyCount).map { $0[0] }.joined(separator: " · ")
                return zip(section.columns, row).dropFirst(section.keyCount).flatMap { column, cell in
                    column.titles.flatMap { title in
                        cell.map {
                            Fact(place: .init(section: section.title, row: key, column: title), value: $0)
                        }
                    }
                }
            }
        }
    }

    /// Compares the table with a committed one.
    ///
    /// Nil when `text` is exactly what the table renders. Else what changed in words, from the committed table to this one;
    /// empty when only the form differs.
    package func changes(since text: String, _ format: Format) -> [String]? {
        let rendered = render(format)
        if rendered.utf8.elementsEqual(text.utf8) { return nil }
        if let before = TableReading.facts(text, format), let after = TableReading.facts(rendered, format) {
            return AccessTable.changes(from: before, to: after)
        }
        return AccessTable.lineChanges(from: text, to: rendered)
    }

    private static func changes(from before: [Fact], to after: [Fact]) -> [String] {
        func values(_ facts: [Fact]) -> [Fact.Place: [String]] {
            Dictionary(grouping: facts, by: \.place).mapValues { $0.map(\.value) }
        }
        let (old, new) = (values(before), values(after))
        var seen: Set<Fact.Place> = []
        var changes: [String] = []
        for place in (before + after).map(\.place) where seen.insert(place).inserted {
            let (was, now) = (old[place] ?? [], new[place] ?? [])
            guard was != now else { continue }
            let entry = "\(place.section): \(place.row), \(place.column)"
            if was.count == 1, now.count == 1 {
                changes.append("\(entry): was \(was[0]), is \(now[0])")
            } else {
                let gone = was.filter { !now.contains($0) }
                let come = now.filter { !was.contains($0) }
                changes += come.map { "\(entry): now \($0)" } + gone.map { "\(entry): no longer \($0)" }
                if gone.isEmpty, come.isEmpty { changes.append("\(entry): in another order") }
            }
        }
        return changes.map(plain)
    }

    private static func lineChanges(from before: String, to after: String) -> [String] {
        let (old, new) = (before.split(separator: "\n"), after.split(separator: "\n"))
        return new.difference(from: old).map { change in
            switch change {
            case .insert(_, let line, _): "now: \(plain(String(line)))"
            case .remove(_, let line, _): "no longer: \(plain(String(line)))"
            }
        }
    }
}
