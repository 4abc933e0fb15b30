import Libcrypto
import Testing

@testable import JOSE

/// A token as it is sent, and why it is refused.
struct HostileToken: Sendable, CustomTestStringConvertible {
    var why: String
    var token: String
    var refusal: TokenRefusal

    init(_ why: String, _ token: String, _ refusal: TokenRefusal) {
        self.why = why
        self.token = token
        self.refusal = refusal
    }

    var testDescription: String { why }
}

@Suite("A token is refused for its form")
struct CompactFormTests {
    static let sound = Tokens.sign(Tokens.claims)
    static let parts = sound.split(separator: ".").map(String.init)
    static let (header, payload, signature) = (parts[0], parts[1], parts[2])

    static let shapes = [
        HostileToken("empty", "", .missing), HostileToken("a blank", " ", .wrongNumberOfParts(1)),
        HostileToken("no dot", header, .wrongNumberOfParts(1)),
        HostileToken("one dot", header + "." + payload, .wrongNumberOfParts(2)),
        HostileToken("three dots", sound + ".", .wrongNumberOfParts(4)),
        HostileToken("three dots, in front", "." + sound, .wrongNumberOfParts(4)),
        HostileToken("five parts, as an encrypted one", "a.b.c.d.e", .encrypted),
        HostileToken("four dots", "....", .encrypted),
        HostileToken("six parts", "a.b.c.d.e.f", .wrongNumberOfParts(6)),
        HostileToken("ten thousand dots", String(repeating: ".", count: 10_000), .wrongNumberOfParts(10_001)),
        HostileToken("general JSON serialization", #"{"payload":"e30","signatures":[]}"#, .jsonSerialization),
        HostileToken(
            "flattened JSON serialization", #"{"protected":"e30","payload":"e30","signature":""}"#, .jsonSerialization),
        HostileToken("JSON serialization with dots", #"{"payload":"a.b.c.d"}"#, .jsonSerialization),
        HostileToken("with its scheme", "Bearer " + sound, .invalidBase64URL(.header)),
        HostileToken("in quotes", "\"\(sound)\"", .invalidBase64URL(.header)),
        HostileToken("a blank in front", " " + sound, .invalidBase64URL(.header)),
        HostileToken("a blank behind", sound + " ", .invalidBase64URL(.signature)),
        HostileToken("a line feed behind", sound + "\n", .invalidBase64URL(.signature)),
        HostileToken("NUL behind", sound + "\0", .invalidBase64URL(.signature)),
        HostileToken("a blank behind a dot", header + ". " + payload + "." + signature, .invalidBase64URL(.payload)),
        HostileToken("a padded header", header + "=." + payload + "." + signature, .invalidBase64URL(.header)),
        HostileToken("a padded payload", header + "." + payload + "==." + signature, .invalidBase64URL(.payload)),
        HostileToken("a padded signature", sound + "=", .invalidBase64URL(.signature)),
        HostileToken(
            "the other alphabet", header + "." + payload + "." + "+/" + signature.dropFirst(2),
            .invalidBase64URL(.signature)),
        HostileToken(
            "unused bits that are set", header + "." + payload + "." + signature.dropLast() + "B",
            .invalidBase64URL(.signature)),
        HostileToken("letters outside ASCII", header + ".\u{E9}\u{E9}." + signature, .invalidBase64URL(.payload)),
        HostileToken("no header", "." + payload + "." + signature, .headerInvalid(error([], .empty, 0))),
        HostileToken("three empty parts", "..", .headerInvalid(error([], .empty, 0))),
        HostileToken("no signature", header + "." + payload + ".", .signatureInvalid(.hs256, key: keyLabel)),
        HostileToken("no payload", header + ".." + signature, .signatureInvalid(.hs256, key: keyLabel)),
        HostileToken(
            "half a signature", header + "." + payload + "." + signature.prefix(22), .invalidBase64URL(.signature)),
        HostileToken(
            "16 KiB and a byte", String(repeating: "A", count: 16_385), .tooLarge(bytes: 16_385, limit: 16_384)),
        HostileToken(
            "a megabyte of dots", String(repeating: ".", count: 1 << 20), .tooLarge(bytes: 1 << 20, limit: 16_384)),
        HostileToken("a header of over 4 KiB", largeHeader(4_098), .headerTooLarge(bytes: 4_098, limit: 4_096)),
        HostileToken(
            "16 KiB of header", String(repeating: "A", count: 16_380) + "..",
            .headerTooLarge(bytes: 12_285, limit: 4_096)),
    ]

    static let keyLabel = "shared secret of 64 bytes, no `kid`, from tests"

    static func error(_ bytes: [UInt8], _ problem: JSONError.Problem, _ offset: Int) -> JSONError {
        JSONError(problem, at: offset, in: bytes.span)
    }

    /// A sound header of so many bytes.
    static func largeHeader(_ count: Int) -> String {
        let filler = String(repeating: "x", count: count - #"{"alg":"HS256","x":""}"#.utf8.count)
        return Tokens.header(#"{"alg":"HS256","x":"\#(filler)"}"#)
    }

    @Test("in its parts", arguments: shapes)
    func shape(_ hostile: HostileToken) {
        #expect(Tokens.refusal(hostile.token) == hostile.refusal)
        #expect(Tokens.signatureRefusal(hostile.token, keys: Tokens.keys) == hostile.refusal)
    }

    @Test("but taken with a header and a size at the limit")
    func limits() {
        #expect(Tokens.refusal(Self.largeHeader(4_096)) == nil)
        #expect(Tokens.refusal(Self.largeHeader(4_097))?.code == .tokenMalformed)
        let sizes = (11_900...12_300).map { count -> (Int, TokenRefusal?) in
            let claims = Tokens.claims.with("x", .string(String(repeating: "x", count: count)))
            let token = Tokens.sign(claims)
            return (token.utf8.count, Tokens.refusal(token))
        }
        #expect(sizes.contains { $0.0 > 16_384 } && sizes.contains { $0.0 >= 16_381 && $0.0 <= 16_384 })
        for (size, refusal) in sizes {
            #expect(refusal == (size <= 16_384 ? nil : .tooLarge(bytes: size, limit: 16_384)))
        }
    }

    @Test("and says nothing of claims that nobody signed")
    func order() {
        // Wrong in every claim, and expired; but first of all not signed.
        let token = Tokens.sign(["iss": "https://evil.example", "exp": 1])
        #expect(Tokens.refusal(token)?.code == .tokenIssuerUntrusted)
        #expect(Tokens.refusal(String(token.dropLast(43)) + signatureOfZeros)?.code == .tokenSignatureInvalid)
        #expect(
            Tokens.refusal(Tokens.raw(header: #"{"alg":"HS256"}"#, payload: "junk").dropLast(43) + signatureOfZeros)?
                .code == .tokenSignatureInvalid)
    }

    private let signatureOfZeros = String(repeating: "A", count: 43)

    @Test("its dots are counted wherever they stand")
    func dots() {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...40, using: &generator)
            let text = (0..<count).map { _ in Int.random(in: 0..<12, using: &generator) == 0 ? "." : "A" }.joined()
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).count
            let refusal = Tokens.parse(text).refusal
            switch parts {
            case 3: #expect(refusal?.code == .tokenMalformed && refusal != .wrongNumberOfParts(3), "\(text)")
            case 5: #expect(refusal == .encrypted, "\(text)")
            default: #expect(refusal == .wrongNumberOfParts(parts), "\(text)")
            }
        }
    }

    @Test(
        "its issuer can be read before, to choose whose keys to check with",
        arguments: [
            (#"{"iss":"https://idp.example/op"}"#, "https://idp.example/op" as String?), (#"{"iss":"\u0061"}"#, "a"),
            (#"{"iss":1}"#, nil),
            (#"{"iss":["a"]}"#, nil), ("{}", nil), ("[]", nil), ("junk", nil), (#"{"iss":"a","iss":"b"}"#, nil),
            (#"{"iss":"a"}x"#, nil),
        ])
    func issuer(_ payload: String, _ issuer: String?) {
        func read(_ token: String) -> String? {
            let bytes = Array(token.utf8)
            return UnverifiedJWS.unverifiedIssuer(of: bytes.span)
        }
        #expect(read("x." + Tokens.b64(payload) + ".x") == issuer)
        #expect(read("x." + Tokens.b64(payload) + "=.x") == nil)
        #expect(read("x." + Tokens.b64(payload)) == nil && read("") == nil)
    }
}
