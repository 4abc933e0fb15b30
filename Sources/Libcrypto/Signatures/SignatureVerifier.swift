internal import CLibcrypto

/// Checks signatures, keeping the contexts that OpenSSL needs for it from one token to the next.
///
/// A context that is set up once per key costs a quarter less per RS256 token than one made anew. It is not safe to
/// share, so each event loop has a verifier of its own; the keys may be shared.
@safe
package final class SignatureVerifier {
    /// How many keys' contexts are kept. A rotation adds a few; past the bound all are dropped and made again.
    package static let maximumContexts = 64

    // `nil` when OpenSSL was out of memory; then no signature is good.
    private let digestContext: OpaquePointer?
    private let der: UnsafeMutableBufferPointer<UInt8>
    // Scanned from the front: a gateway has a handful of keys, and comparing two references is cheaper than hashing.
    private var keyContexts: [PreparedKey] = []
    private var macContexts: [HMACContext] = []

    package init() {
        unsafe digestContext = EVP_MD_CTX_new()
        unsafe der = .allocate(capacity: ECDSASignature.maximumDERByteCount)
        unsafe der.initialize(repeating: 0)
    }

    deinit {
        unsafe EVP_MD_CTX_free(digestContext)
        unsafe der.deallocate()
    }

    /// Whether `signature` is this key's signature of `message` under `scheme`.
    ///
    /// ECDSA signatures are r‖s of the curve's exact size; RSA signatures have exactly the modulus' size. Anything that
    /// goes wrong is `false`: there is no way to mistake "could not check" for "good".
    package func verify(
        signature: Span<UInt8>, message: Span<UInt8>, key: PublicKey, scheme: SignatureScheme
    ) -> Bool {
        guard signature.count == key.signatureByteCount, scheme.fits(key.kind) else { return false }
        let isGood =
            switch scheme {
            case .rsaPKCS1(let hash), .rsaPSS(let hash):
                unsafe verifyDigest(of: message, hash: hash, key: key, scheme: scheme) { context, signed in
                    unsafe signature.withUnsafeBufferPointer {
                        unsafe EVP_PKEY_verify(context, $0.baseAddress, $0.count, signed.baseAddress, signed.count) == 1
                    }
                }
            case .ecdsa(let hash):
                verifyECDSA(signature, message: message, key: key, hash: hash)
            case .ed25519:
                verifyEd25519(signature, message: message, key: key)
            }
        if !isGood { ErrorQueue.clear() }
        return isGood
    }

    /// Whether `code` is the HMAC of `message` under `secret`. Compared in constant time.
    package func verify(code: Span<UInt8>, message: Span<UInt8>, secret: Secret, hash: Hash) -> Bool {
        guard code.count == hash.byteCount, let context = macContext(secret: secret, hash: hash),
            let expected = context.code(for: message)
        else {
            ErrorQueue.clear()
            return false
        }
        return constantTimeEqual(code, expected.span)
    }

    /// How many contexts are kept at the moment.
    package var contextCount: Int { keyContexts.count + macContexts.count }

    private func verifyECDSA(
        _ signature: Span<UInt8>, message: Span<UInt8>, key: PublicKey, hash: Hash
    ) -> Bool {
        var output = unsafe der.mutableSpan
        guard let count = ECDSASignature.encodeDER(raw: signature, into: &output) else { return false }
        return unsafe verifyDigest(of: message, hash: hash, key: key, scheme: .ecdsa(hash)) { context, signed in
            unsafe EVP_PKEY_verify(context, der.baseAddress, count, signed.baseAddress, signed.count) == 1
        }
    }

    /// Ed25519 hashes the message itself, twice, and so has only the one-shot interface.
    private func verifyEd25519(_ signature: Span<UInt8>, message: Span<UInt8>, key: PublicKey) -> Bool {
        guard let digestContext = unsafe digestContext else { return false }
        defer { unsafe EVP_MD_CTX_reset(digestContext) }
        guard unsafe EVP_DigestVerifyInit_ex(digestContext, nil, nil, nil, nil, key.pointer, nil) == 1 else {
            return false
        }
        return unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    digestContext, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
            }
        }
    }

    @inline(__always)
    private func verifyDigest(
        of message: Span<UInt8>, hash: Hash, key: PublicKey, scheme: SignatureScheme,
        check: (_ context: OpaquePointer, _ signed: UnsafeMutableBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        guard let digestContext = unsafe digestContext, let prepared = keyContext(key: key, scheme: scheme) else {
            return false
        }
        let hashed = unsafe message.withUnsafeBufferPointer {
            unsafe hash.digest($0, into: prepared.digest, using: digestContext)
        }
        return unsafe hashed && check(prepared.context, prepared.signed)
    }

    private func keyContext(key: PublicKey, scheme: SignatureScheme) -> PreparedKey? {
        for prepared in keyContexts where prepared.key === key && prepared.scheme == scheme { return prepared }
        guard let prepared = PreparedKey(key: key, scheme: scheme) else { return nil }
        if keyContexts.count >= Self.maximumContexts { keyContexts.removeAll(keepingCapacity: true) }
        keyContexts.append(prepared)
        return prepared
    }

    private func macContext(secret: Secret, hash: Hash) -> HMACContext? {
        for prepared in macContexts where prepared.secret.identity == secret.identity && prepared.hash == hash {
            return prepared
        }
        guard let prepared = try? HMACContext(secret: secret, hash: hash) else { return nil }
        if macContexts.count >= Self.maximumContexts { macContexts.removeAll(keepingCapacity: true) }
        macContexts.append(prepared)
        return prepared
    }
}

/// A context in which only the digest and the signature change from call to call (EVP_PKEY_verify(3): "can be called
/// more than once on the same context"). Holds its key, so that the key's address is not given to another meanwhile.
@safe
private final class PreparedKey {
    let key: PublicKey
    let scheme: SignatureScheme
    let context: OpaquePointer
    /// What the signature is compared with: the digest, and for PKCS#1 v1.5 the rest of its `DigestInfo` in front of it.
    ///
    /// OpenSSL takes such a whole `DigestInfo` when it is told of no digest. It then compares just what it would build
    /// itself for every signature, byte for byte, behind the same check of the padding.
    let signed: UnsafeMutableBufferPointer<UInt8>
    /// The last part of `signed`.
    let digest: UnsafeMutablePointer<UInt8>?

    init?(key: PublicKey, scheme: SignatureScheme) {
        guard let hash = scheme.hash, let digest = unsafe hash.fetched,
            let made = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil)
        else { return nil }
        guard
            unsafe EVP_PKEY_verify_init(made) == 1, unsafe SignaturePadding.set(scheme, on: made),
            unsafe scheme.bringsDigestInfo || EVP_PKEY_CTX_set_signature_md(made, digest) == 1
        else {
            unsafe EVP_PKEY_CTX_free(made)
            return nil
        }
        self.key = key
        self.scheme = scheme
        unsafe self.context = unsafe made
        let front = scheme.bringsDigestInfo ? hash.digestInfoPrefix : []
        unsafe signed = .allocate(capacity: front.count + hash.byteCount)
        unsafe signed.initialize(repeating: 0)
        for (index, byte) in front.enumerated() { unsafe signed[index] = byte }
        unsafe self.digest = signed.baseAddress.map { unsafe $0 + front.count }
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(context)
        unsafe signed.deallocate()
    }
}

extension SignatureScheme {
    fileprivate var bringsDigestInfo: Bool { if case .rsaPKCS1 = self { true } else { false } }
}

extension Hash {
    /// The DER of a `DigestInfo` up to its digest (RFC 8017 section 9.2, note 1).
    fileprivate var digestInfoPrefix: [UInt8] {
        // SEQUENCE { SEQUENCE { 2.16.840.1.101.3.4.2.x, NULL }, OCTET STRING }
        func prefix(_ algorithm: UInt8, _ count: UInt8) -> [UInt8] {
            [
                0x30, 17 + count, 0x30, 13, 0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, algorithm, 0x05, 0,
                0x04, count,
            ]
        }
        return switch self {
        case .sha256: prefix(1, 32)
        case .sha384: prefix(2, 48)
        case .sha512: prefix(3, 64)
        }
    }
}
