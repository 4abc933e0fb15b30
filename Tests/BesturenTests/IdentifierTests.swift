import Testing

@testable import Besturen

@Suite("Identifiers of organisations")
struct IdentifierTests {
    /// Ten digits that begin with `eight` and end in the right check.
    static func kbo(_ eight: UInt64) -> String {
        let digits = String(eight * 100 + (97 - eight % 97))
        return String(repeating: "0", count: 10 - digits.count) + digits
    }

    @Test("a KBO number is ten digits with its check", arguments: [0, 1, 9_999_999, 9_999_991, 19_999_999, 29_999_999])
    func kboNumbers(_ eight: UInt64) throws {
        let text = Self.kbo(eight)
        let number = try #require(KBONummer(text))
        #expect(number.description == text)
        #expect(number.number / 100 == eight)
        #expect(OrganisationCode(text) == .kbo(number))
        #expect(OrganisationCode(text)?.description == text)
    }

    @Test("every other check is refused")
    func wrongChecks() {
        let right = Self.kbo(9_999_999)
        let accepted = (0..<100).map { "09999999" + ($0 < 10 ? "0" : "") + String($0) }.filter { KBONummer($0) != nil }
        #expect(accepted == [right])
    }

    static let notKBO: [(name: String, text: String)] = [
        ("nothing", ""), ("nine digits", "999999922"), ("eleven digits", "00999999922"),
        ("dots", "0999.999.922"), ("the country", "BE0999999922"), ("a space before", " 0999999922"),
        ("a space behind", "0999999922 "), ("a newline behind", "0999999922\n"), ("a sign", "+999999922"),
        ("a minus", "-999999922"), ("Arabic digits", "٠٩٩٩٩٩٩٩٢٢"), ("fullwidth digits", "０９９９９９９９２２"),
        ("one fullwidth digit", "099999992２"), ("letter O for zero", "O999999922"), ("letter l for one", "099999l922"),
        ("a check of another number", "0999999923"), ("a check of 00 where 97 is due", "0000000000"),
        ("two digits swapped", "0999999292"), ("hexadecimal", "0x99999922"), ("an exponent", "09999999e2"),
        ("NUL behind", "0999999922\0"), ("a combining mark", "0999999922\u{301}"),
        ("twenty digits", "09999999220999999922"), ("a 3 in front, the check right", kbo(30_000_000)),
        ("a 9 in front, the check right", kbo(99_999_999)),
    ]

    @Test("what is no KBO number is refused, not repaired", arguments: notKBO)
    func refusesKBO(_ mistake: (name: String, text: String)) {
        #expect(KBONummer(mistake.text) == nil)
        #expect(OrganisationCode(mistake.text) == nil)
    }

    @Test("an import gives the nine digits of an old spelling their zero, and nothing else")
    func padding() {
        #expect(KBONummer(padding: "999999922") == KBONummer("0999999922"))
        for text in ["", "0999999922", "99999922", "999999923", " 99999922", "99999992 ", "９９９", "99999992\u{301}"] {
            #expect(KBONummer(padding: text) == nil, "\(text)")
        }
    }

    @Test("an OVO code is `OVO` and six digits", arguments: ["OVO000000", "OVO001835", "OVO999909", "OVO999999"])
    func ovoCodes(_ text: String) throws {
        let code = try #require(OVOCode(text))
        #expect(code.description == text)
        #expect(OrganisationCode(text) == .ovo(code))
        #expect(OrganisationCode(text)?.description == text)
    }

    static let notOVO: [(name: String, text: String)] = [
        ("nothing", ""), ("the letters alone", "OVO"), ("five digits", "OVO99990"), ("seven digits", "OVO9999090"),
        ("lower case", "ovo999909"), ("mixed case", "Ovo999909"), ("zeros for letters", "0V0999909"),
        ("Cyrillic O", "\u{41E}VO999909"), ("Greek O", "OV\u{39F}999909"), ("a space", "OVO 999909"),
        ("a space behind", "OVO999909 "), ("a dash", "OVO-99909"), ("Arabic digits", "OVO٩٩٩٩٠٩"),
        ("a letter", "OVO99990a"), ("digits first", "999909OVO"), ("W for V", "OWO999909"),
    ]

    @Test("what is no OVO code is refused", arguments: notOVO)
    func refusesOVO(_ mistake: (name: String, text: String)) {
        #expect(OVOCode(mistake.text) == nil)
        #expect(OrganisationCode(mistake.text) == nil)
    }

    @Test("a NIS code is five digits, zeros kept", arguments: ["00000", "01234", "99999"])
    func nisCodes(_ text: String) throws {
        #expect(try #require(NISCode(text)).description == text)
    }

    @Test(
        "what is no NIS code is refused",
        arguments: ["", "1234", "123456", "1234a", " 1234", "1234 ", "١٢٣٤٥", "-1234"])
    func notNIS(_ text: String) {
        #expect(NISCode(text) == nil)
    }

    @Test("a NIS code never stands for an organisation", arguments: ["00000", "99999"])
    func nisIsNoOrganisation(_ text: String) {
        #expect(OrganisationCode(text) == nil)
    }

    @Test("numbers read alike from a String and from a part of one")
    func substrings() {
        let line = "[0999999922][OVO999909][99999]"
        #expect(KBONummer(line.dropFirst().prefix(10)) == KBONummer("0999999922"))
        #expect(OVOCode(line.dropFirst(13).prefix(9)) == OVOCode("OVO999909"))
        #expect(NISCode(line.suffix(6).prefix(5)) == NISCode("99999"))
    }

    @Test(
        "a KBO number that somebody types may have points and blanks, and nothing else",
        arguments: [
            ("0207437468", true), ("0207.437.468", true), (" 0207 437 468 ", true), ("0207-437-468", false),
            ("207.437.468", false), ("0207.437.469", false), ("BE0207437468", false), ("", false),
        ])
    func typedKBO(_ text: String, _ isRead: Bool) {
        #expect(
            (KBONummer(typed: text) == KBONummer("0207437468")) == isRead && (KBONummer(typed: text) != nil) == isRead)
    }
}
