/// Why a key could not be made or an operation could not be done.
///
/// Whether a signature or a sealed text is good is an answer, not an error: see `SignatureVerifier.verify` (`false`).
/// The one exception is `SealingKey.open`, which has nothing to return when the seal is broken.
package enum LibcryptoError: Error, Equatable, Sendable {
    /// An RSA modulus below 2048 bits (RFC 7518 section 3.3).
    case keyTooSmall(bits: Int, minimum: Int)
    /// An RSA modulus so large that one verification would take milliseconds.
    case keyTooLarge(bits: Int, maximum: Int)
    /// An RSA modulus that is no product of two large primes: even, or with a tiny factor.
    case unsuitableModulus
    /// An RSA modulus with the fingerprint of the broken generator of CVE-2017-15361 (ROCA).
    case brokenGenerator
    /// An RSA exponent that is even, below 65537 or above 64 bits.
    case unsuitableExponent
    /// A coordinate that is longer than the field or not below its prime.
    case coordinateOutOfRange(Curve)
    /// A coordinate or private value with fewer or more bytes than the curve's size.
    case wrongSize(what: String, bytes: Int, expected: Int)
    /// Coordinates that do not satisfy the curve's equation.
    case pointNotOnCurve(Curve)
    /// An Ed25519 public key that encodes no point, or one of small order.
    case invalidEd25519Key
    /// A key of a kind, curve or form that is not supported; the text names it.
    case unsupportedKey(String)
    /// Text that is not exactly one PEM block.
    case notPEM(PEM.Problem)
    /// The PEM block holds something other than what was asked for; `found` is its label.
    case unexpectedPEM(found: String, wanted: String)
    /// The private key is protected by a passphrase.
    case encryptedPrivateKey
    /// The bytes in the PEM block are no key.
    case undecodableKey
    /// The private half does not belong to the public half.
    case keyPairMismatch
    /// A signature was asked of a key that cannot make it.
    case schemeMismatch(scheme: SignatureScheme, key: PublicKey.Kind)
    /// The sealed bytes were not made by this key with these associated bytes, or were changed.
    case sealBroken
    /// A key ring that lists one key twice: the older place would never open anything.
    case sealingKeyTwice
    /// OpenSSL could not do it; `reason` is the first entry of its error queue.
    case library(operation: String, reason: String)
}

extension LibcryptoError: CustomStringConvertible {
    /// One sentence for the person who has to mend it.
    package var description: String { message }

    /// One sentence in domain words, lower case, without the key's bytes.
    package var message: String {
        switch self {
        case .keyTooSmall(let bits, let minimum):
            "the RSA key has \(bits) bits; at least \(minimum) are required"
        case .keyTooLarge(let bits, let maximum):
            "the RSA key has \(bits) bits; at most \(maximum) are accepted"
        case .unsuitableModulus:
            "the RSA modulus is even or has a tiny factor, so it is no product of two large primes"
        case .brokenGenerator:
            "the RSA key comes from a broken key generator (ROCA, CVE-2017-15361) and can be factored"
        case .unsuitableExponent:
            "the RSA public exponent is even, below 65537 or longer than 64 bits"
        case .coordinateOutOfRange(let curve):
            "a coordinate of the \(curve) key is not below the field's prime"
        case .wrongSize(let what, let bytes, let expected):
            "\(what) has \(bytes) bytes; \(expected) are required"
        case .pointNotOnCurve(let curve):
            "the public key is not a point of \(curve)"
        case .invalidEd25519Key:
            "the bytes are no Ed25519 public key"
        case .unsupportedKey(let what):
            "keys of the kind `\(what)` are not supported"
        case .notPEM(let problem):
            problem.message
        case .unexpectedPEM(let found, let wanted):
            "the PEM block is a `\(found)`, not a \(wanted)"
        case .encryptedPrivateKey:
            "the private key is protected by a passphrase"
        case .undecodableKey:
            "the PEM block holds no key that can be read"
        case .keyPairMismatch:
            "the private key does not belong to the public key beside it"
        case .schemeMismatch(let scheme, let key):
            "a \(key) key cannot make a signature of the kind \(scheme)"
        case .sealingKeyTwice:
            "the same sealing key is listed twice"
        case .sealBroken:
            "the sealed bytes were changed, or sealed with another key"
        case .library(let operation, let reason):
            "\(operation) failed: \(reason)"
        }
    }

    /// What to do about it, where that is known.
    package var hint: String? {
        switch self {
        case .keyTooSmall, .brokenGenerator, .unsuitableModulus, .unsuitableExponent:
            "make a new key pair, for example with `poort keys generate`"
        case .unexpectedPEM(let found, _) where found == "CERTIFICATE":
            "take the public key out of the certificate: `openssl x509 -pubkey -noout -in FILE`"
        case .unexpectedPEM(let found, let wanted) where found.hasSuffix("PRIVATE KEY") && wanted == "public key":
            "a private key has no place here; write its public half with `openssl pkey -pubout -in FILE`"
        case .encryptedPrivateKey:
            "remove the passphrase with `openssl pkey -in FILE`, and protect the file by its permissions"
        case .unsupportedKey:
            "supported are RSA from 2048 bits, P-256, P-384, P-521 and Ed25519"
        default:
            nil
        }
    }
}
