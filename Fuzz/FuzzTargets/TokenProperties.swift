import JOSE
import Libcrypto

enum TokenProperties {
    static func base64url(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        check.holds(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "what is encoded is decoded")
        guard let decoded = Base64URL.decode(bytes) else { return }
        check.holds(Array(Base64URL.encode(decoded).utf8) == bytes, "accepted text is the one spelling of its bytes")
    }

    static func json(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let limits = JSONLimits(bytes: 1 << 16, depth: 12, values: 2_000)
        guard let value = try? JSONValue.parse(bytes, limits: limits) else { return }
        check.holds(String(validating: bytes, as: UTF8.self) != nil, "accepted text is valid UTF-8")
        for style in [JSONWriter.Style.compact, .pretty] {
            let written = value.bytes(style)
            let again = try? JSONValue.parse(written)
            check.holds(again == value, "a value that is written is read as the same value")
            check.holds(again?.bytes(style) == written, "a value has one spelling")
        }
        check.holds(hasUniqueMembers(value), "no object has a member twice")
    }

    private static func hasUniqueMembers(_ value: JSONValue) -> Bool {
        if let items = value.arrayValue { return items.allSatisfy(hasUniqueMembers) }
        guard let object = value.objectValue else { return true }
        var names: Set<[UInt8]> = []
        for member in object.members {
            guard names.insert(Array(member.name.utf8)).inserted, hasUniqueMembers(member.value) else { return false }
        }
        return true
    }

    /// A key that nobody has signed anything with.
    private static let keys: KeySet? = try? KeySet([
        VerificationKey(
            hmacSecret: Secret(Array(repeating: 0x2A, count: 64)), keyID: nil, algorithms: [.hs256, .hs384, .hs512],
            source: "fuzz")
    ])
    private static let rules = try? ClaimRules(issuer: "https://idp.example/op", audiences: ["poort"])

    static func compactJWS(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let keys, let rules else {
            check.holds(false, "the target has a key and rules")
            return
        }
        let now = Instant(unixSeconds: Int64(1_800_000_000))
        let verifier = TokenVerifier()
        switch verifier.verify(bytes.span, keys: keys, rules: rules, at: now) {
        case .success: check.holds(false, "no token verifies that nobody signed")
        case .failure(let refusal):
            check.holds(!refusal.detail.isEmpty && refusal.code.httpStatus >= 400, "a refusal says why")
            let again = verifier.verify(bytes.span, keys: keys, rules: rules, at: now)
            if case .failure(let second) = again {
                check.holds(second == refusal, "the same token gets the same answer", "\(refusal) \(second)")
            } else {
                check.holds(false, "the same token gets the same answer")
            }
        }
        _ = UnverifiedJWS.unverifiedIssuer(of: bytes.span)
        guard case .success(let jws) = UnverifiedJWS.parse(bytes.span) else { return }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        check.holds(parts.count == 3, "an accepted token has three parts")
        check.holds(
            Array(Base64URL.encode(jws.payload).utf8) == Array(parts[1]), "the payload is the bytes of the second part")
        check.holds(bytes.count <= UnverifiedJWS.maximumBytes, "an accepted token is within its limit")
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
        let value = try? JSONValue.parse(bytes, limits: .keySet)
        for key in value?["keys"]?.arrayValue ?? [] where key["kty"]?.stringValue != "oct" {
            check.holds(key["d"] == nil, "no private key is accepted")
        }
        for key in loaded.keys {
            check.holds(!key.algorithms.isEmpty, "every key is bound to an algorithm")
            guard let publicKey = key.publicKey else { continue }
            let json = JWKSet.json([JWK(publicKey: publicKey, keyID: key.keyID, algorithm: nil)])
            let again = try? KeySet.load(jwks: json.bytes(), algorithms: algorithms, source: "again")
            check.holds(again?.keys.first?.publicKey == publicKey, "a key that is written is read as the same key")
        }
    }
}
