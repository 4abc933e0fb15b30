internal import CLibcrypto

/// The check on an Ed25519 public key that OpenSSL leaves out: it takes any 32 bytes for a key, and decodes them when the
/// first signature is verified.
enum Ed25519Point {
    /// Whether the bytes encode a point of the curve (RFC 8032 section 5.1.3), and none of the eight of small order. With
    /// such a point for a key, one signature is good for every message or for every eighth.
    static func isSound(_ encoded: [UInt8]) throws(LibcryptoError) -> Bool {
        var y = [UInt8](encoded.reversed())
        guard y.count == 32 else { return false }
        y[0] &= 0x7F
        guard y.lexicographicallyPrecedes(prime), !smallOrder.contains(y) else { return false }
        // x² = (y² - 1) / (d·y² + 1), and a quotient is a square when the product is. The symbol is 0 for y = ±1, the two
        // points of small order with x = 0, for which a sign bit would mean nothing, too.
        let modulus = try OwnedBigNumber(bigEndian: prime.span)
        let square = try OwnedBigNumber(bigEndian: y.span)
        let product = try OwnedBigNumber(bigEndian: coefficient.span)
        guard let context = unsafe BN_CTX_new() else { throw ErrorQueue.take("checking a key") }
        defer { unsafe BN_CTX_free(context) }
        guard unsafe BN_mod_sqr(square.pointer, square.pointer, modulus.pointer, context) == 1,
            unsafe BN_mod_mul(product.pointer, product.pointer, square.pointer, modulus.pointer, context) == 1,
            unsafe BN_add_word(product.pointer, 1) == 1, unsafe BN_sub_word(square.pointer, 1) == 1,
            unsafe BN_mod_mul(product.pointer, product.pointer, square.pointer, modulus.pointer, context) == 1
        else { throw ErrorQueue.take("checking a key") }
        return unsafe BN_kronecker(product.pointer, modulus.pointer, context) == 1
    }

    /// 2^255 - 19, big-endian.
    private static let prime: [UInt8] = [0x7f] + [UInt8](repeating: 0xff, count: 30) + [0xed]

    /// d = -121665/121666 (RFC 8032 section 5.1), big-endian.
    private static let coefficient: [UInt8] = [
        0x52, 0x03, 0x6c, 0xee, 0x2b, 0x6f, 0xfe, 0x73, 0x8c, 0xc7, 0x40, 0x79, 0x77, 0x79, 0xe8, 0x98,
        0x00, 0x70, 0x0a, 0x4d, 0x41, 0x41, 0xd8, 0xab, 0x75, 0xeb, 0x4d, 0xca, 0x13, 0x59, 0x78, 0xa3,
    ]

    /// The y of the points of order 4 and 8, big-endian.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [
            0x7a, 0x03, 0xac, 0x92, 0x77, 0xfd, 0xc7, 0x4e, 0xc6, 0xcc, 0x39, 0x2c, 0xfa, 0x53, 0x20, 0x2a,
            0x0f, 0x67, 0x10, 0x0d, 0x76, 0x0b, 0x3c, 0xba, 0x4f, 0xd8, 0x4d, 0x3d, 0x70, 0x6a, 0x17, 0xc7,
        ],
        [
            0x05, 0xfc, 0x53, 0x6d, 0x88, 0x02, 0x38, 0xb1, 0x39, 0x33, 0xc6, 0xd3, 0x05, 0xac, 0xdf, 0xd5,
            0xf0, 0x98, 0xef, 0xf2, 0x89, 0xf4, 0xc3, 0x45, 0xb0, 0x27, 0xb2, 0xc2, 0x8f, 0x95, 0xe8, 0x26,
        ],
    ]
}
