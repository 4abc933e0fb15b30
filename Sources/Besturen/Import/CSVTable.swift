/// Comma-separated values as RFC 4180 defines them, over bytes, with the line on which each record begins.
///
/// Line ends are LF or CRLF. A quote inside an unquoted field, text after a closing quote and an open quote at the end are
/// refused: each of them shifts the columns of a careless reader.
package struct CSVTable {
    package struct Record {
        package var line: Int
        package var fields: [String]
    }

    package struct Malformed: Hashable {
        package var line: Int
        package var message: String
    }

    package private(set) var records: [Record] = []
    package private(set) var malformed: [Malformed] = []

    package init(_ bytes: [UInt8]) {
        var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        while position < bytes.count {
            readRecord(bytes, &position, &line)
        }
    }

    private mutating func readRecord(_ bytes: [UInt8], _ position: inout Int, _ line: inout Int) {
        let start = line
        var fields: [String] = []
        var field: [UInt8] = []
        var problem: String?
        var quoted = false
        var closed = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if quoted {
                if byte == CSVTable.quote {
                    if position < bytes.count, bytes[position] == CSVTable.quote {
                        field.append(CSVTable.quote)
                        position += 1
                    } else {
                        quoted = false
                        closed = true
                    }
                } else {
                    if byte == CSVTable.newline { line += 1 }
                    field.append(byte)
                }
                continue
            }
            switch byte {
            case CSVTable.comma:
                fields.append(CSVTable.text(field, &problem))
                field.removeAll(keepingCapacity: true)
                closed = false
            case CSVTable.newline:
                line += 1
                finish(start, &fields, field, problem)
                return
            case CSVTable.carriageReturn where position < bytes.count && bytes[position] == CSVTable.newline:
                continue
            case CSVTable.quote where field.isEmpty && !closed:
                quoted = true
            case CSVTable.quote:
                problem = problem ?? "a quote stands inside a field that does not begin with one"
            default:
                if closed { problem = problem ?? "text follows the closing quote of a field" }
                field.append(byte)
            }
        }
        if quoted { problem = problem ?? "a quoted field is never closed" }
        finish(start, &fields, field, problem)
    }

    private mutating func finish(_ line: Int, _ fields: inout [String], _ last: [UInt8], _ problem: String?) {
        var problem = problem
        fields.append(CSVTable.text(last, &problem))
        if let problem {
            malformed.append(Malformed(line: line, message: problem))
        } else if fields != [""] {
            records.append(Record(line: line, fields: fields))
        }
    }

    private static func text(_ bytes: [UInt8], _ problem: inout String?) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            problem = problem ?? "a field is not valid UTF-8"
            return ""
        }
        return text
    }

    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let quote = UInt8(ascii: "\"")
}
