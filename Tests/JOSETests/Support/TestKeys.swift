import Libcrypto

@testable import JOSE

/// Keys made once per run, and what is needed to sign and verify with them.
enum TestKeys {
    static let specifications: [PrivateKey.Specification] = [.rsa2048, .p256, .p384, .p521, .ed25519]

    private static let one = generate()
    private static let other = generate()

    static func key(_ specification: PrivateKey.Specification) -> PrivateKey { one[specification]! }

    /// A second key of the same kind.
    static func otherKey(_ specification: PrivateKey.Specification) -> PrivateKey { other[specification]! }

    /// Long enough for every HMAC algorithm.
    static let secret = Secret(Array("an invented secret of sixty-four bytes, for tests and nothing el".utf8))
    static let otherSecret = Secret(Array("another invented secret of sixty-four bytes, for tests and nothi".utf8))

    static func specification(_ algorithm: JWSAlgorithm) -> PrivateKey.Specification {
        switch algorithm {
        case .es256: .p256
        case .es384: .p384
        case .es512: .p521
        case .edDSA: .ed25519
        default: .rsa2048
        }
    }

    static func signer(
        _ algorithm: JWSAlgorithm, keyID: String? = nil, other: Bool = false
    ) throws(JWTSigner.Problem) -> JWTSigner {
        guard !algorithm.isSymmetric else {
            return try JWTSigner(hmacSecret: other ? otherSecret : secret, algorithm: algorithm, keyID: keyID)
        }
        let kind = specification(algorithm)
        return try JWTSigner(privateKey: other ? otherKey(kind) : key(kind), algorithm: algorithm, keyID: keyID)
    }

    static func verificationKey(
        _ algorithms: JWSAlgorithm..., keyID: String? = nil, other: Bool = false
    ) throws(KeyError) -> VerificationKey {
        guard !algorithms[0].isSymmetric else {
            return try VerificationKey(
                hmacSecret: other ? otherSecret : secret, keyID: keyID, algorithms: Set(algorithms), source: "tests")
        }
        let kind = specification(algorithms[0])
        return try VerificationKey(
            publicKey: (other ? otherKey(kind) : key(kind)).publicKey, keyID: keyID, algorithms: Set(algorithms),
            source: "tests")
    }

    static func set(_ algorithm: JWSAlgorithm, keyID: String? = nil) -> KeySet {
        do { return try KeySet([verificationKey(algorithm, keyID: keyID)]) } catch { fatalError("\(error)") }
    }

    private static func generate() -> [PrivateKey.Specification: PrivateKey] {
        var keys: [PrivateKey.Specification: PrivateKey] = [:]
        for kind in specifications {
            do { keys[kind] = try PrivateKey.generate(kind) } catch { fatalError("no \(kind) key: \(error)") }
        }
        return keys
    }
}

/// The error of `body`, or `nil` when there is none.
func failure<R, E: Error>(_ body: () throws(E) -> R) -> E? {
    do throws(E) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
