import Libcrypto
import Testing

@testable import JOSE

@Suite("A key that verifies")
struct VerificationKeyTests {
    static func problem(_ publicKey: PublicKey, _ algorithms: Set<JWSAlgorithm>) -> KeyError.Problem? {
        failure { () throws(KeyError) in
            try VerificationKey(publicKey: publicKey, keyID: nil, algorithms: algorithms, source: "s")
        }?.problem
    }

    static func problem(secret: [UInt8], _ algorithms: Set<JWSAlgorithm>) -> KeyError.Problem? {
        failure { () throws(KeyError) in
            try VerificationKey(hmacSecret: Secret(secret), keyID: nil, algorithms: algorithms, source: "s")
        }?.problem
    }

    @Test("is bound to algorithms that fit its kind, and to no other", arguments: TestKeys.specifications)
    func fits(_ specification: PrivateKey.Specification) {
        let key = TestKeys.key(specification).publicKey
        #expect(Self.problem(key, []) == .noAlgorithms)
        for algorithm in JWSAlgorithm.allCases {
            let expected: KeyError.Problem? =
                algorithm.fits(key.kind) ? nil : .algorithmMismatch(algorithm, key: "\(key.kind)")
            #expect(Self.problem(key, [algorithm]) == expected)
        }
        #expect(Self.problem(key, Set(JWSAlgorithm.allCases)) == .algorithmMismatch(.hs256, key: "\(key.kind)"))
    }

    @Test(
        "that is a secret is as long as the hash, and for HMAC alone",
        arguments: [(JWSAlgorithm.hs256, 32), (.hs384, 48), (.hs512, 64)])
    func secrets(_ algorithm: JWSAlgorithm, _ minimum: Int) {
        let bytes = [UInt8](repeating: 0x6B, count: 128)
        #expect(Self.problem(secret: Array(bytes.prefix(minimum)), [algorithm]) == nil)
        for count in [0, 1, minimum - 1] {
            #expect(
                Self.problem(secret: Array(bytes.prefix(count)), [algorithm])
                    == .secretTooShort(bytes: count, minimum: minimum, algorithm: algorithm))
        }
        #expect(Self.problem(secret: bytes, []) == .noAlgorithms)
        #expect(Self.problem(secret: bytes, [algorithm, .rs256]) == .algorithmMismatch(.rs256, key: "shared secret"))
        #expect(
            Self.problem(secret: Array(bytes.prefix(32)), [.hs256, .hs512])
                == .secretTooShort(bytes: 32, minimum: 64, algorithm: .hs512))
    }

    @Test(
        "that is a secret is not the text of a public key",
        arguments: [
            "\n-----BEGIN PUBLIC KEY-----\nMFkw", "# a comment\n-----BEGIN EC PUBLIC KEY",
            "-----BEGIN PUBLIC KEY-----\nMFkw", "-----BEGIN CERTIFICATE-----\nMIIB", "ssh-rsa AAAAB3Nza",
            "ssh-ed25519 AAAAC3Nza", "ecdsa-sha2-nistp256 AAAA",
        ])
    func publicText(_ text: String) {
        let bytes = Array((text + String(repeating: "A", count: 100)).utf8)
        for algorithm in [JWSAlgorithm.hs256, .hs384, .hs512] {
            #expect(Self.problem(secret: bytes, [algorithm]) == .secretIsPublicKey)
        }
        #expect(Self.problem(secret: Array(bytes.prefix(32)), [.hs256]) == .secretIsPublicKey)
        #expect(Self.problem(secret: [UInt8](repeating: 0x2D, count: 64), [.hs256]) == nil, "hyphens are a secret, too")
    }

    @Test("is read from PEM, or refused with where it came from")
    func pem() throws {
        for specification in TestKeys.specifications {
            let publicKey = TestKeys.key(specification).publicKey
            let algorithm = try #require(JWSAlgorithm.fitting(publicKey.kind).first)
            let key = try VerificationKey(pem: publicKey.pem, keyID: "one", algorithms: [algorithm], source: "key.pem")
            #expect(key.publicKey == publicKey && key.kind == "\(publicKey.kind)" && key.algorithms == [algorithm])
        }
        let junk = failure { () throws(KeyError) in
            try VerificationKey(pem: "junk", keyID: nil, algorithms: [.rs256], source: "key.pem")
        }
        #expect(junk?.problem == .unusable(.notPEM(.noBlock)))
        #expect(junk?.description == "key.pem: the text has no `-----BEGIN …-----` line")
        let privateText = try TestKeys.key(.p256).pem.withBytes { [UInt8](copying: $0) }
        let error = failure { () throws(KeyError) in
            try VerificationKey(pem: privateText, keyID: nil, algorithms: [.es256], source: "key.pem")
        }
        #expect(error?.problem == .unusable(.unexpectedPEM(found: "PRIVATE KEY", wanted: "public key")))
        #expect(error?.hint?.contains("openssl pkey -pubout") == true)
    }

    @Test("is named for people by kind, name and source, without its bytes")
    func labels() throws {
        let secret = try VerificationKey(hmacSecret: TestKeys.secret, keyID: "a`b\n", algorithms: [.hs256], source: "")
        #expect(secret.label == "shared secret of 64 bytes, `kid` `a'b\\u{a}`" && secret.publicKey == nil)
        #expect(try TestKeys.verificationKey(.es384).label == "P-384, no `kid`, from tests")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("invented") && !"\(secret)".contains("invented"))
    }

    @Test("has for each algorithm a method, a name and a bit of its own")
    func algorithms() {
        #expect(Set(JWSAlgorithm.allCases.map(\.bit)).count == 13)
        #expect(Set(JWSAlgorithm.allCases.map(\.method)).count == 13)
        #expect(
            JWSAlgorithm.allCases.map(\.description).joined(separator: " ")
                == "HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA")
        #expect(JWSAlgorithm.allCases.filter(\.isSymmetric) == [.hs256, .hs384, .hs512])
        #expect(JWSAlgorithm.list([.edDSA, .hs256]) == "HS256, EdDSA" && JWSAlgorithm.list([]) == "")
        for kind in [PublicKey.Kind.ec(.p256), .ec(.p384), .ec(.p521), .ed25519] {
            #expect(JWSAlgorithm.fitting(kind).count == 1)
        }
        #expect(JWSAlgorithm.fitting(.rsa(bits: 2048)).count == 6)
    }
}

@Suite("A key error")
struct KeyErrorTests {
    static let notJSON = JSONError(.empty, at: 0, in: [UInt8]().span)

    static let problems: [(KeyError.Problem, hasHint: Bool)] = [
        (.unusable(.keyTooSmall(bits: 1024, minimum: 2048)), true), (.unusable(.undecodableKey), false),
        (.notJSON(notJSON), false),
        (.member("n", expected: "a string"), false), (.notBase64URL("n"), false), (.unsupportedKind("X`\n"), true),
        (.unsupportedAlgorithm("none"), false),
        (.notForSignatures(member: "use", value: "`enc`"), false), (.noAlgorithms, false),
        (.algorithmMismatch(.es256, key: "P-384"), true),
        (.algorithmNotAllowed(.es256, allowed: [.rs256]), false),
        (.secretTooShort(bytes: 1, minimum: 32, algorithm: .hs256), true), (.secretIsPublicKey, true),
        (.privateKey, true), (.secretNotAllowed, true), (.mixedKinds, true), (.repeatedKeyID("a", .es256), true),
        (.contestedKeyID("a"), true), (.tooManyKeys(101, limit: 100), false),
        (.noKeys(skipped: []), false), (.noKeys(skipped: ["key 1: x"]), false),
    ]

    @Test("has a sentence of its own, and a hint where something can be done")
    func sentences() {
        let messages = Self.problems.map { KeyError($0.0, source: "").message }
        #expect(Set(messages).count == messages.count)
        for ((problem, hasHint), message) in zip(Self.problems, messages) {
            #expect(!message.hasSuffix(".") && !message.contains("\n"))
            #expect((KeyError(problem, source: "").hint != nil) == hasHint, "\(problem)")
        }
    }

    @Test("says first where the key came from and which it is")
    func places() {
        #expect("\(KeyError(.noAlgorithms, source: ""))" == "no algorithm is allowed for the key")
        #expect("\(KeyError(.noAlgorithms, source: "a.json"))" == "a.json: no algorithm is allowed for the key")
        #expect(
            "\(KeyError(.noAlgorithms, source: "a.json", key: "key 2"))"
                == "a.json: key 2: no algorithm is allowed for the key")
    }
}
