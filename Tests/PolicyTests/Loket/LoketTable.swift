/// The little of RFC 4180 that the recorded facts use: a header row, quoted fields, doubled quotes.
enum LoketTable {
    static func rows(of text: String) -> [[String: String]] {
        let records = records(of: text)
        guard let header = records.first else { return [] }
        return records.dropFirst().map { record in
            Dictionary(uniqueKeysWithValues: zip(header, record))
        }
    }

    private static func records(of text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var quoted = false
        var characters = text.makeIterator()
        var next = characters.next()
        while let character = next {
            next = characters.next()
            switch character {
            case "\"" where quoted && next == "\"":
                field.append("\"")
                next = characters.next()
            case "\"":
                quoted.toggle()
            case "," where !quoted:
                record.append(field)
                field = ""
            case "\n" where !quoted, "\r\n" where !quoted:
                record.append(field)
                records.append(record)
                record = []
                field = ""
            default:
                field.append(character)
            }
        }
        if !field.isEmpty || !record.isEmpty {
            record.append(field)
            records.append(record)
        }
        return records
    }
}
