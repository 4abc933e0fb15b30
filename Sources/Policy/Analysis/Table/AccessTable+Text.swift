extension AccessTable {
    package enum Format: String, CaseIterable, Hashable, Sendable {
        case text, markdown, csv, json, html

        /// The one that a file's name ends for; nil for any other ending.
        package init?(file: String) {
            let parts = file.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count > 1, let ending = parts.last else { return nil }
            switch ending.lowercased() {
            case "txt", "text": self = .text
            case "md", "markdown": self = .markdown
            case "csv": self = .csv
            case "json": self = .json
            case "html", "htm": self = .html
            default: return nil
            }
        }
    }

    /// Ends in a newline.
    package func render(_ format: Format) -> String {
        switch format {
        case .text: text
        case .markdown: markdown
        case .csv: csv
        case .json: json.text + "\n"
        case .html: html
        }
    }

    // MARK: - Text

    /// Row by row; types of bestuur by what they may.
    private var text: String {
        var lines = [AccessTable.title.uppercased(), ""]
        for section in sections {
            lines += [section.title, "  " + section.explanation, ""]
            for row in section.rows {
                let heading = row.prefix(section.keyCount).map { $0.joined(separator: ", ") }.filter {
                    $0 != AccessTable.none
                }
                lines.append("  " + heading.joined(separator: " · "))
                var byAccess: [String: [String]] = [:]
                for (column, cell) in zip(section.columns, row).dropFirst(section.keyCount) {
                    switch column.kind {
                    case .access: byAccess[cell[0], default: []] += column.titles
                    case .paths: lines += cell.map { "      " + $0 }
                    case .text where cell[0] != AccessTable.none: lines.append("      \(column.title): \(cell[0])")
                    case .text: break
                    }
                }
                for access in ["RW", "R", "W"] {
                    guard let types = byAccess[access] else { continue }
                    let names =
                        types.count == section.typeCount ? "every type of bestuur" : types.joined(separator: ", ")
                    lines.append("      \(access): \(names)")
                }
            }
            lines.append("")
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    /// Text without anything that moves a cursor or turns a line around.
    static func plain(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    // MARK: - Markdown

    private var markdown: String {
        var lines = ["# " + AccessTable.title, "", "Made by `poort policy table`; not to be changed by hand."]
        for section in sections {
            lines += ["", "## " + section.title, "", section.explanation, ""]
            lines.append(
                line(
                    section.columns.map { column in
                        section.shownTitles(column).map(AccessTable.markdown).joined(separator: ", ")
                    }))
            lines.append(line(section.columns.map { $0.kind == .access ? ":-:" : "---" }))
            for row in section.rows {
                lines.append(
                    line(
                        zip(section.columns, row).map { column, cell in
                            column.kind == .paths
                                ? cell.map { "`\($0)`" }.joined(separator: ", ") : AccessTable.markdown(cell[0])
                        }))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// Text that stands for itself in a cell.
    static func markdown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if "\\`*_[]<>#|~&!".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    // MARK: - CSV

    /// One line for each entry, so that it can be filtered: section, row, column, value. A list has a line for each item.
    private var csv: String {
        var lines = ["section,row,column,value"]
        for fact in facts {
            lines.append(
                [fact.place.section, fact.place.row, fact.place.column, fact.value].map(AccessTable.csv)
                    .joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// A spreadsheet takes a field that begins with one of these for a formula; a quote before it makes it text.
    private static func csv(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) { text = "'" + text }
        guard text.unicodeScalars.contains(where: { ",\"".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    // MARK: - JSON

    /// As `Schemas/access-table.schema.json` describes it: members are added, never renamed.
    private var json: JSONText {
        .object([
            ("title", .string(AccessTable.title)),
            (
                "sections",
                .array(
                    sections.map { section in
                        .object([
                            ("title", .string(section.title)), ("explanation", .string(section.explanation)),
                            ("key_columns", .number(section.keyCount)),
                            (
                                "columns",
                                .array(
                                    section.columns.map {
                                        .object([("titles", .strings($0.titles)), ("kind", .string("\($0.kind)"))])
                                    })
                            ),
                            ("rows", .array(section.rows.map { .array($0.map(JSONText.strings)) })),
                        ])
                    })
            ),
        ])
    }
}

extension AccessTable.Section {
    /// The same with plain words.
    var plain: AccessTable.Section {
        AccessTable.Section(
            title: title, explanation: AccessTable.plain(explanation), columns: columns, keyCount: keyCount,
            rows: rows.map { row in row.map { $0.map(AccessTable.plain) } })
    }

    /// How many types of bestuur the columns stand for.
    var typeCount: Int { columns.filter { $0.kind == .access }.reduce(0) { $0 + $1.titles.count } }
}
