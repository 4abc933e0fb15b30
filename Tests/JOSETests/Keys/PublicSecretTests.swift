import Libcrypto
import Testing

@testable import JOSE

@Suite("A shared secret that is a public key")
struct PublicSecretTests {
    static func problem(_ secret: [UInt8]) -> KeyError.Problem? {
        let problems = [JWSAlgorithm.hs256, .hs384, .hs512].map { algorithm in
            failure { () throws(KeyError) in
                try VerificationKey(hmacSecret: Secret(secret), keyID: nil, algorithms: [algorithm], source: "s")
            }?.problem
        }
        // All that is long enough for an algorithm is judged alike.
        return problems.first { $0 == .secretIsPublicKey } ?? problems[0]
    }

    static func base64(_ bytes: [UInt8], padded: Bool = true) -> String {
        let text = Base64URL.encode(bytes).replacing("-", with: "+").replacing("_", with: "/")
        return text + String(repeating: "=", count: padded ? (4 - text.utf8.count % 4) % 4 : 0)
    }

    /// The forms in which a public key is passed on.
    static func forms(_ key: PublicKey) throws -> [(String, [UInt8])] {
        let der = try key.subjectPublicKeyInfo
        let pem = try key.pem
        let json = JSONValue.object(JWK.members(of: key))
        let armour = base64(der)
        let lines = pem.split(separator: "\n").dropFirst().dropLast()
        return [
            ("PEM", Array(pem.utf8)), ("PEM without its last line end", Array(pem.dropLast().utf8)),
            ("PEM behind blanks", Array("  \n\(pem)".utf8)), ("DER", der),
            ("DER with a line end", der + [0x0A]), ("base64 of PEM", Array(base64(Array(pem.utf8)).utf8)),
            ("base64 of DER", Array(armour.utf8)), ("base64 with a line end", Array("\(armour)\r\n".utf8)),
            ("base64 without padding", Array(base64(der, padded: false).utf8)),
            ("base64url of DER", Array(Base64URL.encode(der).utf8)),
            ("PEM without its first and last line", Array(lines.joined(separator: "\n").utf8)),
            ("a JWK", json.bytes()), ("a JWK, laid out", json.bytes(.pretty)),
            ("a JWK behind blanks", Array(" \n\t".utf8) + json.bytes()),
            ("a JWK set", JWKSet.json([JWK(publicKey: key, keyID: "one", algorithm: nil)]).bytes()),
        ]
    }

    @Test("is refused in every form a key is passed on in (CVE-2016-10555)", arguments: TestKeys.specifications)
    func refused(_ specification: PrivateKey.Specification) throws {
        for (name, bytes) in try Self.forms(TestKeys.key(specification).publicKey) {
            #expect(Self.problem(bytes) == .secretIsPublicKey, "\(name)")
        }
    }

    @Test("is refused whatever its last byte is, also one that looks like a blank before a line end")
    func lastByte() throws {
        let der = try TestKeys.key(.p256).publicKey.subjectPublicKeyInfo
        for last in UInt8.min ... .max {
            // Where a key ends is said by its own lengths, and whether its point is one does not matter here.
            let bytes = der.dropLast() + [last]
            for end in [[], [0x0A], [0x0D, 0x0A], [0x20]] as [[UInt8]] {
                #expect(Self.problem(bytes + end) == .secretIsPublicKey, "\(last) \(end)")
                #expect(Self.problem(Array(Self.base64(bytes + end).utf8)) == .secretIsPublicKey, "\(last) \(end)")
            }
        }
    }

    @Test("is refused as a certificate, or as PKCS#1 writes an RSA key")
    func others() {
        let modulus = [0x02, 0x82, 0x01, 0x01, 0x00] + [UInt8](repeating: 0xC3, count: 256)
        let pkcs1 = [0x30, 0x82, 0x01, 0x0A] + modulus + [0x02, 0x03, 0x01, 0x00, 0x01]
        let v3 =
            [0x30, 0x82, 0x00, 0x64, 0x30, 0x42, 0xA0, 0x03, 0x02, 0x01, 0x02] + [UInt8](repeating: 0x30, count: 93)
        let v1 = [0x30, 0x81, 0x64, 0x30, 0x42, 0x02, 0x09] + [UInt8](repeating: 0x30, count: 96)
        for bytes in [pkcs1, v3, v1] {
            #expect(Self.problem(bytes) == .secretIsPublicKey)
            #expect(Self.problem(Array(Self.base64(bytes).utf8)) == .secretIsPublicKey)
        }
        #expect(
            Self.problem(Array("\tssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ somebody@somewhere".utf8))
                == .secretIsPublicKey)
    }

    @Test("is told from secrets that only begin alike")
    func secrets() {
        let filler = [UInt8](repeating: 0x6B, count: 62)
        let sound: [[UInt8]] = [
            [0x30, 0x3E] + filler, [0x30, 0x3E, 0x30, 0x3C] + filler.dropFirst(2), [0x30, 0x82] + filler,
            [0x30, 0x3E, 0x02, 0x3C] + filler.dropFirst(2), [0x30, 0x80] + filler, [0x30, 0x84] + filler,
            Array("{\"secret\":\"0123456789012345678901234567890123456789012345678901234567890123\"}".utf8),
            Array("{ not JSON at all, but long enough to be a secret of sixty-four bytes }".utf8),
            Array(Self.base64([UInt8](repeating: 0xA7, count: 64)).utf8),
            Array("MIIB is how base64 of DER begins, and this is none, with all its blanks".utf8),
            Array("correct horse battery staple correct horse battery staple correct horse".utf8),
            [UInt8](repeating: 0x30, count: 64), [UInt8](repeating: 0, count: 64),
        ]
        for secret in sound { #expect(Self.problem(secret) == nil, "\(String(decoding: secret, as: UTF8.self))") }
    }

    @Test("has no false alarm on ten thousand random secrets")
    func random() throws {
        for _ in 0..<100 {
            let bytes = try Random.bytes(count: 3_200)
            for start in stride(from: 0, to: 3_200, by: 32) {
                #expect(!PublicText.isKey(Array(bytes[start..<start + 32])))
            }
        }
    }

    @Test("is refused when it signs, too")
    func signing() throws {
        let der = try TestKeys.key(.rsa2048).publicKey.subjectPublicKeyInfo
        let problem = failure { () throws(JWTSigner.Problem) in
            try JWTSigner(hmacSecret: Secret(der), algorithm: .hs256, keyID: nil)
        }
        #expect(problem == .key(KeyError(.secretIsPublicKey, source: "")))
    }
}
