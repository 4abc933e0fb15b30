extension RegisterReading {
    mutating func read(csv bytes: [UInt8], source: String) {
        let table = CSVTable(bytes)
        func place(_ line: Int) -> RegisterPlace { RegisterPlace(source: source, line: line) }
        for row in table.malformed {
            report(
                place(row.line), .rowMalformed, .rowRefused, row.message,
                "write the field between quotes, and a quote in it twice")
        }
        guard let header = table.records.first else {
            report(
                place(1), .headerInvalid, .sourceRefused, "the list is empty", "begin it with a row of column names")
            return
        }
        do throws(CSVColumns.Failure) {
            let columns = try CSVColumns(header.fields)
            for record in table.records.dropFirst() {
                if record.fields.count == columns.width {
                    add(columns.entry(record.fields, place(record.line)))
                } else {
                    let message = "the row has \(record.fields.count) fields and the header \(columns.width)"
                    report(
                        place(record.line), .rowMalformed, .rowRefused, message, "write every field, empty ones too")
                }
            }
        } catch {
            let (message, hint) =
                switch error {
                case .twice(let name): ("column `\(name)` is named twice", "give each column its own name")
                case .misspelt(let name, let meant):
                    (
                        "column `\(name)` is not known; did you mean `\(meant)`?",
                        "columns that are left alone have other names"
                    )
                case .missing(let names):
                    (
                        "the list has no column \(names.map { "`\($0)`" }.joined(separator: ", "))",
                        "the first row must name `uri`, `name`, `bestuurstype` (or `classification_label`) and `status`"
                    )
                }
            report(place(header.line), .headerInvalid, .sourceRefused, message, hint)
        }
    }
}
