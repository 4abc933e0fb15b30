import Testing

@testable import Libcrypto

@Suite("A sealed text")
struct SealingKeyTests {
    static let context = Bytes.utf8("session cookie, version 1")
    static let plain = Bytes.utf8("somebody's session")

    static func open(_ key: SealingKey, _ sealed: [UInt8], _ context: [UInt8] = context) -> LibcryptoError? {
        failure { () throws(LibcryptoError) in try key.open(sealed, in: context) }
    }

    @Test("comes back as it was, whatever its length and context", arguments: [0, 1, 15, 16, 17, 4_096, 100_000])
    func roundTrip(_ count: Int) throws {
        let key = try SealingKey.generate()
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        for context in [[], Self.context, Bytes.repeated(0, 10_000)] {
            let sealed = try key.seal(plain, in: context)
            #expect(sealed.count == count + SealingKey.overhead)
            #expect(try key.open(sealed, in: context) == plain)
        }
    }

    @Test("is refused when any bit of it is changed")
    func changed() throws {
        let key = try SealingKey.generate()
        let sealed = try key.seal(Self.plain, in: Self.context)
        for position in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[position] ^= 1 << UInt8(bit)
                #expect(Self.open(key, changed) == .sealBroken, "byte \(position)")
            }
        }
        #expect(Self.open(key, sealed) == nil)
    }

    @Test("is refused when it is cut off or longer")
    func length() throws {
        let key = try SealingKey.generate()
        let sealed = try key.seal(Self.plain, in: Self.context)
        for count in 0..<sealed.count {
            #expect(Self.open(key, Array(sealed.prefix(count))) == .sealBroken)
            #expect(Self.open(key, Array(sealed.suffix(count))) == .sealBroken)
        }
        #expect(Self.open(key, sealed + [0]) == .sealBroken)
        #expect(Self.open(key, [0] + sealed) == .sealBroken)
        #expect(Self.open(key, sealed + sealed) == .sealBroken)
        #expect(Self.open(key, Bytes.repeated(0, SealingKey.overhead)) == .sealBroken)
    }

    @Test("is refused in any other context")
    func otherContext() throws {
        let key = try SealingKey.generate()
        let sealed = try key.seal(Self.plain, in: Self.context)
        let empty = try key.seal([], in: [])
        let hostile = [[], Array(Self.context.dropLast()), Self.context + [0], Self.context + Self.plain, Self.plain]
        for context in hostile { #expect(Self.open(key, sealed, context) == .sealBroken) }
        for position in Self.context.indices {
            var context = Self.context
            context[position] ^= 1
            #expect(Self.open(key, sealed, context) == .sealBroken)
        }
        #expect(Self.open(key, empty, [0]) == .sealBroken)
    }

    @Test("is refused by any other key")
    func otherKey() throws {
        let bytes = try Random.bytes(count: SealingKey.byteCount)
        let key = try SealingKey(Secret(bytes))
        let sealed = try key.seal(Self.plain, in: Self.context)
        #expect(try Self.open(SealingKey.generate(), sealed) == .sealBroken)
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= 1
            #expect(try Self.open(SealingKey(Secret(changed)), sealed) == .sealBroken)
        }
        #expect(try Self.open(SealingKey(Secret(bytes)), sealed) == nil, "the same bytes are the same key")
    }

    @Test("has another nonce each time, and shows nothing of the text")
    func fresh() throws {
        let key = try SealingKey.generate()
        var nonces: Set<[UInt8]> = []
        for _ in 0..<500 {
            let sealed = try key.seal(Self.plain, in: Self.context)
            #expect(nonces.insert(Array(sealed.prefix(12))).inserted)
            #expect(sealed.firstRange(of: Self.plain) == nil && sealed.firstRange(of: Self.context) == nil)
        }
        #expect(nonces.count == 500)
    }

    @Test("is what AES-256-GCM is elsewhere (GCM specification, test case 16)")
    func vector() throws {
        let key = try SealingKey(
            Secret(Bytes.hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")))
        let sealed = Bytes.hex(
            """
            cafebabefacedbaddecaf888
            522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
            8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
            76fc6ece0f4e1768cddf8853bb2d551b
            """)
        let context = Bytes.hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let plain = Bytes.hex(
            """
            d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
            1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
            """)
        #expect(try key.open(sealed, in: context) == plain)
    }

    @Test("needs a key of 32 bytes", arguments: [0, 1, 16, 24, 31, 33, 64])
    func keyLength(_ count: Int) {
        let error = failure { () throws(LibcryptoError) in try SealingKey(Secret(Bytes.repeated(1, count))) }
        #expect(error == .wrongSize(what: "the sealing key", bytes: count, expected: 32))
    }

    @Test("has a key that prints as redacted")
    func redacted() throws {
        let key = try SealingKey(Secret(Bytes.utf8("thirty-two bytes of invented key")))
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key) \(String(reflecting: key)) \(dumped)".contains("<redacted>"))
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("invented"))
    }
}
