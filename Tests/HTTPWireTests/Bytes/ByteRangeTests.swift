import Testing

@testable import HTTPWire

@Suite("A byte range")
struct ByteRangeTests {
    @Test("counts its bytes and gives them back as an ordinary range")
    func counts() {
        let range = ByteRange(3, 7)
        #expect(range.count == 4)
        #expect(range.range == 3..<7)
        #expect(!range.isEmpty)
        #expect(ByteRange(3, 3).isEmpty)
    }
}
