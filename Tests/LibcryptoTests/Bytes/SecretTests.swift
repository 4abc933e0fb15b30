import Testing

@testable import Libcrypto

@Suite("A secret")
struct SecretTests {
    static let text = "an invented secret"

    struct Holder {
        var name = "holder"
        var secret = Secret(Array(SecretTests.text.utf8))
    }

    enum Wrapped { case one(Secret) }

    @Test("prints as redacted in every way Swift prints a value")
    func redacted() {
        let secret = Secret(Array(Self.text.utf8))
        var dumped = ""
        dump(secret, to: &dumped)
        var printed = ""
        print(secret, [secret], ["key": secret], Holder(), Wrapped.one(secret), Optional(secret) as Any, to: &printed)
        debugPrint(secret, [secret], Holder(), Wrapped.one(secret), to: &printed)
        dump(Holder(), to: &dumped)
        dump([secret], to: &dumped)
        #expect("\(secret)" == "<redacted>" && String(reflecting: secret) == "<redacted>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        for output in [dumped, printed] {
            #expect(output.contains("<redacted>"))
            #expect(!output.contains("invented"))
            // As an array of numbers it would begin with those of `a` and `n`.
            #expect(!output.contains("97, 110") && !output.contains("0x61"))
        }
    }

    @Test("lends exactly its bytes", arguments: [0, 1, 31, 32, 4_096])
    func lends(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let secret = Secret(bytes)
        #expect(secret.count == count)
        #expect(secret.withBytes { $0.count } == count)
        #expect(Bytes.of(secret) == bytes)
        let copy = secret
        #expect(Bytes.of(copy) == bytes)
        #expect(copy.identity == secret.identity)
        #expect(Secret(bytes).identity != secret.identity)
    }

    @Test("keeps its bytes when the array it was made from changes")
    func copies() {
        var bytes = Bytes.repeated(5, 16)
        let secret = Secret(bytes)
        bytes[0] = 9
        #expect(Bytes.of(secret) == Bytes.repeated(5, 16))
    }

    @Test("passes on the error of whoever borrows it")
    func passesErrorsOn() {
        struct Failure: Error {}
        #expect(throws: Failure.self) { try Secret([1]).withBytes { _ in throw Failure() } }
    }
}

@Suite("A comparison of bytes")
struct ComparisonTests {
    struct Case: Sendable {
        var one: [UInt8]
        var other: [UInt8]
        var isSame: Bool
    }

    static let cases = [
        Case(one: [], other: [], isSame: true), Case(one: [], other: [0], isSame: false),
        Case(one: [0], other: [], isSame: false), Case(one: [0], other: [0, 0], isSame: false),
        Case(one: [1, 2, 3], other: [1, 2, 3], isSame: true), Case(one: [1, 2, 3], other: [1, 2], isSame: false),
        Case(one: [1, 2, 3], other: [3, 2, 1], isSame: false), Case(one: [0x80], other: [0], isSame: false),
    ]

    @Test("in constant time and the ordinary one agree", arguments: cases)
    func agree(_ test: Case) {
        #expect(equalInConstantTime(test.one, test.other) == test.isSame)
        #expect(equal(test.one, test.other) == test.isSame)
    }

    @Test("sees a difference in every bit")
    func everyBit() {
        let bytes = Bytes.repeated(0x5A, 64)
        #expect(equalInConstantTime(bytes, bytes))
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(!equalInConstantTime(bytes, changed))
                #expect(!equal(changed, bytes))
            }
        }
    }

    @Test("works on parts of arrays")
    func slices() {
        let bytes: [UInt8] = [1, 2, 3, 1, 2, 4]
        let isSame = constantTimeEqual(bytes.span.extracting(0..<2), bytes.span.extracting(3..<5))
        let isOther = constantTimeEqual(bytes.span.extracting(0..<3), bytes.span.extracting(3..<6))
        #expect(isSame && !isOther)
        #expect([UInt8](copying: bytes.span.extracting(2..<4)) == [3, 1])
        #expect([UInt8](copying: bytes.span.extracting(2..<2)) == [])
    }
}

@Suite("Random bytes")
struct RandomTests {
    @Test("come in the number that was asked for", arguments: [-1, 0, 1, 16, 32, 1_000_000])
    func counts(_ count: Int) throws {
        #expect(try Random.bytes(count: count).count == max(0, count))
        #expect(try Random.secret(count: count).count == max(0, count))
    }

    @Test("do not come twice")
    func distinct() throws {
        var seen: Set<[UInt8]> = []
        for _ in 0..<1_000 { #expect(try seen.insert(Random.bytes(count: 16)).inserted) }
        #expect(seen.count == 1_000)
    }

    @Test("have every value in every place")
    func spread() throws {
        // A value that is missing in 16 000 draws has a probability below 10^-24.
        var seen = [Set<UInt8>](repeating: [], count: 4)
        for _ in 0..<16_000 {
            for (place, byte) in try Random.bytes(count: 4).enumerated() { seen[place].insert(byte) }
        }
        #expect(seen.allSatisfy { $0.count == 256 })
    }
}
