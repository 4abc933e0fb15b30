import Besturen

/// Reads tables back that ``AccessTable`` wrote.
enum TableReading {
    /// Nil for a form that is compared line by line, and for text that is no such table.
    static func facts(_ text: String, _ format: AccessTable.Format) -> [AccessTable.Fact]? {
        switch format {
        case .markdown: markdown(text)
        case .csv: csv(text)
        case .json: json(text)
        case .text, .html: nil
        }
    }

    // MARK: - Markdown

    private static func markdown(_ text: String) -> [AccessTable.Fact]? {
        var facts: [AccessTable.Fact] = []
        var section = ""
        var columns: [[String]] = []
        var keyCount = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") {
                (section, columns) = (String(line.dropFirst(3)), [])
                keyCount = AccessTable.keyCount(ofSection: section)
            }
            guard line.hasPrefix("|") else { continue }
            let cells = cells(line)
            if columns.isEmpty {
                columns = titles(cells.map(\.text))
            } else if cells.allSatisfy({ $0.text == "---" || $0.text == ":-:" }) {
                continue
            } else {
                guard cells.count == columns.count, cells.count > keyCount else { return nil }
                let row = cells.prefix(keyCount).map(\.text).joined(separator: " · ")
                for (titles, cell) in zip(columns, cells).dropFirst(keyCount) {
                    for title in titles {
                        for value in cell.isCode ? paths(cell.text) : [cell.text] {
                            facts.append(.init(place: .init(section: section, row: row, column: title), value: value))
                        }
                    }
                }
            }
        }
        return facts.isEmpty ? nil : facts
    }

    /// The titles that each column stands for.
    private static func titles(_ heading: [String]) -> [[String]] {
        let columns = heading.map { $0.split(separator: ", ").map(String.init) }
        let named = Set(columns.joined())
        return columns.map { titles in
            titles == [AccessTable.everyOtherType]
                ? Bestuurstype.allCases.map(\.slug).filter { !named.contains($0) } : titles
        }
    }

    /// The cells of a line, without escapes, and whether they are code.
    private static func cells(_ line: Substring) -> [(text: String, isCode: Bool)] {
        var cells = [(text: "", isCode: false)]
        var isEscaped = false
        var isCode = false
        for scalar in line.unicodeScalars {
            let last = cells.count - 1
            if isEscaped {
                cells[last].text.unicodeScalars.append(scalar)
                isEscaped = false
            } else if scalar == "\\", !isCode {
                isEscaped = true
            } else if scalar == "|" {
                cells.append(("", false))
            } else {
                if scalar == "`" {
                    isCode.toggle()
                    cells[last].isCode = true
                }
                cells[last].text.unicodeScalars.append(scalar)
            }
        }
        return cells.dropFirst().dropLast().map { cell in
            var text = cell.text[...]
            while text.first == " " { text.removeFirst() }
            while text.last == " " { text.removeLast() }
            return (String(text), cell.isCode)
        }
    }

    private static func paths(_ cell: String) -> [String] {
        cell.split(separator: ", ").map { $0.filter { $0 != "`" } }
    }

    // MARK: - CSV

    private static func csv(_ text: String) -> [AccessTable.Fact]? {
        var records: [[String]] = [[""]]
        var isQuoted = false
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            let record = records.count - 1
            let field = records[record].count - 1
            switch scalar {
            case "\"":
                // The second of two quotes is one.
                if !isQuoted, previous == "\"" { records[record][field] += "\"" }
                isQuoted.toggle()
            case "," where !isQuoted: records[record].append("")
            case "\n" where !isQuoted: records.append([""])
            case "\r" where !isQuoted: break
            default: records[record][field].unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        guard records.first == ["section", "row", "column", "value"] else { return nil }
        var facts: [AccessTable.Fact] = []
        for record in records.dropFirst() where record != [""] {
            guard record.count == 4 else { return nil }
            facts.append(.init(place: .init(section: record[0], row: record[1], column: record[2]), value: record[3]))
        }
        return facts
    }

    // MARK: - JSON

    /// JSON as this target writes it is YAML, too.
    private static func json(_ text: String) -> [AccessTable.Fact]? {
        let reader = DocumentReader(file: "table", text: text)
        guard let sections = reader.root?["sections"]?.items else { return nil }
        var facts: [AccessTable.Fact] = []
        for section in sections {
            guard let title = section["title"]?.text, let keyCount = section["key_columns"]?.text.flatMap({ Int($0) }),
                let columns = section["columns"]?.items.map({ $0.map { $0["titles"]?.items?.compactMap(\.text) ?? [] } }
                ),
                let rows = section["rows"]?.items
            else { return nil }
            for row in rows {
                let cells = (row.items ?? []).map { ($0.items ?? []).compactMap(\.text) }
                guard cells.count == columns.count, keyCount <= cells.count else { return nil }
                let key = cells.prefix(keyCount).map { $0.first ?? "" }.joined(separator: " · ")
                for (titles, cell) in zip(columns, cells).dropFirst(keyCount) {
                    for column in titles {
                        for value in cell {
                            facts.append(.init(place: .init(section: title, row: key, column: column), value: value))
                        }
                    }
                }
            }
        }
        return facts
    }
}

extension LocatedNode {
    fileprivate subscript(key: String) -> LocatedNode? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    fileprivate var items: [LocatedNode]? {
        if case .list(let items) = content { return items }
        return nil
    }

    fileprivate var text: String? {
        if case .scalar(let text, _) = content { return text }
        return nil
    }
}
