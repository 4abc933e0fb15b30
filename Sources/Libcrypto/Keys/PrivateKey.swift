internal import CLibcrypto

/// A private key to sign with. Prints as `<redacted>`; its numbers leave only as `Secret`s or as PEM.
///
/// Sendable for the reason `PublicKey` is: made in `init`, never changed, every use has its own context.
@safe
package final class PrivateKey: @unchecked Sendable {
    /// What sort of key to generate.
    package enum Specification: Sendable, Hashable, CaseIterable {
        case rsa2048, rsa3072, rsa4096
        case p256, p384, p521
        case ed25519
    }

    /// The private numbers, big-endian, of the size that RFC 7518 section 6 and RFC 8037 section 2 ask for.
    package enum Components: Sendable {
        /// All of RFC 7518 section 6.3.2; keys of more than two primes are not supported.
        case rsa(d: Secret, p: Secret, q: Secret, dp: Secret, dq: Secret, qi: Secret)
        case ec(d: Secret)
        case ed25519(seed: Secret)
    }

    /// The public half.
    package let publicKey: PublicKey
    let pointer: OpaquePointer

    /// Takes over `pointer`, also when it throws.
    private init(takingOwnership pointer: OpaquePointer) throws(LibcryptoError) {
        unsafe self.pointer = unsafe pointer
        do {
            publicKey = unsafe try PublicKey(KeyNumbers.components(of: pointer))
        } catch {
            unsafe EVP_PKEY_free(pointer)
            throw error
        }
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A new key. RSA 4096 takes about a second.
    package static func generate(_ specification: Specification) throws(LibcryptoError) -> PrivateKey {
        let context: OwnedKeyContext
        switch specification {
        case .rsa2048, .rsa3072, .rsa4096: context = try OwnedKeyContext(kind: "RSA")
        case .p256, .p384, .p521: context = try OwnedKeyContext(kind: "EC")
        case .ed25519: context = try OwnedKeyContext(kind: "ED25519")
        }
        guard unsafe EVP_PKEY_keygen_init(context.pointer) == 1 else { throw ErrorQueue.take("generating a key") }
        let prepared =
            switch specification {
            case .rsa2048: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, 2048)
            case .rsa3072: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, 3072)
            case .rsa4096: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context.pointer, 4096)
            case .p256: unsafe EVP_PKEY_CTX_set_group_name(context.pointer, Curve.p256.rawValue)
            case .p384: unsafe EVP_PKEY_CTX_set_group_name(context.pointer, Curve.p384.rawValue)
            case .p521: unsafe EVP_PKEY_CTX_set_group_name(context.pointer, Curve.p521.rawValue)
            case .ed25519: Int32(1)
            }
        var key: OpaquePointer?
        guard prepared == 1, unsafe EVP_PKEY_generate(context.pointer, &key) == 1, let key = unsafe key else {
            throw ErrorQueue.take("generating a key")
        }
        return unsafe try PrivateKey(takingOwnership: key)
    }

    /// Makes a key of its numbers, and proves with a signature that the two halves belong together.
    package convenience init(_ components: Components, publicKey: PublicKey) throws(LibcryptoError) {
        var parameters = try KeyParameters()
        let made: OpaquePointer?
        switch (components, publicKey.components) {
        case (.rsa(let d, let p, let q, let dp, let dq, let qi), .rsa(let modulus, let exponent)):
            try parameters.add(OSSL_PKEY_PARAM_RSA_N, number: modulus.span)
            try parameters.add(OSSL_PKEY_PARAM_RSA_E, number: exponent.span)
            let numbers = [
                (OSSL_PKEY_PARAM_RSA_D, d), (RSAParameterName.factor1, p), (RSAParameterName.factor2, q),
                (RSAParameterName.exponent1, dp), (RSAParameterName.exponent2, dq),
                (RSAParameterName.coefficient1, qi),
            ]
            for (name, secret) in numbers { try Self.add(name, secret, to: &parameters) }
            unsafe made = try parameters.makeKey(kind: "RSA", selection: CLibcrypto_selection_keypair)
        case (.ec(let d), .ec(let curve, let x, let y)):
            guard d.count == curve.byteCount else {
                throw .wrongSize(what: "the private value", bytes: d.count, expected: curve.byteCount)
            }
            let point = [0x04] + x + y
            try parameters.add(OSSL_PKEY_PARAM_GROUP_NAME, text: curve.rawValue)
            try parameters.add(OSSL_PKEY_PARAM_PUB_KEY, octets: point.span)
            try Self.add(OSSL_PKEY_PARAM_PRIV_KEY, d, to: &parameters)
            unsafe made = try parameters.makeKey(kind: "EC", selection: CLibcrypto_selection_keypair)
        case (.ed25519(let seed), .ed25519):
            guard seed.count == 32 else {
                throw .wrongSize(what: "the private value", bytes: seed.count, expected: 32)
            }
            unsafe made = unsafe seed.withBytes { bytes in
                unsafe bytes.withUnsafeBufferPointer {
                    unsafe EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, $0.baseAddress, $0.count)
                }
            }
        default:
            throw .keyPairMismatch
        }
        guard let made = unsafe made else {
            ErrorQueue.clear()
            throw .keyPairMismatch
        }
        unsafe try self.init(takingOwnership: made)
        // For Ed25519 OpenSSL computes the public half from the seed, so compare; for the others it takes ours.
        guard self.publicKey == publicKey, provesItself() else { throw .keyPairMismatch }
    }

    /// Reads a PEM block: `PRIVATE KEY` (PKCS#8, RFC 5958), `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
    package convenience init(pem text: Span<UInt8>) throws(LibcryptoError) {
        let pem = try PEM(parsing: text)
        guard pem.label != "ENCRYPTED PRIVATE KEY" else { throw .encryptedPrivateKey }
        guard ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"].contains(pem.label) else {
            throw .unexpectedPEM(found: pem.label, wanted: "private key")
        }
        let read = unsafe pem.der.withUnsafeBufferPointer { unsafe CLibcrypto_private_key($0.baseAddress, $0.count) }
        guard let read = unsafe read else {
            ErrorQueue.clear()
            throw .undecodableKey
        }
        unsafe try self.init(takingOwnership: read)
        guard provesItself() else { throw .keyPairMismatch }
    }

    /// The key as an unencrypted `PRIVATE KEY` PEM block (PKCS#8). The caller sees to the file's permissions.
    package var pem: Secret {
        get throws(LibcryptoError) {
            guard let info = unsafe EVP_PKEY2PKCS8(pointer) else { throw ErrorQueue.take("encoding a private key") }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
            var buffer: UnsafeMutablePointer<UInt8>?
            let count = unsafe i2d_PKCS8_PRIV_KEY_INFO(info, &buffer)
            guard count > 0, let buffer = unsafe buffer else { throw ErrorQueue.take("encoding a private key") }
            defer {
                unsafe OPENSSL_cleanse(buffer, Int(count))
                unsafe CLibcrypto_free(buffer)
            }
            let der = unsafe Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
            return Secret(Array(PEM(label: "PRIVATE KEY", der: der).text.utf8))
        }
    }

    /// The private numbers, for a private JWK.
    package var components: Components {
        get throws(LibcryptoError) {
            switch publicKey.kind {
            case .rsa:
                return unsafe .rsa(
                    d: Secret(try KeyNumbers.number(OSSL_PKEY_PARAM_RSA_D, of: pointer)),
                    p: Secret(try KeyNumbers.number(RSAParameterName.factor1, of: pointer)),
                    q: Secret(try KeyNumbers.number(RSAParameterName.factor2, of: pointer)),
                    dp: Secret(try KeyNumbers.number(RSAParameterName.exponent1, of: pointer)),
                    dq: Secret(try KeyNumbers.number(RSAParameterName.exponent2, of: pointer)),
                    qi: Secret(try KeyNumbers.number(RSAParameterName.coefficient1, of: pointer)))
            case .ec(let curve):
                return unsafe .ec(
                    d: Secret(try KeyNumbers.number(OSSL_PKEY_PARAM_PRIV_KEY, of: pointer, count: curve.byteCount)))
            case .ed25519:
                var bytes = [UInt8](repeating: 0, count: 32)
                var count = 32
                let read = unsafe bytes.withUnsafeMutableBufferPointer {
                    unsafe EVP_PKEY_get_raw_private_key(pointer, $0.baseAddress, &count)
                }
                guard read == 1, count == 32 else { throw ErrorQueue.take("reading a private key") }
                return .ed25519(seed: Secret(bytes))
            }
        }
    }

    private static func add(
        _ name: String, _ secret: Secret, to parameters: inout KeyParameters
    ) throws(LibcryptoError) {
        var failure: LibcryptoError?
        secret.withBytes { bytes in
            do throws(LibcryptoError) { try parameters.add(name, number: bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Whether a signature of this key verifies with its public half.
    private func provesItself() -> Bool {
        guard hasConsistentNumbers() else { return false }
        let scheme: SignatureScheme =
            switch publicKey.kind {
            case .rsa: .rsaPKCS1(.sha256)
            case .ec: .ecdsa(.sha256)
            case .ed25519: .ed25519
            }
        let message: [UInt8] = Array("the two halves of a key pair".utf8)
        guard let signature = try? sign(message.span, scheme: scheme) else { return false }
        return SignatureVerifier().verify(
            signature: signature.span, message: message.span, key: publicKey, scheme: scheme)
    }
}

extension PrivateKey {
    /// Whether the numbers of an RSA key belong together. A signature does not show it: OpenSSL computes it from the primes
    /// or from `d`, and takes the one where the other gives a wrong result.
    private func hasConsistentNumbers() -> Bool {
        guard case .rsa = publicKey.kind else { return true }
        guard let context = unsafe try? OwnedKeyContext(key: pointer) else { return false }
        let isConsistent = unsafe EVP_PKEY_pairwise_check(context.pointer) == 1
        if !isConsistent { ErrorQueue.clear() }
        return isConsistent
    }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
