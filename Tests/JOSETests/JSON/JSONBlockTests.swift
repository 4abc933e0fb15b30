import Testing

@testable import JOSE

@Suite("JSON strings, eight bytes at a time")
struct JSONBlockTests {
    private static func isCommon(_ byte: UInt8) -> Bool {
        (0x20..<0x80).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func plainEndOfRun(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes[start...].firstIndex { !isCommon($0) } ?? bytes.count
    }

    @Test("end at the same byte as one by one, whatever that byte is and wherever it stands", arguments: 0...26)
    func everyByteEverywhere(_ place: Int) {
        for byte in UInt8.min...UInt8.max {
            var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 27)
            bytes[place] = byte
            for start in 0...27 {
                let end = JSONText.endOfRun(in: bytes.span, from: start)
                guard end == Self.plainEndOfRun(bytes, start) else {
                    Issue.record("byte \(byte) at \(place), from \(start): \(end)")
                    return
                }
            }
        }
    }

    @Test("end at the same byte as one by one in random bytes, near the bounds of what is common most of all")
    func differential() {
        var generator = SeededGenerator(state: 7)
        // Neighbours of the bounds are where borrowing between bytes would show.
        let critical: [UInt8] = [
            0, 1, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7E, 0x7F, 0x80, 0x81, 0xA2, 0xDC, 0xFF,
        ]
        for round in 0..<50_000 {
            let count = Int.random(in: 0...32, using: &generator)
            let bytes = (0..<count).map { _ in
                round.isMultiple(of: 2)
                    ? critical.randomElement(using: &generator)! : .random(in: 0...255, using: &generator)
            }
            let start = Int.random(in: 0...count, using: &generator)
            guard JSONText.endOfRun(in: bytes.span, from: start) == Self.plainEndOfRun(bytes, start) else {
                Issue.record("\(bytes) from \(start)")
                return
            }
        }
    }

    @Test("of every length are read as they are", arguments: 0...40)
    func lengths(_ count: Int) throws {
        let text = String(String(repeating: "abcdefghijklmnopqrstuvwxyz", count: 2).prefix(count))
        let document = try JSONDocument(Array("\"\(text)\"".utf8), limits: .claims)
        #expect(document.string(0) == text)
        func equals(_ other: some Sequence<UInt8>) -> Bool { document.string(0, equals: Array(other)) }
        #expect(equals(text.utf8) && !equals(text.utf8 + [0x78]) && !equals(text.utf8 + [0]))
        #expect(count == 0 || !equals(text.utf8.dropLast()))
        let packed = (0..<min(8, count)).reduce(UInt64(0)) { $0 | UInt64(Array(text.utf8)[$1]) << UInt64(8 * $1) }
        #expect(document.shortText(0) == (count <= 8 ? packed : nil))
    }

    @Test("refuse each hostile byte at each place, and read each other one", arguments: 0...17)
    func hostile(_ place: Int) {
        for byte in UInt8.min...UInt8.max {
            var text = Array(#"{"a":"xxxxxxxxxxxxxxxxxx"}"#.utf8)
            text[6 + place] = byte
            let isAccepted = failure { () throws(JSONError) in try JSONDocument(text, limits: .claims) } == nil
            guard isAccepted == Self.isCommon(byte) else {
                Issue.record("byte \(byte) at \(place) \(isAccepted ? "passes" : "does not pass")")
                return
            }
        }
    }

    @Test("are other names when any one byte differs, and the same name when none does", arguments: 0...20)
    func names(_ count: Int) throws {
        let name = [UInt8](repeating: UInt8(ascii: "n"), count: count)
        func object(_ other: [UInt8]) -> [UInt8] {
            Array("{\"".utf8) + name + Array("\":1,\"".utf8) + other + Array("\":2}".utf8)
        }
        let repeated = failure { () throws(JSONError) in try JSONDocument(object(name), limits: .claims) }
        #expect(repeated?.problem == .repeatedMember(String(decoding: name, as: UTF8.self)))
        for place in 0..<count {
            var other = name
            other[place] = UInt8(ascii: "m")
            let document = try JSONDocument(object(other), limits: .claims)
            #expect(document.member(String(decoding: name, as: UTF8.self)) == 2)
            #expect(document.member(String(decoding: other, as: UTF8.self)) == 4)
            other[place] = UInt8(ascii: "o")
            #expect(document.member(String(decoding: other, as: UTF8.self)) == nil)
        }
        for other in [name + [UInt8(ascii: "n")], [UInt8(ascii: "n")] + name] {
            let document = try JSONDocument(object(other), limits: .claims)
            #expect(document.member(String(decoding: other, as: UTF8.self)) == 4)
        }
    }

    @Test(
        "are found under every spelling of their name", arguments: ["iss", "vo_doelgroepcode", "12345678", "1234567"])
    func spellings(_ name: String) throws {
        let letters = Array(name.utf8)
        for place in letters.indices {
            let escape = "\\u00" + String(letters[place], radix: 16)
            let spelt =
                String(decoding: letters[..<place], as: UTF8.self) + escape
                + String(decoding: letters[(place + 1)...], as: UTF8.self)
            let document = try JSONDocument(Array("{\"x\":0,\"\(spelt)\":\"\(spelt)\"}".utf8), limits: .claims)
            #expect(document.member(name) == 4 && document.string(4, equals: letters) && document.string(4) == name)
            #expect(document.member(name + "\0") == nil && document.member(spelt) == nil)
        }
    }

    @Test("that are short are the same when their numbers are, whatever their spelling")
    func shortTexts() throws {
        func number(_ text: String) throws -> UInt64? {
            try JSONDocument(Array(text.utf8), limits: .claims).shortText(0)
        }
        let iss = try #require(try number(#""iss""#))
        #expect(try number(#""\u0069ss""#) == iss && number(#""i\u0073\u0073""#) == iss)
        for other in [
            #""iss\u0000""#, #""\u0000iss""#, #""is""#, #""isS""#, #""issi""#, #""""#, "1", "null", "{}", #"["iss"]"#,
        ] {
            #expect(try number(other) != iss, "\(other)")
        }
        #expect(try number(#""\u00312345678""#) == number(#""12345678""#) && number(#""12345678""#) != nil)
        #expect(try number(#""123456789""#) == nil && number(#""\u003123456789""#) == nil)
    }

    @Test("that name the claims that are looked at are found in one pass")
    func places() throws {
        for name in ClaimPlaces.Name.allCases {
            let document = try JSONDocument(Array(#"{"x":1,"\#(name)":2,"\#(name)x":3}"#.utf8), limits: .claims)
            let places = ClaimPlaces(document)
            for other in ClaimPlaces.Name.allCases { #expect(places[other] == (other == name ? 4 : nil), "\(other)") }
        }
        let all = ClaimPlaces.Name.allCases.map { "\"\($0)\":0" }.joined(separator: ",")
        let document = try JSONDocument(Array("{\(all)}".utf8), limits: .claims)
        for name in ClaimPlaces.Name.allCases { #expect(ClaimPlaces(document)[name] == document.member("\(name)")) }
    }
}
