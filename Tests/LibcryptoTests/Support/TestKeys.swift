import Foundation

@testable import Libcrypto

/// Keys made once per run: generating RSA keys for each case would take most of the time.
enum TestKeys {
    /// Every kind that is quick to make.
    static let kinds: [PrivateKey.Specification] = [.rsa2048, .p256, .p384, .p521, .ed25519]

    private static let one = generate()
    private static let other = generate()

    static func key(_ specification: PrivateKey.Specification) -> PrivateKey { one[specification]! }

    /// A second key of the same kind.
    static func otherKey(_ specification: PrivateKey.Specification) -> PrivateKey { other[specification]! }

    private static func generate() -> [PrivateKey.Specification: PrivateKey] {
        var keys: [PrivateKey.Specification: PrivateKey] = [:]
        for kind in kinds {
            do { keys[kind] = try PrivateKey.generate(kind) } catch { fatalError("no \(kind) key: \(error)") }
        }
        return keys
    }
}

enum Bytes {
    static func hex(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text.filter { !$0.isWhitespace }[...]
        while rest.count >= 2 {
            result.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return result
    }

    static func base64(_ text: String) -> [UInt8] {
        Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { Array($0) } ?? []
    }

    static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

    static func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }

    static func of(_ secret: Secret) -> [UInt8] { secret.withBytes { [UInt8](copying: $0) } }
}

/// The error of `body`, or `nil` when there is none.
func failure<R>(_ body: () throws(LibcryptoError) -> R) -> LibcryptoError? {
    do throws(LibcryptoError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

// Borrowed bytes cannot be passed on through the macros of Testing, so the checks take arrays.

extension SignatureVerifier {
    func accepts(_ signature: [UInt8], for message: [UInt8], _ key: PublicKey, _ scheme: SignatureScheme) -> Bool {
        verify(signature: signature.span, message: message.span, key: key, scheme: scheme)
    }

    func accepts(code: [UInt8], for message: [UInt8], _ secret: Secret, _ hash: Hash) -> Bool {
        verify(code: code.span, message: message.span, secret: secret, hash: hash)
    }
}

func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.span.equals(other.span) }

func equalInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool { constantTimeEqual(one.span, other.span) }

extension PrivateKey {
    func sign(_ message: [UInt8], _ scheme: SignatureScheme) throws(LibcryptoError) -> [UInt8] {
        try sign(message.span, scheme: scheme)
    }
}

extension HMAC {
    static func code(_ message: [UInt8], _ secret: Secret, _ hash: Hash) throws(LibcryptoError) -> [UInt8] {
        try code(for: message.span, secret: secret, hash: hash)
    }
}

extension SealingKey {
    func seal(_ plain: [UInt8], in context: [UInt8]) throws(LibcryptoError) -> [UInt8] {
        try seal(plain.span, authenticating: context.span)
    }

    func open(_ sealed: [UInt8], in context: [UInt8]) throws(LibcryptoError) -> [UInt8] {
        try open(sealed.span, authenticating: context.span)
    }
}
