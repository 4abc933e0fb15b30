/// The keys of one issuer. Never empty; a value that is replaced as a whole when keys rotate.
package struct KeySet: Sendable {
    package let keys: [VerificationKey]

    /// - Throws: when there is no key, or two keys answer to one `kid` with one algorithm: then a token would not say
    ///   which of them is meant, and trying both is what a name is there to prevent.
    package init(_ keys: [VerificationKey]) throws(KeyError) {
        guard !keys.isEmpty else { throw KeyError(.noKeys(skipped: []), source: "") }
        for (index, key) in keys.enumerated() {
            guard let keyID = key.keyID else { continue }
            for other in keys[..<index] {
                guard let otherID = other.keyID, sameBytes(keyID, otherID) else { continue }
                let common = JWSAlgorithm.allCases.first { key.allows($0) && other.allows($0) }
                if let common { throw KeyError(.repeatedKeyID(keyID, common), source: key.source) }
            }
        }
        self.keys = keys
    }

    /// The algorithms of all keys together.
    package var algorithms: Set<JWSAlgorithm> { keys.reduce(into: []) { $0.formUnion($1.algorithms) } }

    /// Whether the two sets check the same signatures under the same names, in whatever order their keys stand.
    package func isSame(as other: KeySet) -> Bool {
        // No two keys of a set are the same but for those without a name, which are then interchangeable.
        keys.count == other.keys.count && keys.allSatisfy { key in other.keys.contains { key.isSame(as: $0) } }
            && other.keys.allSatisfy { key in keys.contains { key.isSame(as: $0) } }
    }

    /// Whether one of the keys has this name; never for a token that names none.
    package func names(_ keyID: String?) -> Bool {
        guard let keyID else { return false }
        return keys.contains { $0.keyID.map { sameBytes($0, keyID) } ?? false }
    }

    /// The answer to "which key checks this token".
    package enum Selection: Sendable {
        case one(VerificationKey)
        /// The token names a key that is not in the set.
        case unknownKeyID
        /// The token names no key, and several fit.
        case ambiguous(count: Int)
        /// The key that is meant, or every key, is bound to other algorithms.
        case algorithmMismatch
    }

    /// Finds the one key for a token.
    ///
    /// A `kid` that names no key is an answer, not a reason to try the others (RFC 8725 section 3.10). Without a `kid` a key
    /// is chosen only when exactly one fits (OpenID Connect Core 1.0 section 10.1).
    package func select(keyID: String?, algorithm: JWSAlgorithm) -> Selection {
        var found: VerificationKey?
        var fitting = 0
        var named = 0
        for key in keys {
            if let keyID {
                guard let own = key.keyID, sameBytes(own, keyID) else { continue }
            }
            named += 1
            guard key.allows(algorithm) else { continue }
            fitting += 1
            found = key
        }
        if named == 0 { return selectAnswering(algorithm) }
        guard let found else { return .algorithmMismatch }
        return fitting == 1 ? .one(found) : .ambiguous(count: fitting)
    }

    private func selectAnswering(_ algorithm: JWSAlgorithm) -> Selection {
        let answering = keys.filter(\.answersAnyKeyID)
        guard !answering.isEmpty else {
            // An algorithm that no key of the issuer allows is refused as such, whatever the token calls its key.
            return keys.contains { $0.allows(algorithm) } ? .unknownKeyID : .algorithmMismatch
        }
        let fitting = answering.filter { $0.allows(algorithm) }
        guard let key = fitting.first else { return .algorithmMismatch }
        return fitting.count == 1 ? .one(key) : .ambiguous(count: fitting.count)
    }
}

extension KeySet {
    /// The keys of a JWK set that can be used, and what was left out and why.
    package struct Loaded: Sendable {
        package let keys: [VerificationKey]
        /// One sentence for each key that was left out; to be shown, because a key that is missed later is hard to explain.
        package let notes: [String]
    }

    /// Reads a JWK set (RFC 7517 section 5) and binds each key to those of `algorithms` that fit it; a key's own `alg`
    /// narrows that to one.
    ///
    /// Keys for other purposes, of unknown kinds or too weak are left out with a note, as section 5 asks. The whole set is
    /// refused when it is no JWK set, holds a private key, mixes shared secrets with public keys, names two keys alike, or
    /// holds no key that can be used.
    package static func load(
        jwks: [UInt8], algorithms: Set<JWSAlgorithm>, source: String
    ) throws(KeyError) -> Loaded {
        let set = try JWKSet.parse(jwks, source: source)
        let hasSecret = set.keys.contains { $0.key.isSecret }
        let hasPublic = set.keys.contains { !$0.key.isSecret }
        guard !(hasSecret && hasPublic) else { throw KeyError(.mixedKinds, source: source) }
        var keys: [VerificationKey] = []
        var notes = set.notes
        for entry in set.keys {
            do throws(KeyError) {
                keys.append(try entry.key.verificationKey(algorithms: algorithms, source: source))
            } catch {
                notes.append("\(entry.label): \(error.message)")
            }
        }
        // With one of two keys of a name unread, the other one would answer for both.
        for contested in set.unsoundKeyIDs where keys.contains(where: { sameBytes($0.keyID ?? "", contested) }) {
            throw KeyError(.contestedKeyID(contested), source: source)
        }
        guard !keys.isEmpty else { throw KeyError(.noKeys(skipped: notes), source: source) }
        do throws(KeyError) {
            _ = try KeySet(keys)
        } catch {
            throw KeyError(error.problem, source: source)
        }
        return Loaded(keys: keys, notes: notes)
    }
}
