import Testing

@testable import Besturen

@Suite("Exact text")
struct ExactTextTests {
    /// Pairs that Swift's `String` calls equal, or that a person takes for each other.
    static let alike: [(name: String, one: String, other: String)] = [
        ("the Kelvin sign and K", "\u{212A}BO", "KBO"),
        ("the Angstrom sign and A with a ring", "\u{212B}", "\u{C5}"),
        ("composed and decomposed e acute", "caf\u{E9}", "cafe\u{301}"),
        ("marks in another order", "a\u{323}\u{307}", "a\u{307}\u{323}"),
        ("the Greek question mark and the semicolon", "a\u{37E}", "a;"),
        ("a Hangul syllable and its parts", "\u{AC00}", "\u{1100}\u{1161}"),
        ("Cyrillic and Latin a", "LoketLB-\u{430}", "LoketLB-a"),
        ("another case", "LoketAdmin", "loketAdmin"),
        ("a trailing space", "LoketAdmin", "LoketAdmin "),
        ("a trailing NUL", "LoketAdmin", "LoketAdmin\0"),
        ("a zero-width space", "LoketAdmin", "Loket\u{200B}Admin"),
        ("the empty text and NUL", "", "\0"),
        ("one text that begins the other", "LoketLB-toezicht", "LoketLB-toezichtGebruiker"),
    ]

    @Test("tells apart what only looks or counts as equal", arguments: alike)
    func tellsApart(_ pair: (name: String, one: String, other: String)) {
        #expect(ExactText(pair.one) != ExactText(pair.other))
        #expect(Set([ExactText(pair.one), ExactText(pair.other)]).count == 2)
        let table = [ExactText(pair.one): 1]
        #expect(table[ExactText(pair.other)] == nil)
        #expect(table[ExactText(pair.one)] == 1)
    }

    @Test("the table holds pairs that String calls equal")
    func tableIsHostile() {
        #expect(Self.alike.count { $0.one == $0.other } >= 5)
    }

    @Test("equal texts of every length are equal and hash alike, whole or cut from a longer one", arguments: 0...40)
    func lengths(_ length: Int) {
        let alphabet = Array("LoketLB-toezichtGebruiker_0123456789.é€")
        let text = String((0..<length).map { alphabet[$0 % alphabet.count] })
        let longer = "«" + text + "»"
        let whole = ExactText(text)
        let cut = ExactText(longer.dropFirst().dropLast())
        #expect(whole == cut)
        #expect(whole.hashValue == cut.hashValue)
        #expect(cut.text.utf8.elementsEqual(text.utf8))
        #expect(whole.description == text)
        #expect(ExactText(text + "x") != whole)
    }

    @Test("each byte counts, wherever it stands", arguments: 1...40)
    func everyByte(_ length: Int) {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        let text = ExactText(String(decoding: bytes, as: UTF8.self))
        var variants: Set<ExactText> = [text]
        for index in bytes.indices {
            var changed = bytes
            changed[index] = UInt8(ascii: "b")
            let variant = ExactText(String(decoding: changed, as: UTF8.self))
            #expect(variant != text)
            variants.insert(variant)
        }
        #expect(variants.count == length + 1)
    }

    @Test("a text of NULs hashes by its length, not as the empty one")
    func nulls() {
        let texts = (0...17).map { ExactText(String(repeating: "\0", count: $0)) }
        #expect(Set(texts).count == 18)
        #expect(Set(texts.map(\.hashValue)).count > 1)
    }
}
