import Testing

@testable import Libcrypto

@Suite("An error of the library")
struct LibcryptoErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var error: LibcryptoError
        var message: String
        /// Words of the hint; `nil` when there is none.
        var hint: String?

        init(_ error: LibcryptoError, _ message: String, hint: String? = nil) {
            self.error = error
            self.message = message
            self.hint = hint
        }

        var testDescription: String { message }
    }

    static let cases = [
        Case(
            .keyTooSmall(bits: 1024, minimum: 2048), "the RSA key has 1024 bits; at least 2048 are required",
            hint: "poort keys generate"),
        Case(.keyTooLarge(bits: 20000, maximum: 16384), "the RSA key has 20000 bits; at most 16384 are accepted"),
        Case(
            .unsuitableModulus, "the RSA modulus is even or has a tiny factor, so it is no product of two large primes",
            hint: "poort keys generate"),
        Case(
            .brokenGenerator,
            "the RSA key comes from a broken key generator (ROCA, CVE-2017-15361) and can be factored",
            hint: "poort keys generate"),
        Case(
            .unsuitableExponent, "the RSA public exponent is even, below 65537 or longer than 64 bits",
            hint: "poort keys generate"),
        Case(.coordinateOutOfRange(.p384), "a coordinate of the P-384 key is not below the field's prime"),
        Case(
            .wrongSize(what: "the x coordinate", bytes: 31, expected: 32),
            "the x coordinate has 31 bytes; 32 are required"),
        Case(.pointNotOnCurve(.p256), "the public key is not a point of P-256"),
        Case(.invalidEd25519Key, "the bytes are no Ed25519 public key"),
        Case(.unsupportedKey("X25519"), "keys of the kind `X25519` are not supported", hint: "RSA from 2048 bits"),
        Case(.notPEM(.severalBlocks), "the text has more than one PEM block; one key per file"),
        Case(
            .unexpectedPEM(found: "CERTIFICATE", wanted: "public key"),
            "the PEM block is a `CERTIFICATE`, not a public key", hint: "openssl x509 -pubkey"),
        Case(
            .unexpectedPEM(found: "EC PRIVATE KEY", wanted: "public key"),
            "the PEM block is a `EC PRIVATE KEY`, not a public key", hint: "openssl pkey -pubout"),
        Case(
            .unexpectedPEM(found: "PUBLIC KEY", wanted: "private key"),
            "the PEM block is a `PUBLIC KEY`, not a private key"),
        Case(.encryptedPrivateKey, "the private key is protected by a passphrase", hint: "openssl pkey -in FILE"),
        Case(.undecodableKey, "the PEM block holds no key that can be read"),
        Case(.keyPairMismatch, "the private key does not belong to the public key beside it"),
        Case(
            .schemeMismatch(scheme: .rsaPSS(.sha256), key: .ed25519),
            "a Ed25519 key cannot make a signature of the kind RSA-PSS with SHA256"),
        Case(.sealBroken, "the sealed bytes were changed, or sealed with another key"),
        Case(.library(operation: "signing", reason: "no reason given"), "signing failed: no reason given"),
    ]

    @Test("says in one sentence what is wrong, and what to do where that is known", arguments: cases)
    func sentences(_ test: Case) {
        #expect(test.error.message == test.message)
        #expect("\(test.error)" == test.message)
        guard let words = test.hint else {
            #expect(test.error.hint == nil)
            return
        }
        #expect(test.error.hint?.contains(words) == true)
        #expect(test.error.hint?.hasSuffix(".") == false)
    }

    @Test("names the first cause that OpenSSL gives, and leaves its queue empty")
    func queue() {
        #expect(ErrorQueue.take("testing") == .library(operation: "testing", reason: "no reason given"))
        // A name that no provider has fills the queue.
        let error = failure { () throws(LibcryptoError) in
            _ = try OwnedKeyContext(kind: "NO SUCH KIND")
        }
        guard case .library(let operation, let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(operation == "preparing a NO SUCH KIND key")
        #expect(!reason.isEmpty && reason != "no reason given")
        #expect(ErrorQueue.take("testing") == .library(operation: "testing", reason: "no reason given"))
        ErrorQueue.clear()
    }

    @Test("leaves nothing in OpenSSL's queue, whatever was refused")
    func queueAfterRefusals() throws {
        for hostile in PublicPEMTests.refused {
            #expect(failure { () throws(LibcryptoError) in try PublicPEMTests.key(hostile.text) } != nil)
            #expect(ErrorQueue.take("") == .library(operation: "", reason: "no reason given"), "\(hostile.why)")
        }
        for test in SignatureTests.cases {
            let key = TestKeys.key(test.key).publicKey
            let junk = Bytes.repeated(0x55, key.signatureByteCount)
            #expect(!SignatureTests.verify(junk, [], key, test.scheme))
            #expect(ErrorQueue.take("") == .library(operation: "", reason: "no reason given"), "\(test.scheme)")
        }
        let sealed = Bytes.repeated(0, 64)
        #expect(try SealingKeyTests.open(SealingKey.generate(), sealed) == .sealBroken)
        #expect(ErrorQueue.take("") == .library(operation: "", reason: "no reason given"))
    }
}
