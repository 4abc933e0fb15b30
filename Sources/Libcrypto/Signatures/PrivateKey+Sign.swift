internal import CLibcrypto

extension PrivateKey {
    /// Signs a message. ECDSA signatures come as r‖s in the curve's size.
    ///
    /// - Throws: `schemeMismatch` when this kind of key cannot make such a signature.
    package func sign(_ message: Span<UInt8>, scheme: SignatureScheme) throws(LibcryptoError) -> [UInt8] {
        guard scheme.fits(publicKey.kind) else { throw .schemeMismatch(scheme: scheme, key: publicKey.kind) }
        let context = try OwnedDigestContext()
        var keyContext: OpaquePointer?
        guard
            unsafe EVP_DigestSignInit_ex(context.pointer, &keyContext, scheme.hash?.rawValue, nil, nil, pointer, nil)
                == 1,
            let keyContext = unsafe keyContext, unsafe SignaturePadding.set(scheme, on: keyContext)
        else { throw ErrorQueue.take("signing") }
        var signature = unsafe [UInt8](repeating: 0, count: max(Int(EVP_PKEY_get_size(pointer)), 64))
        var written = signature.count
        let signed = unsafe message.withUnsafeBufferPointer { input in
            unsafe signature.withUnsafeMutableBufferPointer { output in
                unsafe EVP_DigestSign(context.pointer, output.baseAddress, &written, input.baseAddress, input.count)
            }
        }
        guard signed == 1, written <= signature.count else { throw ErrorQueue.take("signing") }
        signature.removeLast(signature.count - written)
        guard case .ec(let curve) = publicKey.kind else { return signature }
        guard let raw = ECDSASignature.decodeDER(signature.span, half: curve.byteCount) else {
            throw .library(operation: "signing", reason: "the signature has an unexpected form")
        }
        return raw
    }
}

/// The padding of RSA signatures, the same for signing and verifying.
enum SignaturePadding {
    static func set(_ scheme: SignatureScheme, on context: OpaquePointer) -> Bool {
        switch scheme {
        case .rsaPKCS1:
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .rsaPSS(let hash):
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, hash.rawValue, nil) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(hash.byteCount)) == 1
        case .ecdsa, .ed25519:
            true
        }
    }
}
