import Libcrypto
import Testing

@testable import JOSE

@Suite("The key for a token")
struct KeySelectionTests {
    static func refusal(_ token: String, _ keys: [VerificationKey]) throws -> TokenRefusal? {
        Tokens.signatureRefusal(token, keys: try KeySet(keys))
    }

    static func token(_ algorithm: JWSAlgorithm, keyID: String? = nil, other: Bool = false) throws -> String {
        try TestKeys.signer(algorithm, keyID: keyID, other: other).sign(claims: Tokens.claims)
    }

    @Test("is the one it names, and no other, though the other would fit")
    func named() throws {
        let one = try TestKeys.verificationKey(.es256, keyID: "one")
        let two = try TestKeys.verificationKey(.es256, keyID: "two", other: true)
        #expect(try Self.refusal(Self.token(.es256, keyID: "one"), [one, two]) == nil)
        #expect(try Self.refusal(Self.token(.es256, keyID: "two", other: true), [one, two]) == nil)
        #expect(try Self.refusal(Self.token(.es256, keyID: "two"), [one, two])?.code == .tokenSignatureInvalid)
        #expect(
            try Self.refusal(Self.token(.es256, keyID: "one", other: true), [one, two])?.code == .tokenSignatureInvalid)
    }

    @Test(
        "is none when its name is not known, byte for byte",
        arguments: [
            "", "One", "one ", " one", "one\0", "on", "onee", "*", "../one", "one' OR '1'='1", "\u{FF4F}ne",
            "on\u{200B}e",
        ])
    func unknown(_ keyID: String) throws {
        let one = try TestKeys.verificationKey(.es256, keyID: "one")
        let unnamed = try TestKeys.verificationKey(.es256)
        let token = try Self.token(.es256, keyID: keyID)
        #expect(try Self.refusal(token, [one]) == .keyUnknown(keyID: keyID))
        #expect(try Self.refusal(token, [unnamed]) == .keyUnknown(keyID: keyID), "not \"try the only key\"")
        #expect(try Self.refusal(token, [one, unnamed]) == .keyUnknown(keyID: keyID))
    }

    @Test("is not found by another spelling of an accented letter")
    func spelling() throws {
        let one = try TestKeys.verificationKey(.es256, keyID: "cl\u{E9}")
        #expect(try Self.refusal(Self.token(.es256, keyID: "cle\u{301}"), [one]) == .keyUnknown(keyID: "cle\u{301}"))
        #expect(try Self.refusal(Self.token(.es256, keyID: "cl\u{E9}"), [one]) == nil)
    }

    @Test("without a name is the only one that fits, or none")
    func unnamed() throws {
        let token = try Self.token(.es256)
        let one = try TestKeys.verificationKey(.es256, keyID: "one")
        let two = try TestKeys.verificationKey(.es256, keyID: "two", other: true)
        let rsa = try TestKeys.verificationKey(.rs256, keyID: "rsa")
        #expect(try Self.refusal(token, [one]) == nil)
        #expect(try Self.refusal(token, [rsa, one]) == nil, "only one of them does ES256")
        #expect(try Self.refusal(token, [two])?.code == .tokenSignatureInvalid)
        #expect(try Self.refusal(token, [one, two]) == .keyAmbiguous(count: 2))
        #expect(try Self.refusal(token, [rsa]) == .algorithmNotAllowed(.es256, allowed: [.rs256]))
        #expect(
            try Self.refusal(Self.token(.edDSA), [one, rsa]) == .algorithmNotAllowed(.edDSA, allowed: [.es256, .rs256]))
    }

    @Test("is bound to its algorithms, whatever the token says")
    func bound() throws {
        let rs256 = try TestKeys.verificationKey(.rs256, keyID: "one")
        let all = try TestKeys.verificationKey(.rs256, .rs384, .rs512, .ps256, .ps384, .ps512, keyID: "one")
        for algorithm in [JWSAlgorithm.rs384, .rs512, .ps256, .ps384, .ps512] {
            let token = try Self.token(algorithm, keyID: "one")
            #expect(try Self.refusal(token, [rs256]) == .algorithmNotAllowed(algorithm, allowed: [.rs256]))
            #expect(try Self.refusal(token, [all]) == nil)
        }
        let other = try TestKeys.verificationKey(.rs384, keyID: "two")
        #expect(
            try Self.refusal(Self.token(.rs384, keyID: "one"), [rs256, other])
                == .algorithmNotAllowed(.rs384, allowed: [.rs256]),
            "the named key counts, not that another allows it")
        #expect(
            try Self.refusal(Self.token(.hs256, keyID: "zzz"), [rs256, other])
                == .algorithmNotAllowed(.hs256, allowed: [.rs256, .rs384]),
            "an algorithm that no key allows is refused as such, whatever the name")
    }

    @Test(
        "is never a public key taken for a shared secret (CVE-2016-10555)",
        arguments: [JWSAlgorithm.rs256, .ps256, .es256, .edDSA])
    func confusion(_ algorithm: JWSAlgorithm) throws {
        let publicKey = TestKeys.key(TestKeys.specification(algorithm)).publicKey
        let pem = try publicKey.pem
        let key = try TestKeys.verificationKey(algorithm, keyID: "one")
        let spellings = [
            Array(pem.utf8), Array(pem.dropLast().utf8), try publicKey.subjectPublicKeyInfo,
            JWK.members(of: publicKey).members.flatMap { Array($0.value.compact.utf8) },
            JSONValue.object(JWK.members(of: publicKey)).bytes(), [],
        ]
        for secret in spellings {
            for hash in [(Hash.sha256, JWSAlgorithm.hs256), (.sha384, .hs384), (.sha512, .hs512)] {
                for header in [#"{"alg":"\#(hash.1)","kid":"one"}"#, #"{"alg":"\#(hash.1)"}"#] {
                    let token = Tokens.raw(
                        header: Array(header.utf8), payload: Tokens.claims.bytes(), secret: Secret(secret), hash: hash.0
                    )
                    #expect(try Self.refusal(token, [key]) == .algorithmNotAllowed(hash.1, allowed: [algorithm]))
                }
            }
        }
    }

    @Test("under one name may be two, of different algorithms; never two of one")
    func sameName() throws {
        let rsa = try TestKeys.verificationKey(.rs256, keyID: "one")
        let curve = try TestKeys.verificationKey(.es256, keyID: "one")
        let again = try TestKeys.verificationKey(.es256, keyID: "one", other: true)
        #expect(try Self.refusal(Self.token(.es256, keyID: "one"), [rsa, curve]) == nil)
        #expect(try Self.refusal(Self.token(.rs256, keyID: "one"), [rsa, curve]) == nil)
        #expect(
            failure { () throws(KeyError) in try KeySet([rsa, curve, again]) }?.problem == .repeatedKeyID("one", .es256)
        )
        #expect(
            failure { () throws(KeyError) in try KeySet([curve, curve]) }?.problem == .repeatedKeyID("one", .es256))
        #expect(failure { () throws(KeyError) in try KeySet([]) }?.problem == .noKeys(skipped: []))
    }

    @Test("that answers to any name is tried for a name that is not known, and only then")
    func answering() throws {
        let answering = try TestKeys.verificationKey(.es256, keyID: "one").answeringAnyKeyID()
        let named = try TestKeys.verificationKey(.es256, keyID: "two", other: true)
        #expect(answering.answersAnyKeyID && !named.answersAnyKeyID)
        for keyID in ["one", "zzz", ""] {
            #expect(try Self.refusal(Self.token(.es256, keyID: keyID), [answering]) == nil)
        }
        #expect(try Self.refusal(Self.token(.es256, keyID: "zzz"), [answering, named]) == nil)
        #expect(try Self.refusal(Self.token(.es256, keyID: "two"), [answering, named])?.code == .tokenSignatureInvalid)
        #expect(try Self.refusal(Self.token(.es256), [answering, named]) == .keyAmbiguous(count: 2))
        #expect(
            try Self.refusal(Self.token(.rs256, keyID: "zzz"), [answering, named])
                == .algorithmNotAllowed(.rs256, allowed: [.es256]))
        let second = try TestKeys.verificationKey(.es256, other: true).answeringAnyKeyID()
        #expect(try Self.refusal(Self.token(.es256, keyID: "zzz"), [answering, second]) == .keyAmbiguous(count: 2))
    }

    @Test("checks nothing when its material and the algorithm are of different kinds")
    func mismatched() throws {
        let verifier = TokenVerifier()
        for (algorithm, keyAlgorithm) in [
            (JWSAlgorithm.hs256, JWSAlgorithm.es256), (.es256, .hs256), (.rs256, .es256), (.es384, .es256),
        ] {
            let jws = try Tokens.parse(Self.token(algorithm)).get()
            let key = try TestKeys.verificationKey(keyAlgorithm)
            let signed = Array(try Self.token(algorithm).utf8)
            let isGood = verifier.isGood(jws, key, signed.span.extracting(0..<jws.signedByteCount))
            #expect(!isGood)
        }
    }

    @Test("comes with the verified token")
    func known() throws {
        let keys = try KeySet([TestKeys.verificationKey(.ps384, keyID: "one")])
        let verified = try Tokens.verify(Self.token(.ps384, keyID: "one"), keys: keys).get()
        #expect(verified.key.keyID == "one" && verified.keyID == "one" && verified.algorithm == .ps384)
        #expect(verified.key.kind == "RSA 2048" && verified.key.source == "tests")
        #expect(keys.algorithms == [.ps384])
    }
}
