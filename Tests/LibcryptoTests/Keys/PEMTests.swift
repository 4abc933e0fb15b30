import Testing

@testable import Libcrypto

@Suite("A PEM block")
struct PEMTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var problem: PEM.Problem

        init(_ why: String, _ text: String, _ problem: PEM.Problem) {
            self.why = why
            self.text = text
            self.problem = problem
        }

        var testDescription: String { why }
    }

    static func parse(_ text: String) throws(LibcryptoError) -> PEM { try PEM(parsing: Array(text.utf8).span) }

    static func body(_ body: String) -> String { "-----BEGIN X-----\n\(body)\n-----END X-----" }

    static let refused = [
        Case("nothing", "", .noBlock),
        Case("blank lines", "\n \r\n\t", .noBlock),
        Case("only an end", "-----END X-----", .noBlock),
        Case("four hyphens", "----BEGIN X----\nAAAA\n----END X----", .noBlock),
        Case("lower case", "-----begin x-----\nAAAA\n-----end x-----", .noBlock),
        Case("text before the first line's hyphens", "x-----BEGIN X-----\nAAAA\n-----END X-----", .noBlock),
        Case("text behind the first line's hyphens", "-----BEGIN X-----x\nAAAA\n-----END X-----", .noBlock),
        Case("a control character in the label", "-----BEGIN X\u{7}-----\nAAAA\n-----END X\u{7}-----", .noBlock),
        Case(
            "a letter outside ASCII in the label", "-----BEGIN \u{41A}EY-----\nAAAA\n-----END \u{41A}EY-----", .noBlock),
        Case("a backquote in the label", "-----BEGIN X`-----\nAAAA\n-----END X`-----", .noBlock),
        Case("a label of 65 letters", "-----BEGIN \(String(repeating: "X", count: 65))-----\nAAAA", .noBlock),
        Case("no end", "-----BEGIN X-----\nAAAA", .noEnd(label: "X")),
        Case("another end", "-----BEGIN X-----\nAAAA\n-----END Y-----", .noEnd(label: "X")),
        Case("a second begin instead of an end", "-----BEGIN X-----\nAAAA\n-----BEGIN Y-----", .noEnd(label: "X")),
        Case(
            "a block in a block", "-----BEGIN X-----\n-----BEGIN Y-----\nAAAA\n-----END Y-----\n-----END X-----",
            .noEnd(label: "X")),
        Case("two blocks", body("AAAA") + "\n" + body("AAAA"), .severalBlocks),
        Case("header lines", body("Comment: a\n\nAAAA"), .textInside(label: "X")),
        Case("no content", body(""), .invalidBase64(label: "X")),
        Case("one character", body("A"), .invalidBase64(label: "X")),
        Case("no padding", body("AAA"), .invalidBase64(label: "X")),
        Case("five characters", body("AAAAA"), .invalidBase64(label: "X")),
        Case("only padding", body("===="), .invalidBase64(label: "X")),
        Case("three of padding", body("A==="), .invalidBase64(label: "X")),
        Case("padding behind a whole group", body("AAAA===="), .invalidBase64(label: "X")),
        Case("padding within", body("AA==AAAA"), .invalidBase64(label: "X")),
        Case("unused bits that are set", body("AB=="), .invalidBase64(label: "X")),
        Case("unused bits that are set, of two bytes", body("AAB="), .invalidBase64(label: "X")),
        Case("the alphabet of base64url", body("A-_A"), .invalidBase64(label: "X")),
        Case("a blank within a line", body("AA AA"), .invalidBase64(label: "X")),
        Case("a letter outside ASCII", body("AA\u{E9}A"), .invalidBase64(label: "X")),
        Case("NUL", body("AAA\0"), .invalidBase64(label: "X")),
        Case("64 KiB and a byte", String(repeating: "\n", count: 65_537), .tooLarge(bytes: 65_537)),
    ]

    @Test("is refused", arguments: refused)
    func refuses(_ hostile: Case) {
        #expect(failure { () throws(LibcryptoError) in try Self.parse(hostile.text) } == .notPEM(hostile.problem))
    }

    @Test("says in one sentence what is wrong", arguments: refused)
    func sentences(_ hostile: Case) {
        let text = LibcryptoError.notPEM(hostile.problem).message
        #expect(text.hasPrefix("the ") && !text.hasSuffix(".") && !text.contains("\n"))
    }

    @Test(
        "is read with whatever line ends, comments around it, and blanks at the ends of lines",
        arguments: [
            "-----BEGIN X-----\nAQIDBA==\n-----END X-----", "-----BEGIN X-----\r\nAQID\r\nBA==\r\n-----END X-----\r\n",
            "-----BEGIN X-----\rAQIDBA==\r-----END X-----\r",
            "# a comment\n\n-----BEGIN X-----\nAQIDBA==\n-----END X-----\nmore: text",
            "  -----BEGIN X-----  \n\t AQIDBA== \t\n  -----END X-----\t",
            "-----BEGIN X-----\nA\nQ\nI\nD\nBA\n=\n=\n\n-----END X-----",
        ])
    func reads(_ text: String) throws {
        #expect(try Self.parse(text) == PEM(label: "X", der: [1, 2, 3, 4]))
    }

    @Test("comes back as it was written, whatever its length", arguments: 1...100)
    func roundTrip(_ count: Int) throws {
        let pem = PEM(label: "SOME KEY", der: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 251) })
        let lines = pem.text.split(separator: "\n")
        #expect(lines.dropFirst().dropLast().dropLast().allSatisfy { $0.count == 64 })
        #expect(lines.allSatisfy { $0.count <= 64 } && pem.text.hasSuffix("-----\n"))
        #expect(try Self.parse(pem.text) == pem)
    }
}
