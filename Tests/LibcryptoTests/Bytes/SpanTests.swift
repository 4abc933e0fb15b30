import Testing

@testable import Libcrypto

@Suite("Borrowed bytes")
struct SpanTests {
    private func same(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.span.equals(other.span) }

    private func place(_ byte: UInt8, _ bytes: [UInt8], from start: Int = 0) -> Int? {
        bytes.span.firstIndex(of: byte, from: start)
    }

    @Test(
        "are the same when all of them are, and not when any one differs", arguments: Array(0...40) + [255, 256, 257])
    func equality(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(same(bytes, bytes) && !same(bytes, bytes + [0]) && !same(bytes + [0], bytes))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 0x80
            #expect(!same(bytes, other) && !same(other, bytes), "byte \(index)")
        }
    }

    @Test("are searched from any place to their end", arguments: Array(0...40) + [255, 256, 257])
    func search(_ count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        for start in 0...count { #expect(place(0, bytes, from: start) == nil) }
        for index in bytes.indices {
            var other = bytes
            other[index] = 0
            #expect(place(0, other) == index && place(0, other, from: index) == index)
            #expect(place(0, other, from: index + 1) == nil)
            #expect(place(7, other) == (index == 0 ? (count > 1 ? 1 : nil) : 0))
        }
    }

    @Test("are searched within their bounds only")
    func searchBounds() {
        let bytes: [UInt8] = [0, 7, 7, 7, 0]
        let inner = bytes.span.extracting(1..<4).firstIndex(of: 0)
        let last = bytes.span.extracting(1...).firstIndex(of: 0)
        #expect(inner == nil && last == 3 && place(0xFF, bytes) == nil)
    }

    @Test("are read eight at a time from any place, the first as the lowest")
    func words() {
        let bytes = (0..<40).map { UInt8($0 * 5 + 1) }
        for index in 0...32 {
            let expected = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[index + $1]) << UInt64(8 * $1) }
            let word = bytes.span.word(at: index)
            let same = bytes.span.extracting(index..<index + 8).word(at: 0)
            #expect(word == expected && same == expected)
            var copy = [UInt8](repeating: 0xFF, count: 40)
            var output = copy.mutableSpan
            output.write(word, at: index)
            #expect(Array(copy[index..<index + 8]) == Array(bytes[index..<index + 8]))
            #expect(copy.count { $0 == 0xFF } == 32)
        }
    }

    @Test("are never read or written beyond their bounds")
    func wordBounds() async {
        await #expect(processExitsWith: .failure) {
            let bytes = [UInt8](repeating: 7, count: 8)
            _ = bytes.span.word(at: 1)
        }
        await #expect(processExitsWith: .failure) {
            let bytes = [UInt8](repeating: 7, count: 8)
            _ = bytes.span.word(at: -1)
        }
        await #expect(processExitsWith: .failure) {
            var bytes = [UInt8](repeating: 7, count: 8)
            var output = bytes.mutableSpan
            output.write(0, at: 1)
        }
    }
}
