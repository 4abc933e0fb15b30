package import Libcrypto

/// The signature algorithms of RFC 7518 section 3.1 and RFC 8037, by their exact names.
///
/// There is no case for unsigned tokens, so that no configuration and no token can ask for one.
package enum JWSAlgorithm: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    /// How the algorithm signs.
    package enum Method: Sendable, Hashable {
        case mac(Hash)
        case signature(SignatureScheme)
    }

    package var method: Method {
        switch self {
        case .hs256: .mac(.sha256)
        case .hs384: .mac(.sha384)
        case .hs512: .mac(.sha512)
        case .rs256: .signature(.rsaPKCS1(.sha256))
        case .rs384: .signature(.rsaPKCS1(.sha384))
        case .rs512: .signature(.rsaPKCS1(.sha512))
        case .ps256: .signature(.rsaPSS(.sha256))
        case .ps384: .signature(.rsaPSS(.sha384))
        case .ps512: .signature(.rsaPSS(.sha512))
        case .es256: .signature(.ecdsa(.sha256))
        case .es384: .signature(.ecdsa(.sha384))
        case .es512: .signature(.ecdsa(.sha512))
        case .edDSA: .signature(.ed25519)
        }
    }

    /// Whether signer and verifier share a secret.
    package var isSymmetric: Bool { if case .mac = method { true } else { false } }

    /// Whether a key of this kind may be used with the algorithm. Each ECDSA algorithm means one curve (RFC 7518
    /// section 3.4).
    package func fits(_ kind: PublicKey.Kind) -> Bool {
        switch (self, kind) {
        case (.rs256, .rsa), (.rs384, .rsa), (.rs512, .rsa), (.ps256, .rsa), (.ps384, .rsa), (.ps512, .rsa): true
        case (.es256, .ec(.p256)), (.es384, .ec(.p384)), (.es512, .ec(.p521)): true
        case (.edDSA, .ed25519): true
        default: false
        }
    }

    /// The algorithms a key of this kind can be used with.
    package static func fitting(_ kind: PublicKey.Kind) -> [JWSAlgorithm] { allCases.filter { $0.fits(kind) } }

    package var description: String { rawValue }

    /// This algorithm's bit in a set of algorithms; hashing the names would cost more than the comparison.
    var bit: UInt16 {
        switch self {
        case .hs256: 1 << 0
        case .hs384: 1 << 1
        case .hs512: 1 << 2
        case .rs256: 1 << 3
        case .rs384: 1 << 4
        case .rs512: 1 << 5
        case .ps256: 1 << 6
        case .ps384: 1 << 7
        case .ps512: 1 << 8
        case .es256: 1 << 9
        case .es384: 1 << 10
        case .es512: 1 << 11
        case .edDSA: 1 << 12
        }
    }

    /// Algorithms in the order of their declaration, for sentences.
    static func list(_ algorithms: Set<JWSAlgorithm>) -> String {
        allCases.filter(algorithms.contains).map(\.rawValue).joined(separator: ", ")
    }
}
