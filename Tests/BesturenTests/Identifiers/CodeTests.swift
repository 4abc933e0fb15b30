import Testing

@testable import Besturen

@Suite("A number of an organisation")
struct CodeTests {
    @Test(
        "is a KBO number when it has ten digits and a right check",
        arguments: [
            "0999999922", "0999999823", "0207437468", "1000000021", "2000000042",
        ])
    func kbo(_ text: String) throws {
        let number = try #require(KBONummer(text))
        #expect(number.description == text)
        #expect(OrganisationCode(text) == .kbo(number))
        #expect(OrganisationCode(text)?.description == text)
    }

    @Test(
        "is no KBO number when anything is different",
        arguments: [
            "", "0", "099999992", "09999999220", "0999999923", "0999.999.922", "0999 999 922", " 0999999922",
            "0999999922 ", "0999999922\n", "BE0999999922", "०९९९९९९९२२", "٠٩٩٩٩٩٩٩٢٢", "0999999922\u{0}", "-999999922",
            "099999992２", "0000000000", "1234567890",
        ])
    func noKBO(_ text: String) {
        #expect(KBONummer(text) == nil)
        #expect(OrganisationCode(text) == nil)
    }

    @Test("is wrong as soon as one digit is, whatever digit it is")
    func everyDigit() {
        let right = Array("0999999922".utf8)
        for position in right.indices {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != right[position] {
                var wrong = right
                wrong[position] = digit
                #expect(KBONummer(String(decoding: wrong, as: UTF8.self)) == nil)
            }
        }
    }

    @Test("is an OVO code when it is written to the letter", arguments: ["OVO000001", "OVO999999", "OVO001835"])
    func ovo(_ text: String) throws {
        let code = try #require(OVOCode(text))
        #expect(code.description == text)
        #expect(OrganisationCode(text) == .ovo(code))
    }

    @Test(
        "is no OVO code otherwise",
        arguments: [
            "", "OVO", "OVO00001", "OVO0000011", "ovo000001", "Ovo000001", "0VO000001", "OVO 00001", "OVO00000x",
            "OVО000001", "OVO-00001", "OVO000001 ",
        ])
    func noOVO(_ text: String) {
        #expect(OVOCode(text) == nil)
    }

    @Test(
        "is a NIS code with five digits",
        arguments: [
            ("99901", true), ("00001", true), ("9990", false), ("999011", false), ("9990a", false), ("", false),
        ])
    func nis(_ text: String, _ isCode: Bool) {
        #expect(NISCode(text)?.description == (isCode ? text : nil))
    }
}

@Suite("Text that is compared exactly")
struct ExactTextTests {
    @Test(
        "differs from what Swift takes for the same string",
        arguments: [("K", "\u{212A}"), ("é", "e\u{301}"), ("Å", "\u{212B}"), ("ﬁ", "fi"), ("a", "A"), ("a", "a ")])
    func differs(_ left: String, _ right: String) {
        #expect(ExactText(left) != ExactText(right))
        #expect(Set([ExactText(left), ExactText(right)]).count == 2)
    }

    @Test("is the same, and hashes the same, for equal bytes of any length and origin", arguments: 0...40)
    func same(_ length: Int) {
        let text = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        let slice = ("xx" + text + "yy").dropFirst(2).dropLast(2)
        #expect(ExactText(text) == ExactText(slice))
        #expect(ExactText(text).hashValue == ExactText(slice).hashValue)
        #expect(ExactText(text).description == text)
        if length > 0 {
            #expect(ExactText(text) != ExactText(String(text.dropLast())))
            #expect(ExactText(text) != ExactText(String(text.dropLast()) + "\u{0}"))
        }
    }
}

@Suite("A type of bestuur")
struct BestuurstypeTests {
    @Test("has a slug, a label and concepts that lead back to it", arguments: Bestuurstype.allCases)
    func names(_ type: Bestuurstype) {
        #expect(Bestuurstype(slug: type.slug) == type)
        #expect(Bestuurstype(label: type.label) == type)
        #expect(!type.conceptURIs.isEmpty)
        for uri in type.conceptURIs { #expect(Bestuurstype(conceptURI: uri) == type) }
        #expect(type.eligibleAs.contains(type) && type.counts(as: type))
    }

    @Test("is not found by anything else", arguments: ["", "Gemeente ", "gemeente\u{301}", "GEMEENTE", "stad"])
    func unknown(_ text: String) {
        #expect(Bestuurstype(slug: text) == nil && Bestuurstype(label: text) == nil)
        #expect(Bestuurstype(conceptURI: text) == nil)
    }

    @Test("counts as the one kind of OCMW-vereniging that the Loket knows, and no other way round")
    func counting() {
        #expect(Bestuurstype.welzijnsvereniging.counts(as: .ocmwVereniging))
        #expect(Bestuurstype.autonomeVerzorgingsinstelling.counts(as: .ocmwVereniging))
        #expect(!Bestuurstype.ocmwVereniging.counts(as: .welzijnsvereniging))
        let set: BestuurstypeSet = [.gemeente, .ocmwVereniging]
        #expect(set.admits(.welzijnsvereniging) && !set.contains(.welzijnsvereniging))
        #expect(!set.isDisjoint(with: Bestuurstype.welzijnsvereniging.eligibleAs))
        #expect(set.isDisjoint(with: Bestuurstype.provincie.eligibleAs) && !set.admits(.provincie))
        #expect(set.members == Bestuurstype.allCases.filter { $0 == .gemeente || $0 == .ocmwVereniging })
        #expect(BestuurstypeSet().isEmpty && BestuurstypeSet.all.members == Bestuurstype.allCases)
    }

    @Test("of a doelgroep or a status is read to the letter")
    func words() {
        for group in Doelgroep.allCases {
            #expect(Doelgroep(exactly: group.rawValue) == group && !group.label.isEmpty)
            #expect(Doelgroep(exactly: group.rawValue.lowercased()) == nil)
        }
        for status in BestuurStatus.allCases where status != .onbekend {
            #expect(BestuurStatus(status.label) == status && BestuurStatus(status.rawValue) == status)
        }
        #expect(BestuurStatus("onbekend") == nil && BestuurStatus("ACTIEF") == nil && BestuurStatus("Actief ") == nil)
    }
}
