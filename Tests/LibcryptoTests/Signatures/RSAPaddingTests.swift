import Testing

@testable import Libcrypto

@Suite("The padding of an RSA signature")
struct RSAPaddingTests {
    static func verify(_ vector: RSAPaddingVectors.Vector, _ schemes: [SignatureScheme]) throws -> [Bool] {
        let key = try PublicKey(.rsa(modulus: Bytes.base64(RSAPaddingVectors.modulus), exponent: [1, 0, 1]))
        let signature = Bytes.base64(vector.signature)
        #expect(signature.count == 256)
        return schemes.map { SignatureTests.verify(signature, Bytes.utf8("message"), key, $0) }
    }

    @Test("of PKCS#1 v1.5 is compared as a whole, not read piece by piece", arguments: RSAPaddingVectors.pkcs1)
    func pkcs1(_ vector: RSAPaddingVectors.Vector) throws {
        #expect(try Self.verify(vector, [.rsaPKCS1(.sha256)]) == [vector.isSound])
        #expect(
            try Self.verify(vector, [.rsaPKCS1(.sha384), .rsaPSS(.sha256), .rsaPSS(.sha512)]) == [false, false, false])
    }

    @Test("of PSS has a salt as long as the hash, and one hash throughout", arguments: RSAPaddingVectors.pss)
    func pss(_ vector: RSAPaddingVectors.Vector) throws {
        #expect(try Self.verify(vector, [.rsaPSS(.sha256)]) == [vector.isSound])
        #expect(try Self.verify(vector, [.rsaPSS(.sha384), .rsaPKCS1(.sha256)]) == [false, false])
    }

    @Test("takes no number that is not below the modulus for a signature")
    func range() throws {
        let modulus = Bytes.base64(RSAPaddingVectors.modulus)
        let key = try PublicKey(.rsa(modulus: modulus, exponent: [1, 0, 1]))
        for hostile in [modulus, Bytes.repeated(0xFF, 256)] {
            #expect(!SignatureTests.verify(hostile, Bytes.utf8("message"), key, .rsaPKCS1(.sha256)))
            #expect(!SignatureTests.verify(hostile, Bytes.utf8("message"), key, .rsaPSS(.sha256)))
        }
    }
}
