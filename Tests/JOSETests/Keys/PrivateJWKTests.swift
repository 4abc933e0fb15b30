import Libcrypto
import Testing

@testable import JOSE

@Suite("A private JSON Web Key")
struct PrivateJWKTests {
    static func json(_ specification: PrivateKey.Specification) throws -> JSONValue {
        let key = PrivateJWK(
            privateKey: TestKeys.key(specification), keyID: "one",
            algorithm: JWSAlgorithm.fitting(TestKeys.key(specification).publicKey.kind).first)
        return try JSONValue.parse(key.jsonText.withBytes { [UInt8](copying: $0) })
    }

    static func problem(_ key: JSONValue) -> KeyError.Problem? {
        failure { () throws(KeyError) in try PrivateJWK.parse(key.bytes(), source: "s") }?.problem
    }

    static let secret: JSONValue = ["kty": "oct", "k": .string(String(repeating: "A", count: 86))]

    @Test("comes back as it was written, and signs", arguments: TestKeys.specifications)
    func roundTrip(_ specification: PrivateKey.Specification) throws {
        let json = try Self.json(specification)
        let read = try PrivateJWK.parse(json.bytes(), source: "s")
        let algorithm = try #require(read.algorithm)
        guard case .privateKey(let key) = read.material else {
            Issue.record("this is a private key")
            return
        }
        #expect(read.keyID == "one" && key.publicKey == TestKeys.key(specification).publicKey)
        #expect(try JSONValue.parse(read.jsonText.withBytes { [UInt8](copying: $0) }) == json)
        let token = try JWTSigner(privateKey: key, algorithm: algorithm, keyID: "one").sign(claims: Tokens.claims)
        #expect(Tokens.refusal(token, keys: TestKeys.set(algorithm, keyID: "one")) == nil)
    }

    @Test("that is a secret comes back, too")
    func secrets() throws {
        let key = PrivateJWK(hmacSecret: TestKeys.secret, keyID: nil, algorithm: .hs512)
        let bytes = try key.jsonText.withBytes { [UInt8](copying: $0) }
        #expect(bytes.last == 0x0A)
        let read = try PrivateJWK.parse(bytes, source: "s")
        guard case .secret(let secret) = read.material else {
            Issue.record("this is a secret")
            return
        }
        #expect(secret.withBytes { [UInt8](copying: $0) } == TestKeys.secret.withBytes { [UInt8](copying: $0) })
        #expect(read.algorithm == .hs512 && read.keyID == nil)
    }

    @Test("is refused when it is no JSON object", arguments: ["", "junk", "[]", "1", #"{"kty":"oct","kty":"oct"}"#])
    func text(_ text: String) throws {
        let error = try #require(failure { () throws(KeyError) in try PrivateJWK.parse(Array(text.utf8), source: "s") })
        switch error.problem {
        case .notJSON, .member("kty", _): break
        default: Issue.record("\(error)")
        }
    }

    @Test("is refused without its private half, member by member")
    func missing() throws {
        for (specification, names) in [
            (.rsa2048, ["n", "e", "d", "p", "q", "dp", "dq", "qi"]), (.p256, ["crv", "x", "y", "d"]),
            (.ed25519, ["crv", "x", "d"]),
        ] as [(PrivateKey.Specification, [String])] {
            let json = try Self.json(specification)
            for name in names + ["kty"] {
                #expect(
                    Self.problem(json.with(name, nil as JSONValue?)) == .member(name, expected: JWKRefusalTests.text))
                #expect(Self.problem(json.with(name, 1)) == .member(name, expected: JWKRefusalTests.text))
                if name != "kty", name != "crv" { #expect(Self.problem(json.with(name, "A=")) == .notBase64URL(name)) }
            }
        }
        #expect(Self.problem(Self.secret.with("k", nil as JSONValue?)) == .member("k", expected: JWKRefusalTests.text))
    }

    @Test("is refused when its halves do not belong together", arguments: TestKeys.specifications)
    func mismatch(_ specification: PrivateKey.Specification) throws {
        let json = try Self.json(specification)
        let other = JWK.members(of: TestKeys.otherKey(specification).publicKey)
        var mixed = json
        for member in other.members { mixed = mixed.with(member.name, member.value) }
        #expect(Self.problem(mixed) == .unusable(.keyPairMismatch))
        if specification == .rsa2048 {
            for name in ["d", "p", "q", "dp", "dq", "qi"] {
                #expect(Self.problem(json.with(name, "AQAB")) == .unusable(.keyPairMismatch))
            }
            #expect(Self.problem(json.with("oth", [])) == .unsupportedKind("RSA with more than two primes"))
        }
    }

    @Test("is refused when it is for something else")
    func purposes() throws {
        let json = try Self.json(.p256)
        #expect(Self.problem(json.with("use", "enc")) == .notForSignatures(member: "use", value: "`enc`"))
        #expect(
            Self.problem(json.with("key_ops", ["verify"])) == .notForSignatures(member: "key_ops", value: "`verify`"))
        #expect(Self.problem(json.with("key_ops", ["sign", "verify"])) == nil)
        #expect(Self.problem(json.with("alg", "none")) == .unsupportedAlgorithm("none"))
        #expect(
            Self.problem(json.with("crv", "P-384"))
                == .unusable(.wrongSize(what: "the x coordinate", bytes: 32, expected: 48)))
        #expect(Self.problem(json.with("kty", "AKP")) == .unsupportedKind("AKP"))
    }

    @Test("prints as redacted, also its secret numbers")
    func redacted() throws {
        let key = PrivateJWK(hmacSecret: TestKeys.secret, keyID: "one", algorithm: nil)
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<redacted>" && String(reflecting: key) == "<redacted>" && !dumped.contains("invented"))
        #expect("\(try key.jsonText)" == "<redacted>")
    }
}
