import Testing

@testable import Libcrypto

@Suite("A private key")
struct PrivateKeyTests {
    static func parts(_ key: PrivateKey) throws -> [Secret] {
        switch try key.components {
        case .rsa(let d, let p, let q, let dp, let dq, let qi): [d, p, q, dp, dq, qi]
        case .ec(let d): [d]
        case .ed25519(let seed): [seed]
        }
    }

    static func rsa(_ parts: [Secret]) -> PrivateKey.Components {
        .rsa(d: parts[0], p: parts[1], q: parts[2], dp: parts[3], dq: parts[4], qi: parts[5])
    }

    static func error(_ components: PrivateKey.Components, _ publicKey: PublicKey) -> LibcryptoError? {
        failure { () throws(LibcryptoError) in try PrivateKey(components, publicKey: publicKey) }
    }

    @Test("is made anew each time, of the kind that was asked for", arguments: TestKeys.kinds)
    func generates(_ specification: PrivateKey.Specification) {
        let one = TestKeys.key(specification)
        let other = TestKeys.otherKey(specification)
        let kinds: [PrivateKey.Specification: PublicKey.Kind] = [
            .rsa2048: .rsa(bits: 2048), .p256: .ec(.p256), .p384: .ec(.p384), .p521: .ec(.p521), .ed25519: .ed25519,
        ]
        #expect(one.publicKey.kind == kinds[specification])
        #expect(one.publicKey != other.publicKey)
    }

    @Test(
        "of 3072 and of 4096 bits is made, too",
        arguments: [(PrivateKey.Specification.rsa3072, 3072), (.rsa4096, 4096)])
    func large(_ specification: PrivateKey.Specification, _ bits: Int) throws {
        #expect(try PrivateKey.generate(specification).publicKey.kind == .rsa(bits: bits))
    }

    @Test("comes back from its numbers", arguments: TestKeys.kinds)
    func numbers(_ specification: PrivateKey.Specification) throws {
        let key = TestKeys.key(specification)
        let again = try PrivateKey(key.components, publicKey: key.publicKey)
        #expect(again.publicKey == key.publicKey)
        #expect(try Self.parts(again).map(Bytes.of) == Self.parts(key).map(Bytes.of))
    }

    @Test("comes back from its PEM", arguments: TestKeys.kinds)
    func pem(_ specification: PrivateKey.Specification) throws {
        let key = TestKeys.key(specification)
        let text = try Bytes.of(key.pem)
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        let again = try PrivateKey(pem: text.span)
        #expect(again.publicKey == key.publicKey)
        #expect(try Self.parts(again).map(Bytes.of) == Self.parts(key).map(Bytes.of))
    }

    @Test("is refused beside another key's public half", arguments: TestKeys.kinds)
    func mismatch(_ specification: PrivateKey.Specification) throws {
        let other = TestKeys.otherKey(specification).publicKey
        #expect(try Self.error(TestKeys.key(specification).components, other) == .keyPairMismatch)
    }

    @Test("is refused beside a public half of another kind", arguments: TestKeys.kinds)
    func otherKind(_ specification: PrivateKey.Specification) throws {
        for kind in TestKeys.kinds where kind != specification {
            let error = try Self.error(TestKeys.key(specification).components, TestKeys.key(kind).publicKey)
            switch error {
            case .keyPairMismatch: break
            // Two curves differ in the length of the private value first.
            case .wrongSize(let what, _, _): #expect(what == "the private value")
            default: Issue.record("\(specification) beside \(kind): \(String(describing: error))")
            }
        }
    }

    @Test("is refused when any one of its RSA numbers is another key's", arguments: 0..<6)
    func rsaNumbers(_ index: Int) throws {
        let key = TestKeys.key(.rsa2048)
        var parts = try Self.parts(key)
        parts[index] = try Self.parts(TestKeys.otherKey(.rsa2048))[index]
        #expect(Self.error(Self.rsa(parts), key.publicKey) == .keyPairMismatch)
    }

    @Test("is refused when any one of its RSA numbers is empty, zero, one or huge", arguments: 0..<6)
    func rsaDegenerate(_ index: Int) throws {
        let key = TestKeys.key(.rsa2048)
        for hostile in [[], [0], [1], Bytes.repeated(0xFF, 300)] {
            var parts = try Self.parts(key)
            parts[index] = Secret(hostile)
            #expect(Self.error(Self.rsa(parts), key.publicKey) == .keyPairMismatch, "\(hostile.prefix(2))")
        }
    }

    @Test("on a curve is refused with a private value of another length or out of range", arguments: Curve.allCases)
    func curveValues(_ curve: Curve) throws {
        let specifications: [Curve: PrivateKey.Specification] = [.p256: .p256, .p384: .p384, .p521: .p521]
        let key = TestKeys.key(try #require(specifications[curve]))
        let value = try Bytes.of(Self.parts(key)[0])
        for hostile in [[], Array(value.dropLast()), [0] + value] {
            #expect(
                Self.error(.ec(d: Secret(hostile)), key.publicKey)
                    == .wrongSize(what: "the private value", bytes: hostile.count, expected: curve.byteCount))
        }
        var neighbour = value
        neighbour[curve.byteCount - 1] ^= 1
        for hostile in [Bytes.repeated(0, curve.byteCount), Bytes.repeated(0xFF, curve.byteCount), neighbour] {
            #expect(Self.error(.ec(d: Secret(hostile)), key.publicKey) == .keyPairMismatch)
        }
    }

    @Test("of Ed25519 is refused with a seed of another length", arguments: [0, 31, 33, 64])
    func seeds(_ count: Int) {
        let error = Self.error(.ed25519(seed: Secret(Bytes.repeated(7, count))), TestKeys.key(.ed25519).publicKey)
        #expect(error == .wrongSize(what: "the private value", bytes: count, expected: 32))
    }

    @Test("signs only in the ways that fit its kind", arguments: TestKeys.kinds)
    func schemes(_ specification: PrivateKey.Specification) {
        let key = TestKeys.key(specification)
        for scheme in SignatureTests.schemes where !scheme.fits(key.publicKey.kind) {
            let error = failure { () throws(LibcryptoError) in try key.sign([1, 2, 3], scheme) }
            #expect(error == .schemeMismatch(scheme: scheme, key: key.publicKey.kind))
        }
    }

    @Test("prints as redacted in every way Swift prints a value", arguments: TestKeys.kinds)
    func redacted(_ specification: PrivateKey.Specification) {
        let key = TestKeys.key(specification)
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<redacted>" && String(reflecting: key) == "<redacted>")
        #expect(dumped.hasPrefix("- <redacted>") && dumped.split(separator: "\n").count == 1, "dump shows no member")
        #expect(Mirror(reflecting: key).children.isEmpty)
    }
}
