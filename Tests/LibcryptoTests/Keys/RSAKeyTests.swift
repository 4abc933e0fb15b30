import Testing

@testable import Libcrypto

@Suite("An RSA public key")
struct RSAKeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var modulus: [UInt8]
        var exponent: [UInt8]
        var error: LibcryptoError?

        var testDescription: String { why }
    }

    static let modulus = Bytes.base64(RSAPaddingVectors.modulus)
    static let exponent: [UInt8] = [1, 0, 1]

    /// 65537^128: 2049 bits, odd, and a power of 65537 modulo every prime, as moduli of the broken generator are.
    static let roca: [UInt8] = {
        var limbs: [UInt64] = [1]
        for _ in 0..<128 {
            var carry: UInt64 = 0
            limbs = limbs.map { limb in
                let product = limb * 65537 + carry
                carry = product >> 32
                return product & 0xFFFF_FFFF
            }
            if carry > 0 { limbs.append(carry) }
        }
        return limbs.reversed().flatMap { limb in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: limb >> $0) } }
    }()

    static func odd(bits: Int) -> [UInt8] {
        var bytes = Bytes.repeated(0, (bits + 7) / 8)
        bytes[0] = 1 << UInt8((bits - 1) % 8)
        bytes[bytes.count - 1] |= 1
        return bytes
    }

    static let refused: [Case] = [
        Case(why: "no modulus", modulus: [], exponent: exponent, error: .keyTooSmall(bits: 0, minimum: 2048)),
        Case(
            why: "a modulus of zeros", modulus: Bytes.repeated(0, 256), exponent: exponent,
            error: .keyTooSmall(bits: 0, minimum: 2048)),
        Case(
            why: "1024 bits", modulus: odd(bits: 1024), exponent: exponent,
            error: .keyTooSmall(bits: 1024, minimum: 2048)),
        Case(
            why: "2047 bits in 256 bytes", modulus: odd(bits: 2047), exponent: exponent,
            error: .keyTooSmall(bits: 2047, minimum: 2048)),
        Case(
            why: "1024 bits behind 128 zero bytes", modulus: Bytes.repeated(0, 128) + odd(bits: 1024),
            exponent: exponent, error: .keyTooSmall(bits: 1024, minimum: 2048)),
        Case(
            why: "16385 bits", modulus: odd(bits: 16385), exponent: exponent,
            error: .keyTooLarge(bits: 16385, maximum: 16384)),
        Case(
            why: "a megabyte", modulus: Bytes.repeated(0xFF, 1 << 20), exponent: exponent,
            error: .keyTooLarge(bits: 1 << 23, maximum: 16384)),
        Case(why: "no exponent", modulus: modulus, exponent: [], error: .unsuitableExponent),
        Case(why: "exponent 0", modulus: modulus, exponent: [0], error: .unsuitableExponent),
        Case(why: "exponent 1", modulus: modulus, exponent: [1], error: .unsuitableExponent),
        Case(why: "exponent 1 behind zeros", modulus: modulus, exponent: [0, 0, 1], error: .unsuitableExponent),
        Case(why: "exponent 2", modulus: modulus, exponent: [2], error: .unsuitableExponent),
        Case(why: "exponent 3", modulus: modulus, exponent: [3], error: .unsuitableExponent),
        Case(why: "exponent 17", modulus: modulus, exponent: [17], error: .unsuitableExponent),
        Case(why: "exponent 257", modulus: modulus, exponent: [1, 1], error: .unsuitableExponent),
        Case(
            why: "exponent 65535, the last below Fermat's", modulus: modulus, exponent: [0xFF, 0xFF],
            error: .unsuitableExponent),
        Case(why: "exponent 65536", modulus: modulus, exponent: [1, 0, 0], error: .unsuitableExponent),
        Case(
            why: "an exponent of 65 bits", modulus: modulus, exponent: [1, 0, 0, 0, 0, 0, 0, 0, 1],
            error: .unsuitableExponent),
        Case(
            why: "an exponent as long as the modulus", modulus: modulus, exponent: modulus, error: .unsuitableExponent),
        Case(
            why: "an even modulus", modulus: Array(modulus.dropLast()) + [modulus[255] & 0xFE], exponent: exponent,
            error: .unsuitableModulus),
        Case(
            why: "a modulus divisible by 3", modulus: Bytes.repeated(0xFF, 256), exponent: exponent,
            error: .unsuitableModulus),
        Case(why: "a modulus of the broken generator", modulus: roca, exponent: exponent, error: .brokenGenerator),
    ]

    @Test("is refused", arguments: refused)
    func refuses(_ hostile: Case) {
        let error = failure { () throws(LibcryptoError) in
            try PublicKey(.rsa(modulus: hostile.modulus, exponent: hostile.exponent))
        }
        #expect(error == hostile.error)
    }

    @Test(
        "is accepted with every exponent that is in use",
        arguments: [[1, 0, 1], [0, 0, 1, 0, 1], [1, 0, 3], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]])
    func exponents(_ exponent: [UInt8]) throws {
        let key = try PublicKey(.rsa(modulus: Self.modulus, exponent: exponent))
        #expect(key.kind == .rsa(bits: 2048))
        #expect(key.components == .rsa(modulus: Self.modulus, exponent: Array(exponent.drop { $0 == 0 })))
    }

    @Test("has no leading zeros in its numbers, however it was written")
    func leadingZeros() throws {
        let padded = try PublicKey(.rsa(modulus: [0, 0] + Self.modulus, exponent: [0] + Self.exponent))
        let plain = try PublicKey(.rsa(modulus: Self.modulus, exponent: Self.exponent))
        #expect(padded == plain)
        #expect(padded.signatureByteCount == 256)
    }

    @Test("has signatures of the length of its modulus, also when that is no whole number of bytes")
    func odd() throws {
        var modulus = Self.odd(bits: 2049)
        // 2^2048 + 1 has small factors; this is some number without.
        modulus.replaceSubrange(1..<257, with: Self.modulus)
        while failure({ () throws(LibcryptoError) in try PublicKey(.rsa(modulus: modulus, exponent: Self.exponent)) })
            != nil
        {
            modulus[255] &+= 1
        }
        let key = try PublicKey(.rsa(modulus: modulus, exponent: Self.exponent))
        #expect(key.kind == .rsa(bits: 2049))
        #expect(key.signatureByteCount == 257)
        #expect("\(key.kind)" == "RSA 2049")
    }
}
