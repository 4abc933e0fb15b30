package import Libcrypto

/// Why keys cannot be used, and where they came from.
package struct KeyError: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        /// The key itself is unsound or unreadable.
        case unusable(LibcryptoError)
        /// The text of a key set or a key is no JSON.
        case notJSON(JSONError)
        /// A required member is missing or has the wrong type.
        case member(String, expected: String)
        /// A member is no base64url without padding.
        case notBase64URL(String)
        /// The key type, or the curve of it, is not one that signs here.
        case unsupportedKind(String)
        /// The key's own `alg` is not one that signs here.
        case unsupportedAlgorithm(String)
        /// The key's `use` or `key_ops` say that it is not for signatures.
        case notForSignatures(member: String, value: String)
        /// Nobody may use this key.
        case noAlgorithms
        /// The algorithm cannot be used with this kind of key.
        case algorithmMismatch(JWSAlgorithm, key: String)
        /// The key's own `alg` is none of the algorithms that are allowed.
        case algorithmNotAllowed(JWSAlgorithm, allowed: Set<JWSAlgorithm>)
        /// A shared secret shorter than the hash (RFC 7518 section 3.2).
        case secretTooShort(bytes: Int, minimum: Int, algorithm: JWSAlgorithm)
        /// A shared secret that is the text of a public key or a certificate (CVE-2016-10555).
        case secretIsPublicKey
        /// A private key where a public one is due.
        case privateKey
        /// A shared secret where no HMAC algorithm is allowed.
        case secretNotAllowed
        /// Shared secrets and public keys in one set.
        case mixedKinds
        /// Two keys answer to one name and one algorithm.
        case repeatedKeyID(String, JWSAlgorithm)
        /// A key that cannot be read has the name of one that can.
        case contestedKeyID(String)
        /// A key that everybody can sign with, where only real ones count.
        case developmentKey
        /// More keys than any issuer has.
        case tooManyKeys(Int, limit: Int)
        /// There is no key at all, or none that can be used.
        case noKeys(skipped: [String])
    }

    /// Where the keys came from, for people: a file name or an address. Empty when they came from nowhere.
    package let source: String
    /// Which key of the set, e.g. "key 2 (`a1b2`)"; `nil` when it is the set, or the only key.
    package let key: String?
    package let problem: Problem

    package init(_ problem: Problem, source: String, key: String? = nil) {
        self.problem = problem
        self.source = source
        self.key = key
    }
}

extension KeyError: CustomStringConvertible {
    /// One sentence with the source; the hint is apart.
    package var description: String {
        [source.isEmpty ? nil : source, key, message].compactMap(\.self).joined(separator: ": ")
    }

    /// One sentence in lower case, without the source.
    package var message: String {
        switch problem {
        case .unusable(let error): error.message
        case .notJSON(let error): "this is no JSON that is accepted: \(error)"
        case .member(let name, let expected): "the member `\(name)` must be \(expected)"
        case .notBase64URL(let name): "the member `\(name)` is no base64url without padding"
        case .unsupportedKind(let kind): "keys of the kind \(Quoted.text(kind)) are not supported"
        case .unsupportedAlgorithm(let name):
            "the key is for \(Quoted.text(name)), which is no signature algorithm here"
        case .notForSignatures(let member, let value): "its `\(member)` is \(value), so it is not for signatures"
        case .noAlgorithms: "no algorithm is allowed for the key"
        case .algorithmMismatch(let algorithm, let key): "\(algorithm) cannot be used with a key of the kind \(key)"
        case .algorithmNotAllowed(let algorithm, let allowed):
            "the key is for \(algorithm), but allowed are only \(JWSAlgorithm.list(allowed))"
        case .secretTooShort(let bytes, let minimum, let algorithm):
            "the shared secret has \(bytes) bytes; \(algorithm) needs at least \(minimum)"
        case .secretIsPublicKey: "the shared secret is the text of a key or certificate, which others know"
        case .privateKey: "this is a private key, and only public keys belong here"
        case .secretNotAllowed: "this is a shared secret, and no HMAC algorithm is allowed"
        case .mixedKinds: "shared secrets and public keys lie in one set"
        case .repeatedKeyID(let name, let algorithm): "two keys for \(algorithm) have the `kid` \(Quoted.text(name))"
        case .contestedKeyID(let name):
            "two keys have the `kid` \(Quoted.text(name)), and one of them cannot be read"
        case .developmentKey:
            "a `kid` starts with `\(DevelopmentKey.idPrefix)`: everybody can sign with such a key"
        case .tooManyKeys(let count, let limit): "the set has \(count) keys; at most \(limit) are accepted"
        case .noKeys(let skipped):
            skipped.isEmpty
                ? "there is no key" : "there is no key that can be used: \(skipped.joined(separator: "; "))"
        }
    }

    /// What to do about it, where that is known.
    package var hint: String? {
        switch problem {
        case .unusable(let error): error.hint
        case .privateKey:
            "keep the private half where tokens are signed; `poort keys jwks` writes the public half"
        case .secretTooShort: "a good secret is 64 random bytes: `openssl rand -out FILE 64`"
        case .secretIsPublicKey: "a public key is given as `pem`, never as a shared secret"
        case .secretNotAllowed: "allow HS256, HS384 or HS512 if the secret is meant to be used"
        case .mixedKinds: "a set that others can read must not hold secrets; use one set for each kind"
        case .algorithmMismatch(_, let key):
            "name for this key only algorithms that fit its kind (\(key))"
        case .developmentKey: "development keys need `environment: development`"
        case .repeatedKeyID, .contestedKeyID: "give each key its own `kid`"
        case .unsupportedKind: "supported are RSA from 2048 bits, P-256, P-384, P-521 and Ed25519"
        default: nil
        }
    }
}

extension KeyError {
    /// Whether the key is for signatures and broken, rather than sound and for something else.
    var isUnsoundKey: Bool {
        switch problem {
        case .unusable, .member, .notBase64URL: true
        default: false
        }
    }
}
