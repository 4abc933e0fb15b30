import Testing

@testable import Libcrypto

@Suite("A public key on a curve")
struct CurveKeyTests {
    static func point(_ curve: Curve) -> (x: [UInt8], y: [UInt8]) {
        let specification: PrivateKey.Specification =
            switch curve {
            case .p256: .p256
            case .p384: .p384
            case .p521: .p521
            }
        guard case .ec(_, let x, let y) = TestKeys.key(specification).publicKey.components else { return ([], []) }
        return (x, y)
    }

    static func error(_ curve: Curve, _ x: [UInt8], _ y: [UInt8]) -> LibcryptoError? {
        failure { () throws(LibcryptoError) in try PublicKey(.ec(curve, x: x, y: y)) }
    }

    @Test("is refused when it is no point of the curve", arguments: Curve.allCases)
    func notOnCurve(_ curve: Curve) {
        let (x, y) = Self.point(curve)
        let zero = Bytes.repeated(0, curve.byteCount)
        for position in [0, curve.byteCount / 2, curve.byteCount - 1] {
            var changed = y
            // The first byte of a P-521 coordinate has one bit.
            changed[position] ^= 1
            #expect(Self.error(curve, x, changed) == .pointNotOnCurve(curve))
        }
        #expect(Self.error(curve, zero, zero) == .pointNotOnCurve(curve), "the point at infinity has no coordinates")
        #expect(Self.error(curve, y, x) == .pointNotOnCurve(curve))
        #expect(Self.error(curve, x, zero) == .pointNotOnCurve(curve))
    }

    @Test("is refused when a coordinate is not below the prime", arguments: Curve.allCases)
    func outOfRange(_ curve: Curve) {
        let (x, y) = Self.point(curve)
        let full = Bytes.repeated(0xFF, curve.byteCount)
        for hostile in [curve.prime, full] {
            #expect(Self.error(curve, hostile, y) == .coordinateOutOfRange(curve))
            #expect(Self.error(curve, x, hostile) == .coordinateOutOfRange(curve))
        }
        var last = curve.prime
        last[last.count - 1] -= 1
        #expect(Self.error(curve, last, y) == .pointNotOnCurve(curve), "p - 1 is in range")
    }

    @Test("is refused when a coordinate has another length", arguments: Curve.allCases)
    func length(_ curve: Curve) {
        let (x, y) = Self.point(curve)
        func wrong(_ what: String, _ bytes: Int) -> LibcryptoError {
            .wrongSize(what: what, bytes: bytes, expected: curve.byteCount)
        }
        #expect(Self.error(curve, [], y) == wrong("the x coordinate", 0))
        #expect(Self.error(curve, x, []) == wrong("the y coordinate", 0))
        #expect(Self.error(curve, Array(x.dropLast()), y) == wrong("the x coordinate", curve.byteCount - 1))
        #expect(Self.error(curve, [0] + x, y) == wrong("the x coordinate", curve.byteCount + 1))
        #expect(Self.error(curve, x, [0] + y) == wrong("the y coordinate", curve.byteCount + 1))
        #expect(Self.error(curve, x, y + [0]) == wrong("the y coordinate", curve.byteCount + 1))
    }

    @Test("of one curve is none of another")
    func otherCurve() {
        let (x, y) = Self.point(.p256)
        let padding = Bytes.repeated(0, 16)
        #expect(Self.error(.p384, padding + x, padding + y) == .pointNotOnCurve(.p384))
    }

    @Test(
        "is named as JOSE names it", arguments: zip(Curve.allCases, ["P-256", "P-384", "P-521"]))
    func names(_ curve: Curve, _ name: String) throws {
        let (x, y) = Self.point(curve)
        let key = try PublicKey(.ec(curve, x: x, y: y))
        #expect("\(key.kind)" == name && "\(curve)" == name)
        #expect(key.signatureByteCount == 2 * curve.byteCount)
        #expect(Curve(openSSLName: name) == curve)
        #expect(curve.prime.count == curve.byteCount)
    }

    @Test(
        "is known by OpenSSL's names, and by no other's",
        arguments: [
            ("prime256v1", Curve.p256), ("secp256r1", .p256), ("secp384r1", .p384), ("secp521r1", .p521),
            ("secp256k1", nil), ("brainpoolP256r1", nil), ("p-256", nil), ("", nil),
        ])
    func openSSLNames(_ name: String, _ curve: Curve?) {
        #expect(Curve(openSSLName: name) == curve)
    }
}

@Suite("An Ed25519 public key")
struct Ed25519KeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var bytes: [UInt8]

        init(_ why: String, _ hex: String) {
            self.why = why
            bytes = Bytes.hex(hex)
        }

        var testDescription: String { why }
    }

    static let zeros = String(repeating: "00", count: 31)
    static let ones = String(repeating: "ff", count: 30)

    /// Little-endian, the last bit being the sign of x.
    static let refused = [
        Case("y = 2, which no x belongs to", "02" + zeros),
        Case("y = 7, which no x belongs to", "07" + zeros),
        Case("y = 2 with the sign bit", "02" + String(zeros.dropLast(2)) + "80"),
        Case("the neutral element", "01" + zeros),
        Case("the neutral element with the sign bit", "01" + String(zeros.dropLast(2)) + "80"),
        Case("y = 0, of order 4", "00" + zeros),
        Case("y = 0 with the sign bit, of order 4", "00" + String(zeros.dropLast(2)) + "80"),
        Case("y = p - 1, of order 2", "ec" + ones + "7f"),
        Case("y = p - 1 with the sign bit", "ec" + ones + "ff"),
        Case("a point of order 8", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Case("its opposite, of order 8", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        Case("another point of order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Case("its opposite, of order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        Case("y = p, another spelling of 0", "ed" + ones + "7f"),
        Case("y = p + 1, another spelling of 1", "ee" + ones + "7f"),
        Case("y = p + 3, another spelling of 3", "f0" + ones + "7f"),
        Case("all bits set", "ff" + ones + "ff"),
    ]

    @Test("is refused when it is no point, one of small order, or spelt in another way", arguments: refused)
    func refuses(_ hostile: Case) {
        #expect(hostile.bytes.count == 32)
        #expect(failure { () throws(LibcryptoError) in try PublicKey(.ed25519(hostile.bytes)) } == .invalidEd25519Key)
    }

    @Test("is refused with another length", arguments: [0, 1, 31, 33, 57, 64])
    func length(_ count: Int) {
        let error = failure { () throws(LibcryptoError) in try PublicKey(.ed25519(Bytes.repeated(1, count))) }
        #expect(error == .wrongSize(what: "the Ed25519 public key", bytes: count, expected: 32))
        #expect((try? Ed25519Point.isSound(Bytes.repeated(1, count))) == false)
    }

    @Test("is accepted when somebody has the private half, and with small y that are points")
    func accepts() throws {
        for _ in 0..<20 {
            let key = try PrivateKey.generate(.ed25519).publicKey
            #expect(key.kind == .ed25519 && "\(key.kind)" == "Ed25519")
            #expect(try PublicKey(key.components) == key)
        }
        for y: UInt8 in [3, 4, 5, 6, 9] {
            #expect(try PublicKey(.ed25519([y] + Bytes.repeated(0, 31))).signatureByteCount == 64)
        }
    }
}
