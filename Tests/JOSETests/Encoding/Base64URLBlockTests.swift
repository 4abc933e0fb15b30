import Testing

@testable import JOSE

/// The plainest decoder there is: bit by bit, from the text of RFC 4648. What decodes blocks is compared with it.
private func plainlyDecoded(_ text: [UInt8]) -> [UInt8]? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bits: [UInt8] = []
    for character in text {
        guard let value = alphabet.firstIndex(of: character) else { return nil }
        for bit in stride(from: 5, through: 0, by: -1) { bits.append(UInt8(value >> bit & 1)) }
    }
    let surplus = bits[(bits.count / 8 * 8)...]
    guard surplus.count < 6, surplus.allSatisfy({ $0 == 0 }) else { return nil }
    return (0..<bits.count / 8).map { byte in bits[byte * 8..<byte * 8 + 8].reduce(0) { $0 << 1 | $1 } }
}

@Suite("base64url in blocks")
struct Base64URLBlockTests {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    @Test("is what it is bit by bit, for random texts of every length", arguments: 0...96)
    func differential(_ count: Int) {
        var generator = SeededGenerator(state: UInt64(count) + 1)
        var accepted = 0
        for round in 0..<200 {
            var text = (0..<count).map { _ in Self.alphabet.randomElement(using: &generator)! }
            if round.isMultiple(of: 4), let place = text.indices.randomElement(using: &generator) {
                text[place] = UInt8.random(in: 0...255, using: &generator)
            }
            let plain = plainlyDecoded(text)
            #expect(Base64URL.decode(text) == plain, "\(text)")
            if plain != nil { accepted += 1 }
        }
        // A length that no bytes have is always refused, the others mostly not or, with surplus bits, mostly.
        #expect(count % 4 == 1 ? accepted == 0 : accepted > 0)
    }

    @Test("has no place where another byte passes, nor one where an allowed one does not", arguments: 15...34)
    func everyByteEverywhere(_ count: Int) {
        let sound = [UInt8](repeating: UInt8(ascii: "A"), count: count)
        for place in 0..<count {
            var text = sound
            for byte in UInt8.min...UInt8.max {
                text[place] = byte
                let decoded = Base64URL.decode(text)
                guard decoded == plainlyDecoded(text) else {
                    Issue.record("byte \(byte) at \(place) of \(count): \(decoded ?? [])")
                    return
                }
            }
        }
    }

    @Test("does not look beyond its text")
    func bounds() {
        // Sound text on both sides of a text that is not, and the other way round.
        let bytes = Array(String(repeating: "A", count: 40).utf8) + Array(String(repeating: "!", count: 40).utf8)
        for count in 0...40 where count % 4 != 1 {
            let sound = Base64URL.decode(bytes.span.extracting(0..<count))
            let unsound = Base64URL.decode(bytes.span.extracting(40 - count..<41))
            #expect(sound?.count == count * 3 / 4 && unsound == nil)
        }
    }

    @Test("writes just the bytes that it stands for, at its place", arguments: 0...80)
    func place(_ count: Int) {
        guard let size = Base64URL.decodedByteCount(of: count) else { return }
        let text = [UInt8](repeating: UInt8(ascii: "A"), count: count)
        for place in [0, 1, 7] {
            var bytes = [UInt8](repeating: 0xEE, count: place + size + 9)
            var output = bytes.mutableSpan
            let isGood = Base64URL.decode(text.span, into: &output, at: place)
            #expect(isGood && bytes[..<place].allSatisfy { $0 == 0xEE })
            #expect(bytes[place..<place + size].allSatisfy { $0 == 0 })
            #expect(bytes[(place + size)...].allSatisfy { $0 == 0xEE })
        }
    }

    @Test("of two wrong bytes the second does not mend the first")
    func twoWrongs() {
        var generator = SeededGenerator(state: 99)
        for _ in 0..<20_000 {
            var text = [UInt8](repeating: UInt8(ascii: "A"), count: 24)
            for _ in 0..<2 {
                text[Int.random(in: 0..<24, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard Base64URL.decode(text) == plainlyDecoded(text) else {
                Issue.record("\(text)")
                return
            }
        }
    }
}
