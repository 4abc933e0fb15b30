/// The elliptic curves of JOSE (RFC 7518 section 6.2.1.1), named as there.
package enum Curve: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case p256 = "P-256"
    case p384 = "P-384"
    case p521 = "P-521"

    /// The length of a coordinate, and of each half of a signature, in bytes.
    package var byteCount: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    package var description: String { rawValue }

    /// The curve by the names OpenSSL gives it.
    init?(openSSLName: String) {
        switch openSSLName {
        case "prime256v1", "P-256", "secp256r1": self = .p256
        case "secp384r1", "P-384": self = .p384
        case "secp521r1", "P-521": self = .p521
        default: return nil
        }
    }

    /// The prime of the field, big-endian (SP 800-186 section 3.2.1).
    var prime: [UInt8] {
        switch self {
        case .p256:
            [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 12)
                + [UInt8](repeating: 0xff, count: 12)
        case .p384:
            [UInt8](repeating: 0xff, count: 31) + [0xfe, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]
                + [0xff, 0xff, 0xff, 0xff]
        case .p521:
            [0x01] + [UInt8](repeating: 0xff, count: 65)
        }
    }
}
