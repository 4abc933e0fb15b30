import Testing

@testable import JOSE

@Suite("A JSON text is refused")
struct JSONRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var bytes: [UInt8]
        var problem: JSONError.Problem
        var offset: Int

        init(_ why: String, _ text: String, _ problem: JSONError.Problem, at offset: Int) {
            self.init(why, Array(text.utf8), problem, at: offset)
        }

        init(_ why: String, _ bytes: [UInt8], _ problem: JSONError.Problem, at offset: Int) {
            self.why = why
            self.bytes = bytes
            self.problem = problem
            self.offset = offset
        }

        var testDescription: String { why }
    }

    /// A text with bytes that are no text in its middle.
    static func string(_ bytes: UInt8...) -> [UInt8] { [0x22, 0x61] + bytes + [0x62, 0x22] }

    static let structure = [
        Case("empty", "", .empty, at: 0), Case("only blanks", " \t\r\n", .empty, at: 4),
        Case("a byte order mark", "\u{FEFF}{}", .byteOrderMark, at: 0),
        Case("UTF-16", [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], .unexpectedByte(0xFF, expected: "a value"), at: 0),
        Case("NUL in front", "\0{}", .unexpectedByte(0, expected: "a value"), at: 0),
        Case("a form feed for a blank", "{\u{C}}", .unexpectedByte(0x0C, expected: "a member name"), at: 1),
        Case("a no-break space for a blank", "[\u{A0}1]", .unexpectedByte(0xC2, expected: "a value"), at: 1),
        Case("a letter behind the value", "{}x", .trailingBytes, at: 2),
        Case("a second value", "{}{}", .trailingBytes, at: 2),
        Case("NUL behind the value", "{}\0", .trailingBytes, at: 2),
        Case("a comma behind the value", "1,", .trailingBytes, at: 1),
        Case("a comment", "{}//", .trailingBytes, at: 2),
        Case("a comment in front", "/**/1", .unexpectedByte(0x2F, expected: "a value"), at: 0),
        Case("an object left open", "{", .unexpectedEnd, at: 1),
        Case("an object left open behind a name", #"{"a""#, .unexpectedEnd, at: 4),
        Case("an object left open behind the colon", #"{"a":"#, .unexpectedEnd, at: 5),
        Case("an object left open behind a value", #"{"a":1"#, .unexpectedEnd, at: 6),
        Case("an object left open behind a comma", #"{"a":1,"#, .unexpectedEnd, at: 7),
        Case("an array left open", "[", .unexpectedEnd, at: 1),
        Case("an array left open behind a value", "[1", .unexpectedEnd, at: 2),
        Case("an array left open behind a comma", "[1,", .unexpectedEnd, at: 3),
        Case("a comma before `}`", #"{"a":1,}"#, .unexpectedByte(0x7D, expected: "a member name"), at: 7),
        Case("a comma before `]`", "[1,]", .unexpectedByte(0x5D, expected: "a value"), at: 3),
        Case("a comma first", "[,1]", .unexpectedByte(0x2C, expected: "a value"), at: 1),
        Case("two commas", "[1,,2]", .unexpectedByte(0x2C, expected: "a value"), at: 3),
        Case("no comma", "[1 2]", .unexpectedByte(0x32, expected: "`,` or `]`"), at: 3),
        Case("no comma between members", #"{"a":1 "b":2}"#, .unexpectedByte(0x22, expected: "`,` or `}`"), at: 7),
        Case("no colon", #"{"a" 1}"#, .unexpectedByte(0x31, expected: "`:`"), at: 5),
        Case("two colons", #"{"a"::1}"#, .unexpectedByte(0x3A, expected: "a value"), at: 5),
        Case("a name without quotes", "{a:1}", .unexpectedByte(0x61, expected: "a member name"), at: 1),
        Case("a name in single quotes", "{'a':1}", .unexpectedByte(0x27, expected: "a member name"), at: 1),
        Case("a number for a name", "{1:1}", .unexpectedByte(0x31, expected: "a member name"), at: 1),
        Case("`]` for `}`", #"{"a":1]"#, .unexpectedByte(0x5D, expected: "`,` or `}`"), at: 6),
        Case("`}` for `]`", "[1}", .unexpectedByte(0x7D, expected: "`,` or `]`"), at: 2),
        Case("an end without a beginning", "]", .unexpectedByte(0x5D, expected: "a value"), at: 0),
    ]

    static let words = [
        Case("`tru`", "tru", .unexpectedEnd, at: 3),
        Case("`truE`", "truE", .unexpectedByte(0x45, expected: "`true`"), at: 3),
        Case("`True`", "True", .unexpectedByte(0x54, expected: "a value"), at: 0),
        Case("`nul`", "[nul]", .unexpectedByte(0x5D, expected: "`null`"), at: 4),
        Case("`falsee`", "falsee", .trailingBytes, at: 5),
        Case("`NaN`", "NaN", .unexpectedByte(0x4E, expected: "a value"), at: 0),
        Case("`nan`", "nan", .unexpectedByte(0x61, expected: "`null`"), at: 1),
        Case("`Infinity`", "Infinity", .unexpectedByte(0x49, expected: "a value"), at: 0),
        Case("`-Infinity`", "-Infinity", .invalidNumber, at: 0),
        Case("`undefined`", "undefined", .unexpectedByte(0x75, expected: "a value"), at: 0),
    ]

    static let numbers = [
        Case("a leading zero", "01", .invalidNumber, at: 0), Case("two zeros", "00", .invalidNumber, at: 0),
        Case("a leading zero behind a sign", "-01", .invalidNumber, at: 0),
        Case("only a sign", "-", .invalidNumber, at: 0),
        Case("two signs", "--1", .invalidNumber, at: 0),
        Case("a plus sign", "+1", .unexpectedByte(0x2B, expected: "a value"), at: 0),
        Case("no digit before the point", ".5", .unexpectedByte(0x2E, expected: "a value"), at: 0),
        Case("no digit before the point, signed", "-.5", .invalidNumber, at: 0),
        Case("no digit behind the point", "1.", .invalidNumber, at: 0),
        Case("no digit behind the point before e", "1.e5", .invalidNumber, at: 0),
        Case("two points", "1.2.3", .trailingBytes, at: 3), Case("no exponent", "1e", .invalidNumber, at: 0),
        Case("only a sign for an exponent", "1e+", .invalidNumber, at: 0),
        Case("two signs in an exponent", "1e+-5", .invalidNumber, at: 0),
        Case("a fraction in an exponent", "1e1.5", .trailingBytes, at: 3),
        Case("hexadecimal digits", "0x10", .trailingBytes, at: 1),
        Case("an underscore", "1_000", .trailingBytes, at: 1),
        Case("a blank within", "[1 000]", .unexpectedByte(0x30, expected: "`,` or `]`"), at: 3),
        Case("Arabic digits", "\u{661}", .unexpectedByte(0xD9, expected: "a value"), at: 0),
        Case("beyond what a Double holds", "1e309", .numberOutOfRange, at: 0),
        Case("beyond it, negative", "-1e309", .numberOutOfRange, at: 0),
        Case("an exponent of 20 digits", "1e99999999999999999999", .numberOutOfRange, at: 0),
        Case("so small that it would become zero", "1e-400", .numberOutOfRange, at: 0),
        Case("so small that it would become zero, with a point", "0.01e-400", .numberOutOfRange, at: 0),
        Case("33 characters", String(repeating: "1", count: 33), .numberTooLong(limit: 32), at: 0),
        Case(
            "33 characters with a fraction", "1." + String(repeating: "0", count: 31), .numberTooLong(limit: 32), at: 0),
        Case("a megabyte of digits", String(repeating: "9", count: 1 << 20), .numberTooLong(limit: 32), at: 0),
    ]

    static let strings = [
        Case("left open", #""abc"#, .unexpectedEnd, at: 4),
        Case("left open behind a backslash", #""abc\"#, .unexpectedEnd, at: 5),
        Case("left open by an escaped quote", #""abc\""#, .unexpectedEnd, at: 6),
        Case("a line feed", "\"a\nb\"", .controlCharacter, at: 2), Case("a tab", "\"a\tb\"", .controlCharacter, at: 2),
        Case("NUL", "\"a\0b\"", .controlCharacter, at: 2), Case("U+001F", "\"\u{1F}\"", .controlCharacter, at: 1),
        Case("an unknown escape", #""\x41""#, .invalidEscape, at: 1),
        Case("an upper-case escape", #""\N""#, .invalidEscape, at: 1),
        Case("an escaped single quote", #""\'""#, .invalidEscape, at: 1),
        Case("an escaped line feed", "\"\\\n\"", .invalidEscape, at: 1),
        Case("`\\u` with three digits", #""\u041""#, .invalidEscape, at: 1),
        Case("`\\u` with a letter that is no digit", #""\u004g""#, .invalidEscape, at: 1),
        Case("`\\u` with a sign", #""\u+041""#, .invalidEscape, at: 1),
        Case("`\\u` with braces", #""\u{41}""#, .invalidEscape, at: 1),
        Case("`\\U`", #""\U0041""#, .invalidEscape, at: 1), Case("`\\u` at the end", #""\u00"#, .unexpectedEnd, at: 5),
        Case("a lone high surrogate", #""\ud800""#, .loneSurrogate, at: 1),
        Case("a lone low surrogate", #""\udc00""#, .loneSurrogate, at: 1),
        Case("surrogates in the wrong order", #""\udc00\ud800""#, .loneSurrogate, at: 1),
        Case("two high surrogates", #""\ud800\ud800""#, .loneSurrogate, at: 1),
        Case("a high surrogate before a letter", #""\ud800a""#, .loneSurrogate, at: 1),
        Case("a high surrogate before another escape", #""\ud800\n""#, .loneSurrogate, at: 1),
        Case("a high surrogate before an escape that ends", #""\ud800\u00"#, .unexpectedEnd, at: 11),
        Case("a high surrogate before no escape", #""\ud800\u00zz""#, .invalidEscape, at: 7),
    ]

    static let encodings = [
        Case("a lone continuation byte", string(0x80), .invalidUTF8, at: 2),
        Case("0xFF", string(0xFF), .invalidUTF8, at: 2),
        Case("0xFE", string(0xFE), .invalidUTF8, at: 2), Case("Latin 1", string(0xE9), .invalidUTF8, at: 2),
        Case("an overlong slash", string(0xC0, 0xAF), .invalidUTF8, at: 2),
        Case("an overlong letter", string(0xC1, 0x81), .invalidUTF8, at: 2),
        Case("an overlong NUL", string(0xC0, 0x80), .invalidUTF8, at: 2),
        Case("overlong in three bytes", string(0xE0, 0x80, 0xAF), .invalidUTF8, at: 2),
        Case("overlong in three bytes, the longest", string(0xE0, 0x9F, 0xBF), .invalidUTF8, at: 2),
        Case("overlong in four bytes", string(0xF0, 0x80, 0x80, 0xAF), .invalidUTF8, at: 2),
        Case("overlong in four bytes, the longest", string(0xF0, 0x8F, 0xBF, 0xBF), .invalidUTF8, at: 2),
        Case("a surrogate", string(0xED, 0xA0, 0x80), .invalidUTF8, at: 2),
        Case("a pair of surrogates (CESU-8)", string(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80), .invalidUTF8, at: 2),
        Case("above U+10FFFF", string(0xF4, 0x90, 0x80, 0x80), .invalidUTF8, at: 2),
        Case("five bytes", string(0xF8, 0x88, 0x80, 0x80, 0x80), .invalidUTF8, at: 2),
        Case("two bytes cut off", string(0xC3), .invalidUTF8, at: 2),
        Case("three bytes cut off", string(0xE2, 0x82), .invalidUTF8, at: 2),
        Case("four bytes cut off", string(0xF0, 0x9F, 0x98), .invalidUTF8, at: 2),
        Case("cut off at the end of the text", [0x22, 0xE2, 0x82], .invalidUTF8, at: 1),
        Case("in a member's name", [0x7B, 0x22, 0x80, 0x22, 0x3A, 0x31, 0x7D], .invalidUTF8, at: 2),
    ]

    @Test("for its structure", arguments: structure)
    func refusesStructure(_ hostile: Case) { Self.expect(hostile) }

    @Test("for a word", arguments: words)
    func refusesWords(_ hostile: Case) { Self.expect(hostile) }

    @Test("for a number", arguments: numbers)
    func refusesNumbers(_ hostile: Case) { Self.expect(hostile) }

    @Test("for a string", arguments: strings)
    func refusesStrings(_ hostile: Case) { Self.expect(hostile) }

    @Test("for bytes that are no UTF-8", arguments: encodings)
    func refusesEncodings(_ hostile: Case) { Self.expect(hostile) }

    private static func expect(_ hostile: Case) {
        let error = failure { () throws(JSONError) in try JSONValue.parse(hostile.bytes) }
        #expect(error?.problem == hostile.problem)
        #expect(error?.offset == hostile.offset)
        #expect(error?.message.isEmpty == false)
    }
}
