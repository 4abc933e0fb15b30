import Libcrypto
import Testing

@testable import JOSE

@Suite("A JSON Web Key is refused")
struct JWKRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var key: JSONValue
        var problem: KeyError.Problem

        init(_ why: String, _ key: JSONValue, _ problem: KeyError.Problem) {
            self.why = why
            self.key = key
            self.problem = problem
        }

        var testDescription: String { why }
    }

    static let rsa = JSONValue.object(JWK.members(of: TestKeys.key(.rsa2048).publicKey))
    static let p256 = JSONValue.object(JWK.members(of: TestKeys.key(.p256).publicKey))
    static let ed25519 = JSONValue.object(JWK.members(of: TestKeys.key(.ed25519).publicKey))
    static let secret: JSONValue = ["kty": "oct", "k": .string(String(repeating: "A", count: 86))]

    static func problem(_ key: JSONValue) -> KeyError.Problem? {
        failure { () throws(KeyError) in try JWK.parse(key.objectValue ?? JSONObject(), source: "s") }?.problem
    }

    static let text = "a string that is not empty"
    static func b64(_ bytes: [UInt8]) -> JSONValue { .string(Base64URL.encode(bytes)) }
    static let notText: [JSONValue] = [nil, 1, true, [], ["a"], .object([]), ""]

    static let members: [Case] =
        [
            Case("no kty", rsa.with("kty", nil as JSONValue?), .member("kty", expected: text)),
            Case("no n", rsa.with("n", nil as JSONValue?), .member("n", expected: text)),
            Case("no e", rsa.with("e", nil as JSONValue?), .member("e", expected: text)),
            Case("no crv", p256.with("crv", nil as JSONValue?), .member("crv", expected: text)),
            Case("no x", p256.with("x", nil as JSONValue?), .member("x", expected: text)),
            Case("no y", p256.with("y", nil as JSONValue?), .member("y", expected: text)),
            Case("no x of Ed25519", ed25519.with("x", nil as JSONValue?), .member("x", expected: text)),
            Case("no k", secret.with("k", nil as JSONValue?), .member("k", expected: text)),
        ]
        + notText.flatMap { value in
            [
                Case("kty \(value.compact)", rsa.with("kty", .some(value)), .member("kty", expected: text)),
                Case("n \(value.compact)", rsa.with("n", .some(value)), .member("n", expected: text)),
                Case("kid \(value.compact)", rsa.with("kid", .some(value)), .member("kid", expected: text)),
                Case("alg \(value.compact)", rsa.with("alg", .some(value)), .member("alg", expected: text)),
                Case("use \(value.compact)", rsa.with("use", .some(value)), .member("use", expected: text)),
                Case("k \(value.compact)", secret.with("k", .some(value)), .member("k", expected: text)),
            ]
        }
        + [nil, 1, "verify", .object([]), [1], ["verify", nil]].map {
            Case(
                "key_ops \(($0 as JSONValue).compact)", rsa.with("key_ops", .some($0)),
                .member("key_ops", expected: "an array of strings"))
        }
        + ["AA==", "A", "+/+/", "AB", " AAAA", "A\u{E9}"].flatMap { value in
            [
                Case("n \(value)", rsa.with("n", .string(value)), .notBase64URL("n")),
                Case("e \(value)", rsa.with("e", .string(value)), .notBase64URL("e")),
                Case("x \(value)", p256.with("x", .string(value)), .notBase64URL("x")),
                Case("y \(value)", p256.with("y", .string(value)), .notBase64URL("y")),
                Case("x of Ed25519 \(value)", ed25519.with("x", .string(value)), .notBase64URL("x")),
                Case("k \(value)", secret.with("k", .string(value)), .notBase64URL("k")),
            ]
        }

    static let purposes = [
        Case("for encryption", rsa.with("use", "enc"), .notForSignatures(member: "use", value: "`enc`")),
        Case("for another purpose", rsa.with("use", "tls"), .notForSignatures(member: "use", value: "`tls`")),
        Case("for signatures in upper case", rsa.with("use", "SIG"), .notForSignatures(member: "use", value: "`SIG`")),
        Case("with operations, none", rsa.with("key_ops", []), .notForSignatures(member: "key_ops", value: "empty")),
        Case("to sign only", rsa.with("key_ops", ["sign"]), .notForSignatures(member: "key_ops", value: "`sign`")),
        Case(
            "to wrap and encrypt", rsa.with("key_ops", ["wrapKey", "encrypt"]),
            .notForSignatures(member: "key_ops", value: "`wrapKey`, `encrypt`")),
        Case(
            "to verify in upper case", rsa.with("key_ops", ["Verify"]),
            .notForSignatures(member: "key_ops", value: "`Verify`")),
        Case("for RSA-OAEP", rsa.with("alg", "RSA-OAEP"), .unsupportedAlgorithm("RSA-OAEP")),
        Case("for none", rsa.with("alg", "none"), .unsupportedAlgorithm("none")),
        Case("for rs256", rsa.with("alg", "rs256"), .unsupportedAlgorithm("rs256")),
        Case("for RS1", rsa.with("alg", "RS1"), .unsupportedAlgorithm("RS1")),
        Case("for ES256K", p256.with("alg", "ES256K"), .unsupportedAlgorithm("ES256K")),
    ]

    static let kinds = [
        Case("kty rsa", rsa.with("kty", "rsa"), .unsupportedKind("rsa")),
        Case("kty AKP", rsa.with("kty", "AKP"), .unsupportedKind("AKP")),
        Case("secp256k1", p256.with("crv", "secp256k1"), .unsupportedKind("EC secp256k1")),
        Case("p-256", p256.with("crv", "p-256"), .unsupportedKind("EC p-256")),
        Case("OpenSSL's name of a curve", p256.with("crv", "prime256v1"), .unsupportedKind("EC prime256v1")),
        Case("EC on Ed25519", p256.with("crv", "Ed25519"), .unsupportedKind("EC Ed25519")),
        Case("X25519", ed25519.with("crv", "X25519"), .unsupportedKind("OKP X25519")),
        Case("Ed448", ed25519.with("crv", "Ed448"), .unsupportedKind("OKP Ed448")),
        Case("OKP on P-256", ed25519.with("crv", "P-256"), .unsupportedKind("OKP P-256")),
    ]

    static let numbers = [
        Case("exponent 1", rsa.with("e", b64([1])), .unusable(.unsuitableExponent)),
        Case("exponent 2", rsa.with("e", b64([2])), .unusable(.unsuitableExponent)),
        Case("exponent 0", rsa.with("e", b64([0])), .unusable(.unsuitableExponent)),
        Case(
            "1024 bits", rsa.with("n", b64([UInt8](repeating: 0xFF, count: 128))),
            .unusable(.keyTooSmall(bits: 1024, minimum: 2048))),
        Case(
            "an even modulus", rsa.with("n", b64([UInt8](repeating: 0xFE, count: 256))), .unusable(.unsuitableModulus)),
        Case(
            "131072 bits", rsa.with("n", b64([UInt8](repeating: 0xFF, count: 16_384))),
            .unusable(.keyTooLarge(bits: 131_072, maximum: 16_384))),
        Case(
            "a short coordinate", p256.with("x", b64([UInt8](repeating: 1, count: 31))),
            .unusable(.wrongSize(what: "the x coordinate", bytes: 31, expected: 32))),
        Case(
            "a long coordinate", p256.with("y", b64([UInt8](repeating: 1, count: 33))),
            .unusable(.wrongSize(what: "the y coordinate", bytes: 33, expected: 32))),
        Case(
            "a coordinate above the prime", p256.with("x", b64([UInt8](repeating: 0xFF, count: 32))),
            .unusable(.coordinateOutOfRange(.p256))),
        Case(
            "a point off the curve", p256.with("x", b64([UInt8](repeating: 1, count: 32))),
            .unusable(.pointNotOnCurve(.p256))),
        Case(
            "a point of another curve", p256.with("crv", "P-384"),
            .unusable(.wrongSize(what: "the x coordinate", bytes: 32, expected: 48))),
        Case(
            "a short Ed25519 key", ed25519.with("x", b64([UInt8](repeating: 1, count: 31))),
            .unusable(.wrongSize(what: "the Ed25519 public key", bytes: 31, expected: 32))),
        Case(
            "an Ed25519 key of small order", ed25519.with("x", b64([UInt8](repeating: 0, count: 32))),
            .unusable(.invalidEd25519Key)),
    ]

    static let privates: [Case] = ["d", "p", "q", "dp", "dq", "qi", "oth"].flatMap { name in
        [rsa, p256, ed25519].map { key in
            Case(
                "\(key["kty"]?.stringValue ?? "") with \(name)", key.with(name, name == "oth" ? [] : "AA"), .privateKey)
        }
    }

    @Test("for a member", arguments: members)
    func member(_ hostile: Case) { #expect(Self.problem(hostile.key) == hostile.problem) }

    @Test("for what it is meant for", arguments: purposes)
    func purpose(_ hostile: Case) { #expect(Self.problem(hostile.key) == hostile.problem) }

    @Test("for its kind", arguments: kinds)
    func kind(_ hostile: Case) { #expect(Self.problem(hostile.key) == hostile.problem) }

    @Test("for its numbers", arguments: numbers)
    func number(_ hostile: Case) { #expect(Self.problem(hostile.key) == hostile.problem) }

    @Test("for its private half", arguments: privates)
    func privateHalf(_ hostile: Case) { #expect(Self.problem(hostile.key) == hostile.problem) }

    @Test("but taken with members that mean nothing here", arguments: [rsa, p256, ed25519])
    func ignores(_ key: JSONValue) throws {
        let more = key.with("x5c", ["MIIB"]).with("x5u", "https://evil.example").with("x5t", 1).with("ext", true).with(
            "key_ops", ["verify", "sign"]
        )
        .with("use", "sig").with("kid", "one")
        let read = try JWK.parse(#require(more.objectValue), source: "")
        #expect(read.keyID == "one" && read.use == .sig && read.algorithm == nil && !read.isSecret)
        #expect(try read.publicKey == JWK.parse(#require(key.objectValue), source: "").publicKey)
    }

    @Test("and comes back as it was written")
    func roundTrip() throws {
        for kind in TestKeys.specifications {
            let publicKey = TestKeys.key(kind).publicKey
            let algorithm = try #require(JWSAlgorithm.fitting(publicKey.kind).first)
            let key = JWK(publicKey: publicKey, keyID: "one", algorithm: algorithm)
            let read = try JWK.parse(#require(key.json.objectValue), source: "")
            #expect(
                read.publicKey == publicKey && read.keyID == "one" && read.algorithm == algorithm && read.use == .sig)
            #expect(read.thumbprint == JWK.thumbprint(of: publicKey) && read.thumbprint?.utf8.count == 43)
            #expect(read.json == key.json)
        }
        let secret = try JWK.parse(#require(Self.secret.with("kid", "s").objectValue), source: "")
        #expect(secret.isSecret && secret.publicKey == nil)
        #expect(secret.json == ["kty": "oct", "kid": "s"], "the secret itself is left out")
    }
}
