import JOSE
import Libcrypto

enum TokenProperties {
    static func base64url(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        check.holds(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "what is encoded is decoded")
        let decoded = Base64URL.decode(bytes)
        check.holds(decoded == plainlyDecoded(bytes), "a plain decoder says the same")
        guard let decoded else { return }
        check.holds(Array(Base64URL.encode(decoded).utf8) == bytes, "accepted text is the one spelling of its bytes")
    }

    /// RFC 4648 section 5, bit by bit.
    static func plainlyDecoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var bits: [Bool] = []
        for character in text {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            for bit in (0..<6).reversed() { bits.append(value >> bit & 1 == 1) }
        }
        let unused = bits.count % 8
        guard unused < 6, !bits.suffix(unused).contains(true) else { return nil }
        return stride(from: 0, to: bits.count - unused, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    static func compactJWS(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let keys = FuzzKeys.all, let rules = FuzzKeys.rules else {
            check.holds(false, "the target has keys and rules")
            return
        }
        let now = Instant(unixSeconds: FuzzKeys.seconds)
        let verifier = TokenVerifier()
        switch verifier.verify(bytes.span, keys: keys, rules: rules, at: now) {
        case .success: check.holds(bytes == FuzzKeys.soundTokens[0], "no token verifies that nobody signed")
        case .failure(let refusal):
            check.holds(!refusal.detail.isEmpty && refusal.code.httpStatus >= 400, "a refusal says why")
            let again = verifier.verify(bytes.span, keys: keys, rules: rules, at: now)
            if case .failure(let second) = again {
                check.holds(second == refusal, "the same token gets the same answer", "\(refusal) \(second)")
            } else {
                check.holds(false, "the same token gets the same answer")
            }
        }
        if case .success = verifier.verifySignature(bytes.span, keys: keys) {
            check.holds(FuzzKeys.soundTokens.contains(bytes), "no signature verifies that nobody made")
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let payload = parts.count == 3 ? plainlyDecoded(parts[1]) : nil
        if let issuer = UnverifiedJWS.unverifiedIssuer(of: bytes.span) {
            let named = payload.flatMap { PlainJSON.read($0)?["iss"]?.string }
            check.holds(named.map { $0.utf8.elementsEqual(issuer.utf8) } ?? false, "the issuer is what `iss` says")
        }
        guard case .success(let jws) = UnverifiedJWS.parse(bytes.span) else { return }
        check.holds(parts.count == 3, "an accepted token has three parts")
        check.holds(jws.payload == payload, "the payload is the bytes of the second part")
        check.holds(bytes.count <= UnverifiedJWS.maximumBytes, "an accepted token is within its limit")
        guard let first = parts.first, let header = plainlyDecoded(first).flatMap({ PlainJSON.read($0) }) else {
            check.holds(false, "the header is JSON for Foundation, too")
            return
        }
        func text(_ name: String) -> [UInt8]? { header[name]?.string.map { Array($0.utf8) } }
        check.holds(text("alg") == Array(jws.header.algorithm.rawValue.utf8), "the algorithm is what `alg` says")
        check.holds(text("kid") == jws.header.keyID.map { Array($0.utf8) }, "the key's name is what `kid` says")
        check.holds(text("typ") == jws.header.type.map { Array($0.utf8) }, "the type is what `typ` says")
        for name in ["crit", "b64", "jwk", "jku", "x5u", "x5c"] {
            check.holds(header[name] == nil, "no accepted header has `\(name)`")
        }
    }

    /// The bytes are changes to a token that is sound: which token, then for each change where, how many bytes are taken
    /// away, how many of the following are put in.
    static func mutatedToken(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let keys = FuzzKeys.all, let first = bytes.first else { return }
        let sound = FuzzKeys.soundTokens[Int(first) % FuzzKeys.soundTokens.count]
        let token = changed(sound, by: bytes.dropFirst())
        let verdict = TokenVerifier().verifySignature(token.span, keys: keys)
        let isSound = FuzzKeys.soundTokens.contains(token)
        switch verdict {
        case .success(let jws):
            check.holds(isSound, "a token that was changed is refused", String(decoding: token, as: UTF8.self))
            check.holds(
                jws.payload == plainlyDecoded(token.split(separator: 0x2E)[1]), "the payload is what was signed")
        case .failure(let refusal): check.holds(!isSound, "a sound token is accepted", "\(refusal)")
        }
    }

    private static func changed(_ token: [UInt8], by changes: ArraySlice<UInt8>) -> [UInt8] {
        var token = token
        var rest = changes
        while let high = rest.popFirst(), let low = rest.popFirst(), let takes = rest.popFirst(),
            let puts = rest.popFirst()
        {
            let place = (Int(high) << 8 | Int(low)) % (token.count + 1)
            let inserted = rest.prefix(Int(puts) % 16)
            rest = rest.dropFirst(inserted.count)
            token.replaceSubrange(place..<min(token.count, place + Int(takes) % 64), with: inserted)
        }
        return token
    }

    static func jwkSet(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let algorithms = Set(JWSAlgorithm.allCases)
        let loaded: KeySet.Loaded
        do throws(KeyError) {
            loaded = try KeySet.load(jwks: bytes, algorithms: algorithms, source: "set")
        } catch {
            check.holds(!error.message.isEmpty, "a refusal says why")
            return
        }
        check.holds(!loaded.keys.isEmpty, "a set that loads has a key")
        check.holds((try? KeySet(loaded.keys)) != nil, "the keys of a set are told apart")
        check.holds(Set(loaded.keys.map { $0.publicKey == nil }).count == 1, "secrets and public keys are apart")
        guard let entries = PlainJSON.read(bytes)?["keys"]?.array else {
            check.holds(false, "a set is a set for Foundation, too")
            return
        }
        check.holds(entries.count <= JWKSet.maximumKeys, "the number of keys is within its limit")
        check.holds(loaded.keys.count + loaded.notes.count == entries.count, "a key is taken, or left out with a note")
        for entry in entries where entry["kty"]?.string != "oct" {
            check.holds(entry["d"] == nil, "no private key is accepted")
        }
        for key in loaded.keys {
            check.holds(!key.algorithms.isEmpty, "every key is bound to an algorithm")
            check.holds(
                entries.contains { allows(key, $0) }, "a key is one of the set, which lets it be used so", key.kind)
            guard let publicKey = key.publicKey else { continue }
            check.holds(key.algorithms.allSatisfy { $0.fits(publicKey.kind) }, "a key's algorithms fit it")
            let json = JWKSet.json([JWK(publicKey: publicKey, keyID: key.keyID, algorithm: nil)])
            let again = try? KeySet.load(jwks: json.bytes(), algorithms: algorithms, source: "again")
            check.holds(again?.keys.first?.publicKey == publicKey, "a key that is written is read as the same key")
        }
    }

    /// Whether an entry of a set is this key, and says nothing against its algorithms.
    private static func allows(_ key: VerificationKey, _ entry: PlainJSON) -> Bool {
        func isText(_ name: String, _ wanted: String?) -> Bool {
            guard let wanted else { return entry[name] == nil }
            return entry[name]?.string.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
        }
        guard isText("kid", key.keyID), entry["use"] == nil || isText("use", "sig") else { return false }
        if let operations = entry["key_ops"] {
            let names = operations.array?.compactMap(\.string) ?? []
            guard names.contains("verify"), Set(names).count == names.count else { return false }
        }
        guard entry["alg"] == nil || key.algorithms.count == 1 && isText("alg", key.algorithms.first?.rawValue) else {
            return false
        }
        func bytes(_ name: String) -> [UInt8]? { entry[name]?.string.flatMap { plainlyDecoded($0.utf8) } }
        func number(_ name: String) -> [UInt8]? { bytes(name).map { Array($0.drop { $0 == 0 }) } }
        switch key.publicKey?.components {
        case .rsa(let modulus, let exponent):
            guard modulus.count >= 256, exponent.count >= 3, (exponent.last ?? 0) & 1 == 1 else { return false }
            return isText("kty", "RSA") && number("n") == modulus && number("e") == exponent
        case .ec(let curve, let x, let y):
            return isText("kty", "EC") && isText("crv", curve.rawValue) && bytes("x") == x && bytes("y") == y
        case .ed25519(let point): return isText("kty", "OKP") && isText("crv", "Ed25519") && bytes("x") == point
        case nil:
            let shortest = key.algorithms.contains(.hs512) ? 64 : key.algorithms.contains(.hs384) ? 48 : 32
            return isText("kty", "oct") && (bytes("k")?.count ?? 0) >= shortest
        }
    }
}
