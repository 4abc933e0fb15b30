import Libcrypto
import Testing

@testable import JOSE

@Suite("What a JSON Web Key says it is for")
struct KeyPurposeTests {
    static let p256 = JWKRefusalTests.p256

    /// Read from its text, as a key arrives.
    static func problem(_ text: String) throws -> KeyError.Problem? {
        let object = try #require(try JSONValue.parse(Array(text.utf8)).objectValue)
        return failure { () throws(KeyError) in try JWK.parse(object, source: "s") }?.problem
    }

    static func key(_ members: String, _ key: JSONValue = p256) -> String {
        "{\(members),\(key.compact.dropFirst())"
    }

    static let twice = KeyError.Problem.member("key_ops", expected: "an array that names no operation twice")

    @Test(
        "names no operation twice (RFC 7517 section 4.3)",
        arguments: [
            #"["verify","verify"]"#, #"["sign","verify","sign"]"#, #"["verify","v\u0065rify"]"#,
            #"["encrypt","encrypt"]"#, #"["","",""]"#, #"["verify","x","y","x"]"#,
        ])
    func repeated(_ operations: String) throws {
        #expect(try Self.problem(Self.key("\"key_ops\":\(operations)")) == Self.twice)
        #expect(try Self.problem(Self.key("\"use\":\"sig\",\"key_ops\":\(operations)")) == Self.twice)
    }

    @Test("agrees with `use` where both are given", arguments: ["encrypt", "wrapKey", "deriveKey", "deriveBits"])
    func disagreeing(_ operation: String) throws {
        let operations = #""key_ops":["verify","\#(operation)"]"#
        let problem = try Self.problem(Self.key(#""use":"sig",\#(operations)"#))
        #expect(problem == .notForSignatures(member: "key_ops", value: "`verify`, `\(operation)`"))
        #expect(try Self.problem(Self.key(operations)) == nil, "alone it says that the key verifies, too")
    }

    @Test(
        "may be several operations that go together, or unknown ones",
        arguments: [#"["verify"]"#, #"["sign","verify"]"#, #"["verify","urn:example:seal"]"#, #"["v\u0065rify"]"#])
    func together(_ operations: String) throws {
        #expect(try Self.problem(Self.key(#""use":"sig","key_ops":\#(operations)"#)) == nil)
    }

    @Test(
        "is no operation that only looks like it",
        arguments: ["Verify", "verify ", "VERIFY", "veri\u{FB01}", "v\u{435}rify", "verify\\u0000", "verify\u{200B}"])
    func lookAlikes(_ operation: String) throws {
        guard case .notForSignatures(member: "key_ops", _) = try Self.problem(Self.key(#""key_ops":["\#(operation)"]"#))
        else {
            Issue.record("\(operation) is not `verify`")
            return
        }
    }

    @Test("is told by the kind byte for byte: Unicode takes the Kelvin sign for a K")
    func kind() throws {
        let kelvin = "O\u{212A}P"
        #expect(kelvin == "OKP")
        let key = JWKRefusalTests.ed25519.with("kty", .string(kelvin))
        #expect(try Self.problem(key.compact) == .unsupportedKind(kelvin))
        #expect(try Self.problem(JWKRefusalTests.ed25519.compact) == nil)
        // As for a private half: what is not `oct` to the letter has none here.
        let secret: JSONValue = ["kty": "\u{FF4F}ct", "k": "AAAA", "d": "AAAA"]
        #expect(try Self.problem(secret.compact) == .privateKey)
    }

    @Test(
        "is one key's alone when two have one `kid`",
        arguments: [
            ("RS256", "RS256", true), ("RS256", "PS256", false), (nil, "RS256", true), ("PS512", nil, true),
            (nil, nil, true),
        ] as [(String?, String?, Bool)])
    func oneKeyID(_ first: String?, _ second: String?, _ isRefused: Bool) throws {
        let keys = [first, second].enumerated().map { index, algorithm in
            KeySetLoadTests.named(.rsa2048, "one", other: index == 1).with("alg", algorithm.map(JSONValue.string))
        }
        switch KeySetLoadTests.error(keys)?.problem {
        case .repeatedKeyID("one", _): #expect(isRefused)
        case nil: #expect(!isRefused)
        case let problem: Issue.record("\(String(describing: problem))")
        }
    }
}

@Suite("The number of keys of a set")
struct KeyCountTests {
    static func set(_ count: Int, _ key: (Int) -> String) -> [UInt8] {
        Array(#"{"keys":[\#((0..<count).map(key).joined(separator: ","))]}"#.utf8)
    }

    static func problem(_ set: [UInt8]) -> KeyError.Problem? {
        failure { () throws(KeyError) in
            try KeySet.load(jwks: set, algorithms: Set(JWSAlgorithm.allCases), source: "s")
        }?.problem
    }

    static let x = JWKRefusalTests.ed25519["x"]?.stringValue ?? ""

    static func key(_ number: Int) -> String { #"{"kty":"OKP","crv":"Ed25519","kid":"\#(number)","x":"\#(x)"}"# }

    @Test("is at most a hundred")
    func limit() throws {
        #expect(JWKSet.maximumKeys == 100)
        #expect(Self.problem(Self.set(100, Self.key)) == nil)
        #expect(Self.problem(Self.set(101, Self.key)) == .tooManyKeys(101, limit: 100))
        #expect(
            KeyError(.tooManyKeys(101, limit: 100), source: "a.json").description
                == "a.json: the set has 101 keys; at most 100 are accepted")
    }

    @Test("is counted before any of them is looked at")
    func before() {
        #expect(Self.problem(Self.set(10_000) { _ in "{}" }) == .tooManyKeys(10_000, limit: 100))
        #expect(Self.problem(Self.set(30_000) { _ in "0" }) == .tooManyKeys(30_000, limit: 100))
        #expect(Self.problem(Self.set(101) { _ in #"{"kty":"RSA","d":"AA"}"# }) == .tooManyKeys(101, limit: 100))
    }
}
