import Libcrypto
import Testing

@testable import JOSE

@Suite("A signed token")
struct TamperTests {
    static func verify(_ verifier: TokenVerifier, _ token: [UInt8], _ keys: KeySet) -> Result<VerifiedJWT, TokenRefusal>
    {
        verifier.verify(token.span, keys: keys, rules: Tokens.rules, at: Tokens.now)
    }

    @Test("is accepted with its own key, in each algorithm", arguments: JWSAlgorithm.allCases)
    func accepted(_ algorithm: JWSAlgorithm) throws {
        let keys = TestKeys.set(algorithm, keyID: "one")
        for keyID in ["one", nil] {
            let token = try TestKeys.signer(algorithm, keyID: keyID).sign(claims: Tokens.claims)
            let verified = try Tokens.verify(token, keys: keys).get()
            #expect(verified.subject == "u-1" && verified.algorithm == algorithm && verified.keyID == keyID)
        }
    }

    @Test("is refused with another key of the same kind", arguments: JWSAlgorithm.allCases)
    func otherKey(_ algorithm: JWSAlgorithm) throws {
        let token = try TestKeys.signer(algorithm, other: true).sign(claims: Tokens.claims)
        let key = try TestKeys.verificationKey(algorithm)
        #expect(Tokens.refusal(token, keys: try KeySet([key])) == .signatureInvalid(algorithm, key: key.label))
    }

    @Test("is refused under every other algorithm of the same key", arguments: JWSAlgorithm.allCases)
    func otherAlgorithm(_ algorithm: JWSAlgorithm) throws {
        let family = family(of: algorithm)
        let keys = try KeySet([key(family)])
        let token = try TestKeys.signer(algorithm).sign(claims: Tokens.claims)
        let rest = token.drop { $0 != "." }
        for other in family where other != algorithm {
            let forged = Tokens.b64(#"{"alg":"\#(other)","typ":"JWT"}"#) + rest
            #expect(Tokens.refusal(forged, keys: keys)?.code == .tokenSignatureInvalid, "\(algorithm) as \(other)")
        }
        #expect(Tokens.refusal(token, keys: keys) == nil)
    }

    private func family(of algorithm: JWSAlgorithm) -> [JWSAlgorithm] {
        guard !algorithm.isSymmetric else { return [.hs256, .hs384, .hs512] }
        return JWSAlgorithm.fitting(TestKeys.key(TestKeys.specification(algorithm)).publicKey.kind)
    }

    private func key(_ family: [JWSAlgorithm]) throws -> VerificationKey {
        guard !family[0].isSymmetric else {
            return try VerificationKey(hmacSecret: TestKeys.secret, keyID: nil, algorithms: Set(family), source: "")
        }
        let publicKey = TestKeys.key(TestKeys.specification(family[0])).publicKey
        return try VerificationKey(publicKey: publicKey, keyID: nil, algorithms: Set(family), source: "")
    }

    @Test("is refused when any of its bytes is any other byte", arguments: [JWSAlgorithm.hs256, .edDSA])
    func everyByte(_ algorithm: JWSAlgorithm) throws {
        let keys = TestKeys.set(algorithm)
        // Short claims, so that each of some 150 places is tried with each of 255 bytes.
        let claims: JSONValue = [
            "iss": .string(Tokens.issuer), "sub": "u", "aud": "poort", "exp": .integer(Tokens.seconds + 60),
        ]
        let sound = Array(try TestKeys.signer(algorithm).sign(claims: claims, type: nil).utf8)
        let verifier = TokenVerifier()
        #expect(Self.verify(verifier, sound, keys).refusal == nil)
        var accepted: [Int] = []
        for position in sound.indices {
            for byte in UInt8.min...UInt8.max where byte != sound[position] {
                var changed = sound
                changed[position] = byte
                if Self.verify(verifier, changed, keys).refusal == nil { accepted.append(position) }
            }
        }
        #expect(accepted.isEmpty)
        #expect(Self.verify(verifier, sound, keys).refusal == nil, "and nothing of it stays behind")
    }

    @Test(
        "is refused when a bit of a byte is changed, a byte is missing, doubled or added",
        arguments: JWSAlgorithm.allCases)
    func everyPlace(_ algorithm: JWSAlgorithm) throws {
        let keys = TestKeys.set(algorithm)
        let sound = Array(try TestKeys.signer(algorithm).sign(claims: Tokens.claims).utf8)
        let verifier = TokenVerifier()
        var accepted: [String] = []
        func attempt(_ what: String, _ position: Int, _ token: [UInt8]) {
            if token != sound, Self.verify(verifier, token, keys).refusal == nil {
                accepted.append("\(what) at \(position)")
            }
        }
        for position in sound.indices {
            for bit: UInt8 in [0x01, 0x02, 0x20] {
                var changed = sound
                changed[position] ^= bit
                attempt("bit \(bit)", position, changed)
            }
            var shorter = sound
            shorter.remove(at: position)
            attempt("missing", position, shorter)
            var longer = sound
            longer.insert(sound[position], at: position)
            attempt("doubled", position, longer)
        }
        for byte in UInt8.min...UInt8.max {
            attempt("behind", Int(byte), sound + [byte])
            attempt("in front", Int(byte), [byte] + sound)
        }
        for count in sound.indices { attempt("cut", count, Array(sound.prefix(count))) }
        #expect(accepted == [])
    }

    @Test("is refused with the signature or the claims of another")
    func recombined() throws {
        let one = Tokens.sign(Tokens.claims).split(separator: ".")
        let other = Tokens.sign("sub", "u-2").split(separator: ".")
        #expect(one[0] == other[0] && one[1] != other[1] && one[2] != other[2])
        #expect(Tokens.refusal("\(one[0]).\(other[1]).\(one[2])")?.code == .tokenSignatureInvalid)
        #expect(Tokens.refusal("\(one[0]).\(one[1]).\(other[2])")?.code == .tokenSignatureInvalid)
        #expect(Tokens.refusal("\(one[1]).\(one[0]).\(one[2])")?.code == .tokenMalformed)
    }

    @Test(
        "of ECDSA is refused with a signature in DER, and with zeros", arguments: [JWSAlgorithm.es256, .es384, .es512])
    func ecdsaForms(_ algorithm: JWSAlgorithm) throws {
        let keys = TestKeys.set(algorithm)
        let token = try TestKeys.signer(algorithm).sign(claims: Tokens.claims)
        let message = token.split(separator: ".").prefix(2).joined(separator: ".") + "."
        let raw = try #require(Base64URL.decode(String(token.split(separator: ".")[2])))
        let half = raw.count / 2
        func integer(_ digits: ArraySlice<UInt8>) -> [UInt8] {
            let trimmed = Array(digits.drop { $0 == 0 })
            let padded = (trimmed.first ?? 0) >= 0x80 ? [0] + trimmed : trimmed
            return [2, UInt8(padded.count)] + padded
        }
        let content = integer(raw[..<half]) + integer(raw[half...])
        let der = (content.count < 128 ? [0x30, UInt8(content.count)] : [0x30, 0x81, UInt8(content.count)]) + content
        let zeros = [UInt8](repeating: 0, count: half)
        for hostile in [
            der, zeros + zeros, raw[..<half] + zeros, zeros + raw[half...], [], raw + [0], Array(raw.dropLast()),
        ] {
            let refusal = Tokens.refusal(message + Base64URL.encode(hostile), keys: keys)
            #expect(refusal?.code == .tokenSignatureInvalid)
        }
    }
}
