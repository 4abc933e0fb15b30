import JOSE
import Libcrypto

/// Signers made of the files that `poort token mint` is given.
enum MintSigner {
    static func privateKey(_ file: String, algorithm: JWSAlgorithm?, keyID: String?) throws -> JWTSigner {
        let bytes = try InputFile.bytes(file)
        do {
            let privateKey = try PrivateKey(pem: bytes.span)
            return try JWTSigner(
                privateKey: privateKey, algorithm: algorithm ?? usualAlgorithm(privateKey.publicKey.kind), keyID: keyID)
        } catch let error as LibcryptoError {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error.message)", hint: error.hint)
        } catch let error as JWTSigner.Problem {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error)")
        }
    }

    static func secret(_ file: String, algorithm: JWSAlgorithm?, keyID: String?) throws -> JWTSigner {
        let secret = Secret(SecretFile.withoutLineEnd(try InputFile.bytes(file)))
        do {
            return try JWTSigner(hmacSecret: secret, algorithm: algorithm ?? .hs256, keyID: keyID)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error)")
        }
    }

    private static func usualAlgorithm(_ kind: PublicKey.Kind) -> JWSAlgorithm {
        switch kind {
        case .rsa: .rs256
        case .ec(.p256): .es256
        case .ec(.p384): .es384
        case .ec(.p521): .es512
        case .ed25519: .edDSA
        }
    }
}
