import Testing

@testable import Libcrypto

@Suite("A private key in PEM")
struct PrivatePEMTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var error: LibcryptoError

        init(_ why: String, _ text: String, _ error: LibcryptoError) {
            self.why = why
            self.text = text
            self.error = error
        }

        var testDescription: String { why }
    }

    static func error(_ text: String) -> LibcryptoError? {
        failure { () throws(LibcryptoError) in try PrivateKey(pem: Array(text.utf8).span) }
    }

    static func block(_ label: String, _ der: [UInt8]) -> String { PEM(label: label, der: der).text }

    /// The PKCS#8 of a test key.
    static func der(_ specification: PrivateKey.Specification) throws -> [UInt8] {
        let text = try Bytes.of(TestKeys.key(specification).pem)
        return try PEM(parsing: text.span).der
    }

    /// What is inside the octet string of PKCS#8, the older forms `RSA PRIVATE KEY` and `EC PRIVATE KEY`.
    static func inner(_ pkcs8: [UInt8]) throws -> [UInt8] {
        // A sequence of the version, the algorithm and the octet string.
        var rest = try content(pkcs8[...], tag: 0x30).content
        rest = try content(rest, tag: 0x02).rest
        rest = try content(rest, tag: 0x30).rest
        return Array(try content(rest, tag: 0x04).content)
    }

    private static func content(
        _ der: ArraySlice<UInt8>, tag: UInt8
    ) throws -> (content: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        try #require(der.first == tag)
        var rest = der.dropFirst()
        var count = Int(try #require(rest.first))
        rest.removeFirst()
        if count >= 0x80 {
            var length = 0
            for byte in rest.prefix(count & 0x7F) { length = length << 8 | Int(byte) }
            rest = rest.dropFirst(count & 0x7F)
            count = length
        }
        return (rest.prefix(count), rest.dropFirst(count))
    }

    static let proofType = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"

    static let refused = [
        Case("nothing", "", .notPEM(.noBlock)),
        Case("junk", "-----BEGIN", .notPEM(.noBlock)),
        Case("a public key", PublicPEM.p256, .unexpectedPEM(found: "PUBLIC KEY", wanted: "private key")),
        Case("a certificate", PublicPEM.certificate, .unexpectedPEM(found: "CERTIFICATE", wanted: "private key")),
        Case(
            "an OpenSSH key", block("OPENSSH PRIVATE KEY", [1]),
            .unexpectedPEM(found: "OPENSSH PRIVATE KEY", wanted: "private key")),
        Case("a key with a passphrase", block("ENCRYPTED PRIVATE KEY", [0x30, 0]), .encryptedPrivateKey),
        Case(
            "a key with a passphrase in the old form",
            "-----BEGIN RSA PRIVATE KEY-----\n\(proofType)AAAA\n-----END RSA PRIVATE KEY-----", .encryptedPrivateKey),
        Case(
            "a key with other header lines", "-----BEGIN PRIVATE KEY-----\nComment: x\nAAAA\n-----END PRIVATE KEY-----",
            .notPEM(.textInside(label: "PRIVATE KEY"))),
        Case("two keys", block("PRIVATE KEY", [1]) + block("PRIVATE KEY", [1]), .notPEM(.severalBlocks)),
        Case("bytes that are no DER", block("PRIVATE KEY", [0xDE, 0xAD]), .undecodableKey),
        Case("an empty sequence", block("EC PRIVATE KEY", [0x30, 0]), .undecodableKey),
        Case(
            "X25519", block("PRIVATE KEY", Bytes.hex("302e020100300506032b656e04220420") + Bytes.repeated(8, 32)),
            .unsupportedKey("X25519")),
        Case(
            "an Ed25519 seed of 31 bytes",
            block("PRIVATE KEY", Bytes.hex("302d020100300506032b65700421041f") + Bytes.repeated(8, 31)), .undecodableKey
        ),
    ]

    @Test("is refused", arguments: refused)
    func refuses(_ hostile: Case) { #expect(Self.error(hostile.text) == hostile.error) }

    @Test("is read in the older forms, too", arguments: [PrivateKey.Specification.rsa2048, .p256, .p384, .p521])
    func olderForms(_ specification: PrivateKey.Specification) throws {
        let label = specification == .rsa2048 ? "RSA PRIVATE KEY" : "EC PRIVATE KEY"
        var inner = try Self.inner(Self.der(specification))
        if specification != .rsa2048 {
            // Inside PKCS#8 the curve stands in the frame; in `EC PRIVATE KEY` it stands in the key (RFC 5915), which
            // needs the length in front of all of it to grow.
            #expect(Self.error(Self.block(label, inner)) == .undecodableKey, "without a curve it is no key")
            inner = try Self.addCurve(specification, to: inner)
        }
        let key = try PrivateKey(pem: Array(Self.block(label, inner).utf8).span)
        #expect(key.publicKey == TestKeys.key(specification).publicKey)
    }

    /// RFC 5915 section 3: version, private value, [0] curve, [1] public point.
    static func addCurve(_ specification: PrivateKey.Specification, to inner: [UInt8]) throws -> [UInt8] {
        let names: [PrivateKey.Specification: String] = [
            .p256: "a00a06082a8648ce3d030107", .p384: "a00706052b81040022", .p521: "a00706052b81040023",
        ]
        let body = Array(try content(inner[...], tag: 0x30).content)
        let behindVersion = try content(body[...], tag: 0x02).rest
        let point = try content(behindVersion, tag: 0x04).rest
        let all = Array(body.prefix(body.count - point.count)) + Bytes.hex(try #require(names[specification])) + point
        let length =
            all.count < 0x80
            ? [UInt8(all.count)]
            : all.count < 0x100 ? [0x81, UInt8(all.count)] : [0x82, UInt8(all.count >> 8), UInt8(all.count & 0xFF)]
        return [0x30] + length + all
    }

    @Test("is refused with a byte behind it or one missing", arguments: TestKeys.kinds)
    func frame(_ specification: PrivateKey.Specification) throws {
        let der = try Self.der(specification)
        #expect(Self.error(Self.block("PRIVATE KEY", der + [0])) == .undecodableKey)
        #expect(Self.error(Self.block("PRIVATE KEY", Array(der.dropLast()))) == .undecodableKey)
    }

    @Test("is refused with another key's public half inside", arguments: [PrivateKey.Specification.p256, .p384, .p521])
    func mismatch(_ specification: PrivateKey.Specification) throws {
        guard case .ec(_, let x, let y) = TestKeys.otherKey(specification).publicKey.components else { return }
        let der = try Self.der(specification)
        let changed = Array(der.dropLast(x.count + y.count)) + x + y
        #expect(Self.error(Self.block("PRIVATE KEY", changed)) == .keyPairMismatch)
    }

    @Test("of RSA is refused with any byte of its private exponent changed")
    func exponent() throws {
        let der = try Self.der(.rsa2048)
        let exponent = try Bytes.of(PrivateKeyTests.parts(TestKeys.key(.rsa2048))[0])
        let place = try #require(der.firstRange(of: exponent))
        for offset in stride(from: 0, to: exponent.count, by: 51) {
            var changed = der
            changed[place.lowerBound + offset] ^= 0x10
            #expect(Self.error(Self.block("PRIVATE KEY", changed)) == .keyPairMismatch, "byte \(offset)")
        }
    }
}
