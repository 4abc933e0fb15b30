import Testing

@testable import Besturen

@Suite("A table of comma-separated values")
struct CSVTableTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        /// The line of each record and its fields.
        var records: [(Int, [String])] = []
        /// The line of each refused record and what its message says.
        var malformed: [(Int, String)] = []

        var testDescription: String { name }
    }

    static let wellFormed: [Case] = [
        Case(name: "nothing", text: ""),
        Case(name: "a BOM alone", text: "\u{FEFF}"),
        Case(name: "empty lines", text: "\n\r\n\n"),
        Case(name: "one field", text: "a", records: [(1, ["a"])]),
        Case(name: "no newline at the end", text: "a,b\nc,d", records: [(1, ["a", "b"]), (2, ["c", "d"])]),
        Case(name: "CRLF", text: "a,b\r\nc,d\r\n", records: [(1, ["a", "b"]), (2, ["c", "d"])]),
        Case(name: "LF and CRLF mixed", text: "a\nb\r\nc\n", records: [(1, ["a"]), (2, ["b"]), (3, ["c"])]),
        Case(name: "a BOM before the first field", text: "\u{FEFF}a,b\n", records: [(1, ["a", "b"])]),
        Case(name: "a BOM further on is text", text: "a,\u{FEFF}b\n", records: [(1, ["a", "\u{FEFF}b"])]),
        Case(name: "a BOM before a quote", text: "\u{FEFF}\"a\",b\n", records: [(1, ["a", "b"])]),
        Case(name: "empty fields", text: ",,\n", records: [(1, ["", "", ""])]),
        Case(
            name: "an empty line between records keeps the count", text: "a\n\nb\n", records: [(1, ["a"]), (3, ["b"])]),
        Case(name: "a comma between quotes", text: "\"a,b\",c\n", records: [(1, ["a,b", "c"])]),
        Case(name: "a doubled quote", text: "\"say \"\"yes\"\"\",c\n", records: [(1, ["say \"yes\"", "c"])]),
        Case(name: "a field that is one quote", text: "\"\"\"\"\n", records: [(1, ["\""])]),
        Case(name: "an empty quoted field", text: "\"\",a\n", records: [(1, ["", "a"])]),
        Case(name: "a newline between quotes", text: "\"a\nb\",c\nd\n", records: [(1, ["a\nb", "c"]), (3, ["d"])]),
        Case(name: "CRLF between quotes stays", text: "\"a\r\nb\"\r\nd\r\n", records: [(1, ["a\r\nb"]), (3, ["d"])]),
        Case(name: "spaces are text", text: " a , b \n", records: [(1, [" a ", " b "])]),
        Case(name: "a semicolon is text", text: "a;b\n", records: [(1, ["a;b"])]),
        Case(name: "a bare CR within a field is text", text: "a\rb,c\n", records: [(1, ["a\rb", "c"])]),
    ]

    static let faulty: [Case] = [
        Case(
            name: "a quote within a field", text: "a\"b,c\nd\n", records: [(2, ["d"])],
            malformed: [(1, "a quote stands inside")]),
        Case(
            name: "text behind the closing quote", text: "a\n\"b\"c,d\ne\n", records: [(1, ["a"]), (3, ["e"])],
            malformed: [(2, "text follows the closing quote")]),
        Case(
            name: "a space behind the closing quote", text: "\"b\" ,d\n",
            malformed: [(1, "text follows the closing quote")]),
        Case(name: "a space before the opening quote", text: " \"b\",d\n", malformed: [(1, "a quote stands inside")]),
        Case(
            name: "a second quoted part", text: "\"a\"x\"b\",c\n", malformed: [(1, "text follows the closing quote")]),
        Case(
            name: "a bare CR behind the closing quote", text: "\"a\"\rb\n",
            malformed: [(1, "text follows the closing quote")]),
        Case(
            name: "a quote that is never closed", text: "a\n\"b,c\nd\ne\n", records: [(1, ["a"])],
            malformed: [(2, "never closed")]),
        Case(name: "a lone quote at the end", text: "a\n\"", records: [(1, ["a"])], malformed: [(2, "never closed")]),
        Case(
            name: "two faulty rows", text: "a\"\nb\nc\"\n", records: [(2, ["b"])],
            malformed: [(1, "a quote stands inside"), (3, "a quote stands inside")]),
    ]

    @Test("is read as RFC 4180 has it", arguments: wellFormed)
    func reads(_ row: Case) {
        let table = CSVTable(Array(row.text.utf8))
        #expect(table.malformed.isEmpty)
        #expect(table.records.map(\.line) == row.records.map(\.0))
        #expect(table.records.map(\.fields) == row.records.map(\.1))
    }

    @Test("loses a faulty record only, and says where it begins", arguments: faulty)
    func refuses(_ row: Case) {
        let table = CSVTable(Array(row.text.utf8))
        #expect(table.records.map(\.line) == row.records.map(\.0))
        #expect(table.records.map(\.fields) == row.records.map(\.1))
        #expect(table.malformed.map(\.line) == row.malformed.map(\.0))
        for (found, expected) in zip(table.malformed, row.malformed) {
            #expect(found.message.contains(expected.1), "\(found.message)")
        }
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE9], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) {
        let table = CSVTable(Array("a\nb,".utf8) + bytes + Array(",c\nd\n".utf8))
        #expect(table.records.map(\.line) == [1, 3])
        #expect(table.malformed == [CSVTable.Malformed(line: 2, message: "a field is not valid UTF-8")])
    }

    @Test("whatever fields are written with quotes come back as they were")
    func roundTrip() {
        var generator = SeededGenerator(state: 0x6373_7620)
        let spice: [Character] = ["a", ",", "\"", "\n", "\r", "\r\n", " ", "é", "", "|", ";"].map { $0.first ?? "b" }
        for _ in 0..<2_000 {
            let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (0..<3).map { _ in
                    String(
                        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                            spice.randomElement(using: &generator) ?? "c"
                        })
                }
            }
            let text = rows.map { row in
                row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
            }
            let end = Bool.random(using: &generator) ? "\n" : "\r\n"
            let table = CSVTable(Array(text.joined(separator: end).utf8))
            #expect(table.malformed.isEmpty)
            #expect(
                table.records.map { $0.fields.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } },
                "\(text.joined(separator: end).debugDescription)")
        }
    }
}
