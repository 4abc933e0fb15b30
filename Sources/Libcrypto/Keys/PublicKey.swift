internal import CLibcrypto

/// A public key that was found sound when it was made: RSA, an elliptic curve of JOSE, or Ed25519.
///
/// However it arrived (numbers of a JWK, PEM), it is checked on its numbers and built anew from them, so that nothing a
/// container may bring along (curve parameters written out, PSS restrictions, optional fields) takes part in a check.
///
/// Sendable: the `EVP_PKEY` is made in `init` and never changed afterwards; openssl-threads(7) allows its use by many
/// threads as long as each has its own contexts, which `SignatureVerifier` sees to.
@safe
package final class PublicKey: @unchecked Sendable {
    /// What sort of key it is.
    package enum Kind: Sendable, Hashable, CustomStringConvertible {
        case rsa(bits: Int)
        case ec(Curve)
        case ed25519

        package var description: String {
            switch self {
            case .rsa(let bits): "RSA \(bits)"
            case .ec(let curve): curve.rawValue
            case .ed25519: "Ed25519"
            }
        }
    }

    /// The numbers of a key, big-endian. RSA numbers have no leading zeros, coordinates have the curve's size.
    package enum Components: Sendable, Hashable {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case ec(Curve, x: [UInt8], y: [UInt8])
        case ed25519([UInt8])
    }

    package let components: Components
    package let kind: Kind
    let pointer: OpaquePointer

    /// Checks the numbers and makes a key of them.
    ///
    /// - Throws: the `LibcryptoError` that says what is wrong with them.
    package init(_ components: Components) throws(LibcryptoError) {
        switch components {
        case .rsa(let modulus, let exponent):
            let modulus = [UInt8](modulus.drop { $0 == 0 })
            let exponent = [UInt8](exponent.drop { $0 == 0 })
            try RSAModulus.check(modulus: modulus, exponent: exponent)
            self.kind = .rsa(bits: RSAModulus.bitCount(modulus))
            self.components = .rsa(modulus: modulus, exponent: exponent)
        case .ec(let curve, let x, let y):
            for (name, coordinate) in [("the x coordinate", x), ("the y coordinate", y)] {
                guard coordinate.count == curve.byteCount else {
                    throw .wrongSize(what: name, bytes: coordinate.count, expected: curve.byteCount)
                }
                guard coordinate.lexicographicallyPrecedes(curve.prime) else { throw .coordinateOutOfRange(curve) }
            }
            self.kind = .ec(curve)
            self.components = components
        case .ed25519(let bytes):
            guard bytes.count == 32 else {
                throw .wrongSize(what: "the Ed25519 public key", bytes: bytes.count, expected: 32)
            }
            guard try Ed25519Point.isSound(bytes) else { throw .invalidEd25519Key }
            self.kind = .ed25519
            self.components = components
        }
        unsafe self.pointer = unsafe try Self.build(self.components)
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// Reads a `PUBLIC KEY` (SubjectPublicKeyInfo, RFC 5280) or `RSA PUBLIC KEY` (RFC 8017) PEM block.
    ///
    /// - Throws: `unexpectedPEM` for anything else, a certificate or a private key among them.
    package convenience init(pem text: Span<UInt8>) throws(LibcryptoError) {
        let pem = try PEM(parsing: text)
        let read: OpaquePointer?
        switch pem.label {
        case "PUBLIC KEY":
            unsafe read = unsafe pem.der.withUnsafeBufferPointer {
                unsafe CLibcrypto_public_key_from_spki($0.baseAddress, $0.count)
            }
        case "RSA PUBLIC KEY":
            unsafe read = unsafe pem.der.withUnsafeBufferPointer {
                unsafe CLibcrypto_public_key_from_pkcs1($0.baseAddress, $0.count)
            }
        default:
            throw .unexpectedPEM(found: pem.label, wanted: "public key")
        }
        guard let read = unsafe read else {
            ErrorQueue.clear()
            throw .undecodableKey
        }
        defer { unsafe EVP_PKEY_free(read) }
        unsafe try self.init(KeyNumbers.components(of: read))
    }

    /// The key as a `PUBLIC KEY` PEM block.
    package var pem: String {
        get throws(LibcryptoError) { PEM(label: "PUBLIC KEY", der: try subjectPublicKeyInfo).text }
    }

    /// The key as DER SubjectPublicKeyInfo.
    package var subjectPublicKeyInfo: [UInt8] {
        get throws(LibcryptoError) {
            var buffer: UnsafeMutablePointer<UInt8>?
            let count = unsafe i2d_PUBKEY(pointer, &buffer)
            guard count > 0, let buffer = unsafe buffer else { throw ErrorQueue.take("encoding a public key") }
            defer { unsafe CLibcrypto_free(buffer) }
            return unsafe Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
        }
    }

    /// The exact length of this key's signatures in bytes.
    package var signatureByteCount: Int {
        switch kind {
        case .rsa(let bits): (bits + 7) / 8
        case .ec(let curve): 2 * curve.byteCount
        case .ed25519: 64
        }
    }

    private static func build(_ components: Components) throws(LibcryptoError) -> OpaquePointer {
        var parameters = try KeyParameters()
        switch components {
        case .rsa(let modulus, let exponent):
            try parameters.add(OSSL_PKEY_PARAM_RSA_N, number: modulus.span)
            try parameters.add(OSSL_PKEY_PARAM_RSA_E, number: exponent.span)
            guard let key = unsafe try parameters.makeKey(kind: "RSA", selection: CLibcrypto_selection_public) else {
                throw .undecodableKey
            }
            return unsafe key
        case .ec(let curve, let x, let y):
            let point = [0x04] + x + y
            try parameters.add(OSSL_PKEY_PARAM_GROUP_NAME, text: curve.rawValue)
            try parameters.add(OSSL_PKEY_PARAM_PUB_KEY, octets: point.span)
            // OpenSSL refuses here what is not on the curve; the check after it would, too.
            guard let key = unsafe try parameters.makeKey(kind: "EC", selection: CLibcrypto_selection_public) else {
                throw .pointNotOnCurve(curve)
            }
            let context = unsafe try OwnedKeyContext(key: key)
            guard unsafe EVP_PKEY_public_check(context.pointer) == 1 else {
                ErrorQueue.clear()
                unsafe EVP_PKEY_free(key)
                throw .pointNotOnCurve(curve)
            }
            return unsafe key
        case .ed25519(let bytes):
            let key = unsafe bytes.withUnsafeBufferPointer {
                unsafe EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, $0.baseAddress, $0.count)
            }
            guard let key = unsafe key else {
                ErrorQueue.clear()
                throw .invalidEd25519Key
            }
            return unsafe key
        }
    }
}

extension PublicKey: Equatable {
    /// Two keys are the same when their numbers are.
    package static func == (left: PublicKey, right: PublicKey) -> Bool { left.components == right.components }
}
