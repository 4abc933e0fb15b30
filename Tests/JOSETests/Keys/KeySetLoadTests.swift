import Libcrypto
import Testing

@testable import JOSE

@Suite("A JWK set")
struct KeySetLoadTests {
    static func named(_ specification: PrivateKey.Specification, _ keyID: String?, other: Bool = false) -> JSONValue {
        let key = other ? TestKeys.otherKey(specification) : TestKeys.key(specification)
        return JWK(publicKey: key.publicKey, keyID: keyID, algorithm: nil).json
    }

    static let all = Set(JWSAlgorithm.allCases)
    static let secret: JSONValue = ["kty": "oct", "k": .string(String(repeating: "A", count: 86)), "kid": "s"]

    static func load(_ text: String, _ algorithms: Set<JWSAlgorithm> = all) throws(KeyError) -> KeySet.Loaded {
        try KeySet.load(jwks: Array(text.utf8), algorithms: algorithms, source: "keys.json")
    }

    static func load(_ keys: [JSONValue], _ algorithms: Set<JWSAlgorithm> = all) throws(KeyError) -> KeySet.Loaded {
        try load((["keys": .array(keys)] as JSONValue).compact, algorithms)
    }

    static func error(_ keys: [JSONValue], _ algorithms: Set<JWSAlgorithm> = all) -> KeyError? {
        failure { () throws(KeyError) in try load(keys, algorithms) }
    }

    @Test(
        "is refused when it is none",
        arguments: [
            "", "junk", "[]", "{}", "null", "\"keys\"", #"{"keys":null}"#, #"{"keys":{}}"#, #"{"keys":"x"}"#,
            #"{"Keys":[]}"#, #"{"keys":[1]}"#,
            #"{"keys":["x"]}"#, #"{"keys":[null]}"#, #"{"keys":[[]]}"#, #"{"keys":[]}"#, #"{"keys":[{}]}"#,
            #"{"keys":[],"keys":[]}"#, #"{"keys":[]}x"#,
            #"{"kty":"oct","k":"AAAA"}"#, "\u{FEFF}{\"keys\":[]}",
        ])
    func refuses(_ text: String) throws {
        let error = try #require(failure { () throws(KeyError) in try Self.load(text) })
        #expect(error.source == "keys.json" && "\(error)".hasPrefix("keys.json: "))
        switch error.problem {
        case .notJSON, .member("keys", _), .noKeys: break
        default: Issue.record("\(error)")
        }
    }

    @Test("is refused when it is larger than a megabyte or deep")
    func bounded() {
        func problem(_ text: String) -> JSONError.Problem? {
            let error = failure { () throws(KeyError) in try Self.load(text) }
            if case .notJSON(let error) = error?.problem { return error.problem }
            return nil
        }
        #expect(problem(String(repeating: " ", count: (1 << 20) + 1)) == .tooLong(bytes: (1 << 20) + 1, limit: 1 << 20))
        #expect(problem(String(repeating: "[", count: 100_000)) == .tooDeep(limit: 8))
    }

    @Test("is refused as a whole when it holds a private key", arguments: TestKeys.specifications)
    func privateKeys(_ specification: PrivateKey.Specification) throws {
        let text = try PrivateJWK(privateKey: TestKeys.key(specification), keyID: "p", algorithm: nil).jsonText
        let key = try JSONValue.parse(text.withBytes { [UInt8](copying: $0) })
        let error = try #require(Self.error([Self.named(.p256, "one"), key]))
        #expect(error.problem == .privateKey && error.key == "key 2 (`kid` `p`)")
        #expect(error.hint?.contains("poort keys jwks") == true)
    }

    @Test("is refused when shared secrets lie beside public keys")
    func mixed() throws {
        #expect(Self.error([Self.named(.p256, "one"), Self.secret])?.problem == .mixedKinds)
        #expect(Self.error([Self.secret, Self.named(.p256, "one")], [.es256])?.problem == .mixedKinds)
        #expect(try Self.load([Self.secret], [.hs256]).keys.map(\.algorithms) == [[.hs256]])
    }

    @Test("is refused when two keys have one name and one algorithm in common")
    func repeated() throws {
        let one = Self.named(.p256, "one")
        let error = try #require(Self.error([one, Self.named(.p256, "one", other: true)]))
        #expect(error.problem == .repeatedKeyID("one", .es256) && error.source == "keys.json")
        #expect(Self.error([one, one])?.problem == .repeatedKeyID("one", .es256))
        let rsa = Self.named(.rsa2048, "one")
        #expect(try Self.load([one, rsa]).keys.count == 2)
        #expect(
            try Self.load([rsa.with("alg", "RS256"), Self.named(.rsa2048, "one", other: true).with("alg", "PS256")])
                .keys.count == 2)
        #expect(
            try Self.load([Self.named(.p256, nil), Self.named(.p256, nil, other: true)]).keys.count == 2,
            "without names they are told apart by being refused")
    }

    @Test("is refused when a key that cannot be read has the name of one that can")
    func contested() throws {
        let one = Self.named(.p256, "one")
        for broken in [
            one.with("x", "AA"), one.with("x", nil as JSONValue?), one.with("x", "*"),
            Self.named(.rsa2048, "one").with("e", "AQ"), one.with("use", 1),
        ] {
            #expect(Self.error([one, broken])?.problem == .contestedKeyID("one"))
            #expect(Self.error([broken, one])?.problem == .contestedKeyID("one"))
            #expect(
                try Self.load([Self.named(.p256, "two"), broken]).notes.count == 1, "under another name it is left out")
        }
        let other = [
            one.with("use", "enc"), one.with("alg", "ECDH-ES"), one.with("kty", "AKP"),
            one.with("key_ops", ["deriveKey"]),
        ]
        for key in other { #expect(try Self.load([one, key]).keys.count == 1, "sound, but for something else") }
    }

    @Test("loses keys that are for something else, unknown or weak, and says which and why")
    func notes() throws {
        let weak = Self.named(.rsa2048, "weak").with(
            "n", .string(Base64URL.encode([UInt8](repeating: 0xFF, count: 128))))
        let loaded = try Self.load([
            Self.named(.p256, "one"), Self.named(.rsa2048, "enc").with("use", "enc"), ["kty": "AKP", "kid": "new"],
            weak, Self.named(.p384, nil).with("alg", "ES256"),
            Self.named(.rsa2048, "oaep").with("alg", "RSA-OAEP"),
        ])
        #expect(loaded.keys.map(\.keyID) == ["one"])
        #expect(
            loaded.notes == [
                "key 2 (`kid` `enc`): its `use` is `enc`, so it is not for signatures",
                "key 3 (`kid` `new`): keys of the kind `AKP` are not supported",
                "key 4 (`kid` `weak`): the RSA key has 1024 bits; at least 2048 are required",
                "key 6 (`kid` `oaep`): the key is for `RSA-OAEP`, which is no signature algorithm here",
                "key 5: ES256 cannot be used with a key of the kind P-384",
            ])
        #expect(loaded.keys[0].source == "keys.json")
    }

    @Test("is refused when nothing of it can be used")
    func none() throws {
        let error = try #require(Self.error([Self.named(.p256, "one").with("use", "enc")]))
        #expect(
            error.problem == .noKeys(skipped: ["key 1 (`kid` `one`): its `use` is `enc`, so it is not for signatures"]))
        #expect(error.message.contains("there is no key that can be used: key 1"))
        #expect(Self.error([])?.problem == .noKeys(skipped: []))
        #expect(
            Self.error([Self.named(.p256, "one")], [.rs256])?.message.contains("no algorithm is allowed for the key")
                == true)
        #expect(
            Self.error([Self.named(.p256, "one")], [])?.message.contains("no algorithm is allowed for the key") == true)
        #expect(
            Self.error([Self.secret], [.rs256])?.message.contains(
                "this is a shared secret, and no HMAC algorithm is allowed") == true)
        #expect(
            Self.error([Self.secret.with("k", "AAAA")], [.hs256])?.message.contains(
                "the shared secret has 3 bytes; HS256 needs at least 32") == true)
    }

    @Test("binds each key to the algorithms that fit it, or to its own")
    func binding() throws {
        func algorithms(_ key: JSONValue, _ allowed: Set<JWSAlgorithm> = Self.all) throws -> Set<JWSAlgorithm> {
            try #require(try Self.load([key], allowed).keys.first).algorithms
        }
        #expect(try algorithms(Self.named(.rsa2048, "r")) == [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512])
        #expect(try algorithms(Self.named(.rsa2048, "r"), [.rs256, .es256, .hs256]) == [.rs256])
        #expect(try algorithms(Self.named(.rsa2048, "r").with("alg", "PS384")) == [.ps384])
        #expect(
            try algorithms(Self.named(.p256, "c")) == [.es256] && algorithms(Self.named(.p384, "c")) == [.es384]
                && algorithms(Self.named(.p521, "c")) == [.es512])
        #expect(
            try algorithms(Self.named(.ed25519, "e")) == [.edDSA]
                && algorithms(Self.secret) == [.hs256, .hs384, .hs512])
        #expect(
            Self.error([Self.named(.rsa2048, "r").with("alg", "PS384")], [.rs256])?.message.contains(
                "the key is for PS384, but allowed are only RS256") == true)
    }

    @Test("is written without secrets, and read back")
    func written() throws {
        let secret = try JWK.parse(#require(Self.secret.objectValue), source: "")
        let keys = TestKeys.specifications.map {
            JWK(publicKey: TestKeys.key($0).publicKey, keyID: "\($0)", algorithm: nil)
        }
        let json = JWKSet.json(keys + [secret])
        #expect(json["keys"]?.arrayValue?.count == keys.count)
        let set = try JWKSet.parse(json.bytes(), source: "")
        #expect(set.keys.map(\.key.publicKey) == keys.map(\.publicKey) && set.notes == [] && set.unsoundKeyIDs == [])
    }
}
