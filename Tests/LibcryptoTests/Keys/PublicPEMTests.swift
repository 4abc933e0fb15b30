import Testing

@testable import Libcrypto

@Suite("A public key in PEM")
struct PublicPEMTests {
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

    static func key(_ text: String) throws(LibcryptoError) -> PublicKey { try PublicKey(pem: Array(text.utf8).span) }

    static func block(_ label: String, _ der: [UInt8]) -> String { PEM(label: label, der: der).text }

    static func der(_ text: String) -> [UInt8] { (try? PEM(parsing: Array(text.utf8).span).der) ?? [] }

    static let refused = [
        Case("nothing", "", .notPEM(.noBlock)),
        Case("junk", "correct horse battery staple", .notPEM(.noBlock)),
        Case("a JWK", #"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, .notPEM(.noBlock)),
        Case("an OpenSSH key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== nobody@invented.example", .notPEM(.noBlock)),
        Case("a certificate", PublicPEM.certificate, .unexpectedPEM(found: "CERTIFICATE", wanted: "public key")),
        Case(
            "a private key", block("PRIVATE KEY", [1, 2, 3]), .unexpectedPEM(found: "PRIVATE KEY", wanted: "public key")
        ),
        Case(
            "a private RSA key", block("RSA PRIVATE KEY", [1]),
            .unexpectedPEM(found: "RSA PRIVATE KEY", wanted: "public key")),
        Case(
            "an encrypted private key", block("ENCRYPTED PRIVATE KEY", [1]),
            .unexpectedPEM(found: "ENCRYPTED PRIVATE KEY", wanted: "public key")),
        Case("a block without a name", block("", [1]), .unexpectedPEM(found: "", wanted: "public key")),
        Case(
            "a name in lower case", block("public key", der(PublicPEM.p256)),
            .unexpectedPEM(found: "public key", wanted: "public key")),
        Case("two keys", PublicPEM.p256 + "\n" + PublicPEM.ed448, .notPEM(.severalBlocks)),
        Case("one key twice", PublicPEM.p256 + "\n" + PublicPEM.p256, .notPEM(.severalBlocks)),
        Case("a key behind a certificate", PublicPEM.certificate + "\n" + PublicPEM.p256, .notPEM(.severalBlocks)),
        Case("bytes that are no DER", block("PUBLIC KEY", [0xDE, 0xAD]), .undecodableKey),
        Case("an empty sequence", block("PUBLIC KEY", [0x30, 0]), .undecodableKey),
        Case("a certificate under the name of a key", block("PUBLIC KEY", der(PublicPEM.certificate)), .undecodableKey),
        Case("a key under the name of another form", block("RSA PUBLIC KEY", der(PublicPEM.rsa)), .undecodableKey),
        Case("the other form under the name of a key", block("PUBLIC KEY", der(PublicPEM.rsaPKCS1)), .undecodableKey),
        Case("a byte behind the key", block("PUBLIC KEY", der(PublicPEM.p256) + [0]), .undecodableKey),
        Case("a byte behind the RSA key", block("RSA PUBLIC KEY", der(PublicPEM.rsaPKCS1) + [0]), .undecodableKey),
        Case("a key cut off", block("PUBLIC KEY", Array(der(PublicPEM.p256).dropLast())), .undecodableKey),
        Case("a key of 1024 bits", PublicPEM.rsa1024, .keyTooSmall(bits: 1024, minimum: 2048)),
        Case("an RSA-PSS key", PublicPEM.rsaPSS, .unsupportedKey("RSA-PSS")),
        Case("a curve written out", PublicPEM.p256Explicit, .unsupportedKey("EC with explicit parameters")),
        Case("secp256k1", PublicPEM.secp256k1, .unsupportedKey("EC secp256k1")),
        Case("a Brainpool curve", PublicPEM.brainpool, .unsupportedKey("EC brainpoolP256r1")),
        Case("X25519", PublicPEM.x25519, .unsupportedKey("X25519")),
        Case("Ed448", PublicPEM.ed448, .unsupportedKey("ED448")),
    ]

    @Test("is refused", arguments: refused)
    func refuses(_ hostile: Case) {
        #expect(failure { () throws(LibcryptoError) in try Self.key(hostile.text) } == hostile.error)
    }

    @Test("is refused when its point is none of the curve")
    func point() {
        var der = Self.der(PublicPEM.p256)
        der[der.count - 1] ^= 1
        let error = failure { () throws(LibcryptoError) in try Self.key(Self.block("PUBLIC KEY", der)) }
        #expect(error == .undecodableKey, "OpenSSL's decoder refuses it first")
    }

    @Test("is refused when its Ed25519 bytes are no point")
    func edwards() {
        // SubjectPublicKeyInfo of RFC 8410 section 4.
        let prefix = Bytes.hex("302a300506032b6570032100")
        let text = Self.block("PUBLIC KEY", prefix + [2] + Bytes.repeated(0, 31))
        #expect(failure { () throws(LibcryptoError) in try Self.key(text) } == .invalidEd25519Key)
    }

    @Test("is never a key when a byte of it is missing or changed in its frame")
    func damage() throws {
        let der = Self.der(PublicPEM.p256)
        for count in 0..<der.count {
            #expect(throws: LibcryptoError.self) { try Self.key(Self.block("PUBLIC KEY", Array(der.prefix(count)))) }
        }
        let sound = try Self.key(PublicPEM.p256)
        // Up to the coordinates every byte is structure or the name of the curve.
        for position in 0..<der.count - 64 {
            var changed = der
            changed[position] ^= 0x01
            let key = try? Self.key(Self.block("PUBLIC KEY", changed))
            #expect(key == nil, "byte \(position)")
            #expect(key != sound)
        }
    }

    @Test("is read in both forms, and means the same")
    func forms() throws {
        let key = try Self.key(PublicPEM.rsa)
        #expect(try Self.key(PublicPEM.rsaPKCS1) == key)
        #expect(key.components == .rsa(modulus: Bytes.base64(RSAPaddingVectors.modulus), exponent: [1, 0, 1]))
        #expect(try Self.key(PublicPEM.p256).kind == .ec(.p256))
    }

    @Test("comes back as it was written", arguments: TestKeys.kinds)
    func roundTrip(_ specification: PrivateKey.Specification) throws {
        let key = TestKeys.key(specification).publicKey
        let text = try key.pem
        #expect(text.hasPrefix("-----BEGIN PUBLIC KEY-----\n") && text.hasSuffix("-----END PUBLIC KEY-----\n"))
        #expect(try Self.key(text) == key)
        #expect(try Self.der(text) == key.subjectPublicKeyInfo)
    }

    @Test("is written byte for byte as OpenSSL's own tool writes it")
    func canonical() throws {
        for text in [PublicPEM.p256, PublicPEM.rsa] { #expect(try Self.key(text).pem == text + "\n") }
    }
}
