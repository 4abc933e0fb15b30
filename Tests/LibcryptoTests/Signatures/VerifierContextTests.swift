import Testing

@testable import Libcrypto

@Suite("A verifier's contexts")
struct VerifierContextTests {
    @Test("are one for each key and scheme, and bounded in number")
    func bounded() throws {
        let verifier = SignatureVerifier()
        let signer = TestKeys.key(.p256)
        let signature = try signer.sign(SignatureTests.message, .ecdsa(.sha256))
        var most = 0
        for _ in 0..<SignatureVerifier.maximumContexts + 10 {
            // A new object each time, as after each refresh of a key set.
            let key = try PublicKey(signer.publicKey.components)
            let isGood = verifier.accepts(signature, for: SignatureTests.message, key, .ecdsa(.sha256))
            #expect(isGood)
            most = max(most, verifier.contextCount)
        }
        #expect(most == SignatureVerifier.maximumContexts)
        #expect(verifier.contextCount < most)
    }

    @Test("are bounded for secrets, too")
    func boundedSecrets() throws {
        let verifier = SignatureVerifier()
        var most = 0
        for number in 0..<SignatureVerifier.maximumContexts + 10 {
            let secret = Secret(Bytes.utf8("an invented secret, number \(number)"))
            let code = try HMAC.code([1, 2], secret, .sha256)
            #expect(verifier.accepts(code: code, for: [1, 2], secret, .sha256))
            most = max(most, verifier.contextCount)
        }
        #expect(most == SignatureVerifier.maximumContexts)
        #expect(verifier.contextCount < most)
    }

    @Test("are not made for a signature of the wrong length or scheme")
    func cheapRefusals() {
        let verifier = SignatureVerifier()
        let key = TestKeys.key(.rsa2048).publicKey
        let secret = Secret(Bytes.repeated(1, 32))
        for count in [0, 64, 255, 257] {
            let signature = Bytes.repeated(0, count)
            #expect(!verifier.accepts(signature, for: [], key, .rsaPKCS1(.sha256)))
        }
        let signature = Bytes.repeated(0, 256)
        #expect(!verifier.accepts(signature, for: [], key, .ecdsa(.sha256)))
        #expect(!verifier.accepts(code: [], for: [], secret, .sha256))
        #expect(verifier.contextCount == 0)
    }

    @Test("of two secrets with the same bytes give the same answers")
    func sameBytes() throws {
        let verifier = SignatureVerifier()
        let one = Secret(Bytes.repeated(7, 64))
        let other = Secret(Bytes.repeated(7, 64))
        for hash in Hash.allCases {
            let code = try HMAC.code([9], one, hash)
            #expect(verifier.accepts(code: code, for: [9], one, hash))
            #expect(verifier.accepts(code: code, for: [9], other, hash))
        }
        #expect(verifier.contextCount == 6)
    }
}
