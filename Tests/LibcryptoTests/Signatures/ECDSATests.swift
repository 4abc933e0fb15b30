import Testing

@testable import Libcrypto

@Suite("An ECDSA signature")
struct ECDSATests {
    static let curves: [(Curve, PrivateKey.Specification, Hash)] = [
        (.p256, .p256, .sha256), (.p384, .p384, .sha384), (.p521, .p521, .sha512),
    ]

    /// The orders of the groups (SP 800-186 section 3.2.1).
    static let orders: [Curve: [UInt8]] = [
        .p256: Bytes.hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        .p384: Bytes.hex(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        .p521: Bytes.hex(
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
    ]

    static func encode(_ raw: [UInt8], room: Int = ECDSASignature.maximumDERByteCount) -> [UInt8]? {
        var output = Bytes.repeated(0xAA, room)
        var span = output.mutableSpan
        guard let count = ECDSASignature.encodeDER(raw: raw.span, into: &span) else { return nil }
        return Array(output.prefix(count))
    }

    @Test("is refused when r or s is zero, the order, or above it (CVE-2022-21449)", arguments: curves)
    func outOfRange(_ curve: Curve, _ specification: PrivateKey.Specification, _ hash: Hash) throws {
        let key = TestKeys.key(specification)
        let half = curve.byteCount
        let sound = try key.sign(SignatureTests.message, .ecdsa(hash))
        let (r, s) = (Array(sound.prefix(half)), Array(sound.suffix(half)))
        let order = try #require(Self.orders[curve])
        let zero = Bytes.repeated(0, half)
        var above = order
        above[half - 1] += 1
        for hostile in [zero, order, above, curve.prime, Bytes.repeated(0xFF, half)] {
            for signature in [hostile + s, r + hostile, hostile + hostile] {
                #expect(!SignatureTests.verify(signature, SignatureTests.message, key.publicKey, .ecdsa(hash)))
            }
        }
        #expect(!SignatureTests.verify(s + r, SignatureTests.message, key.publicKey, .ecdsa(hash)))
        let one = Bytes.repeated(0, half - 1) + [1]
        #expect(!SignatureTests.verify(one + one, SignatureTests.message, key.publicKey, .ecdsa(hash)))
    }

    @Test("is refused in DER, which JOSE does not use", arguments: curves)
    func derInstead(_ curve: Curve, _ specification: PrivateKey.Specification, _ hash: Hash) throws {
        let key = TestKeys.key(specification)
        let sound = try key.sign(SignatureTests.message, .ecdsa(hash))
        let der = try #require(Self.encode(sound))
        #expect(ECDSASignature.decodeDER(der.span, half: curve.byteCount) == sound)
        let length = 2 * curve.byteCount
        // Also when somebody cuts or fills it to the right length.
        let fitted = Array((der + Bytes.repeated(0, length)).prefix(length))
        for hostile in [der, fitted, Array(der.suffix(length)), Bytes.repeated(0, max(0, length - der.count)) + der] {
            #expect(!SignatureTests.verify(hostile, SignatureTests.message, key.publicKey, .ecdsa(hash)))
        }
    }

    @Test("is as long as its curve asks even when r or s is short", arguments: curves)
    func short(_ curve: Curve, _ specification: PrivateKey.Specification, _ hash: Hash) throws {
        let key = TestKeys.key(specification)
        var sawLeadingZero = false
        for number in 0..<2_000 {
            let message = Bytes.utf8("message \(number)")
            let signature = try key.sign(message, .ecdsa(hash))
            #expect(signature.count == 2 * curve.byteCount)
            guard signature[0] == 0 || signature[curve.byteCount] == 0 else { continue }
            #expect(SignatureTests.verify(signature, message, key.publicKey, .ecdsa(hash)))
            sawLeadingZero = true
            break
        }
        // One in 128 signatures has one: not to see any in 2000 has a probability below 10^-6.
        #expect(sawLeadingZero)
    }

    @Test(
        "is written as the shortest DER",
        arguments: [
            ([1, 1], [0x30, 6, 2, 1, 1, 2, 1, 1]), ([0x7F, 0x80], [0x30, 7, 2, 1, 0x7F, 2, 2, 0, 0x80]),
            ([0, 1, 0, 2], [0x30, 6, 2, 1, 1, 2, 1, 2]),
            ([0, 0, 0x80, 0x80, 0, 0], [0x30, 10, 2, 2, 0, 0x80, 2, 4, 0, 0x80, 0, 0]),
        ] as [([UInt8], [UInt8])])
    func encodes(_ raw: [UInt8], _ der: [UInt8]) { #expect(Self.encode(raw) == der) }

    @Test("is not written when it is none, or when there is no room")
    func doesNotEncode() {
        let hostile: [[UInt8]] = [
            [], [1], [0, 0], [1, 0], [0, 1], [1, 2, 3], Bytes.repeated(0, 64), Bytes.repeated(1, 133),
            Bytes.repeated(1, 134),
        ]
        for raw in hostile { #expect(Self.encode(raw) == nil) }
        #expect(Self.encode([1, 1], room: 8) != nil)
        #expect(Self.encode([1, 1], room: 7) == nil)
        #expect(Self.encode([1, 1], room: 0) == nil)
        let longest = Bytes.repeated(0xFF, 132)
        #expect(Self.encode(longest)?.count == ECDSASignature.maximumDERByteCount)
        #expect(Self.encode(longest)?.prefix(3) == [0x30, 0x81, 138])
        #expect(Self.encode(longest, room: ECDSASignature.maximumDERByteCount - 1) == nil)
        #expect(Self.encode(longest).flatMap { ECDSASignature.decodeDER($0.span, half: 66) } == longest)
    }

    static let brokenDER: [[UInt8]] = [
        [], [0x30], [0x30, 0], [0x31, 6, 2, 1, 1, 2, 1, 1], [0x30, 5, 2, 1, 1, 2, 1, 1], [0x30, 7, 2, 1, 1, 2, 1, 1],
        [0x30, 6, 2, 1, 1, 2, 1, 1, 0], [0x30, 3, 2, 1, 1], [0x30, 6, 3, 1, 1, 2, 1, 1], [0x30, 6, 2, 1, 1, 3, 1, 1],
        [0x30, 4, 2, 0, 2, 0], [0x30, 6, 2, 2, 1, 2, 1, 1], [0x30, 6, 2, 1, 1, 2, 2, 1], [0x30, 0x81],
        [0x30, 0x82, 0, 6, 2, 1, 1, 2, 1, 1], [0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0],
        [0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1],
        [0x30, 8, 2, 3, 1, 1, 1, 2, 1, 1], [0x30, 4, 2, 0x81, 2, 1],
    ]

    @Test("is not read from DER that is broken", arguments: brokenDER)
    func doesNotDecode(_ der: [UInt8]) { #expect(ECDSASignature.decodeDER(der.span, half: 2) == nil) }

    @Test("is read from DER with each half in the curve's size")
    func decodes() {
        let cases: [([UInt8], [UInt8])] = [
            ([0x30, 6, 2, 1, 1, 2, 1, 2], [0, 1, 0, 2]), ([0x30, 8, 2, 2, 0, 0x80, 2, 2, 1, 0], [0, 0x80, 1, 0]),
            ([0x30, 0x81, 6, 2, 1, 1, 2, 1, 2], [0, 1, 0, 2]),
            ([0x30, 8, 2, 3, 0, 0xFF, 0xFF, 2, 1, 2], [0xFF, 0xFF, 0, 2]),
        ]
        for (der, raw) in cases { #expect(ECDSASignature.decodeDER(der.span, half: 2) == raw) }
    }
}
