import Testing

@testable import Libcrypto

@Suite("A signature")
struct SignatureTests {
    /// A way to sign and the key to do it with.
    struct Case: Sendable, CustomTestStringConvertible {
        var scheme: SignatureScheme
        var key: PrivateKey.Specification

        var testDescription: String { "\(scheme)" }
    }

    static let schemes: [SignatureScheme] =
        Hash.allCases.flatMap { [.rsaPKCS1($0), .rsaPSS($0), .ecdsa($0)] } + [.ed25519]

    static let cases: [Case] =
        Hash.allCases.flatMap {
            [Case(scheme: .rsaPKCS1($0), key: .rsa2048), Case(scheme: .rsaPSS($0), key: .rsa2048)]
        } + [
            Case(scheme: .ecdsa(.sha256), key: .p256), Case(scheme: .ecdsa(.sha384), key: .p384),
            Case(scheme: .ecdsa(.sha512), key: .p521), Case(scheme: .ed25519, key: .ed25519),
        ]

    static let message = Bytes.utf8("the message")

    static func verify(_ signature: [UInt8], _ message: [UInt8], _ key: PublicKey, _ scheme: SignatureScheme) -> Bool {
        SignatureVerifier().verify(signature: signature.span, message: message.span, key: key, scheme: scheme)
    }

    @Test("verifies with its own key, also of an empty and of a long message", arguments: cases)
    func roundTrip(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let verifier = SignatureVerifier()
        for message in [Self.message, [], Bytes.repeated(0, 1), Bytes.repeated(0x61, 100_000)] {
            let signature = try key.sign(message, test.scheme)
            #expect(signature.count == key.publicKey.signatureByteCount)
            for _ in 0..<2 {
                #expect(
                    verifier.accepts(signature, for: message, key.publicKey, test.scheme))
            }
        }
    }

    @Test("is refused when any of its bytes is changed", arguments: cases)
    func changedSignature(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let signature = try key.sign(Self.message, test.scheme)
        for position in signature.indices {
            for bit: UInt8 in [0x01, 0x80] {
                var changed = signature
                changed[position] ^= bit
                #expect(!Self.verify(changed, Self.message, key.publicKey, test.scheme), "byte \(position)")
            }
        }
    }

    @Test("is refused for any other message", arguments: cases)
    func changedMessage(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let signature = try key.sign(Self.message, test.scheme)
        for position in Self.message.indices {
            var changed = Self.message
            changed[position] ^= 0x20
            #expect(!Self.verify(signature, changed, key.publicKey, test.scheme))
        }
        for changed in [[], Array(Self.message.dropLast()), Self.message + [0], Self.message + Self.message] {
            #expect(!Self.verify(signature, changed, key.publicKey, test.scheme))
        }
    }

    @Test("is refused with another length", arguments: cases)
    func length(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let signature = try key.sign(Self.message, test.scheme)
        let half = signature.count / 2
        let hostile: [[UInt8]] = [
            [], [0], Array(signature.dropLast()), Array(signature.dropFirst()), signature + [0], [0] + signature,
            signature + signature, Array(signature.prefix(half)),
            [0] + signature.prefix(half) + [0] + signature.suffix(signature.count - half),
        ]
        for changed in hostile { #expect(!Self.verify(changed, Self.message, key.publicKey, test.scheme)) }
        for byte: UInt8 in [0x00, 0x01, 0xFF] {
            let filled = Bytes.repeated(byte, signature.count)
            #expect(!Self.verify(filled, Self.message, key.publicKey, test.scheme), "all bytes \(byte)")
        }
    }

    @Test("is refused with another key of the same kind, and with every key of another kind", arguments: cases)
    func wrongKey(_ test: Case) throws {
        let signature = try TestKeys.key(test.key).sign(Self.message, test.scheme)
        let other = TestKeys.otherKey(test.key).publicKey
        #expect(!Self.verify(signature, Self.message, other, test.scheme))
        for kind in TestKeys.kinds where kind != test.key {
            #expect(!Self.verify(signature, Self.message, TestKeys.key(kind).publicKey, test.scheme))
        }
    }

    @Test("is refused under every other scheme", arguments: cases)
    func wrongScheme(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let signature = try key.sign(Self.message, test.scheme)
        let verifier = SignatureVerifier()
        for scheme in Self.schemes {
            let isGood = verifier.accepts(signature, for: Self.message, key.publicKey, scheme)
            #expect(isGood == (scheme == test.scheme), "\(scheme)")
        }
    }

    @Test("is checked again and again by one verifier, whatever it saw before", arguments: cases)
    func stateless(_ test: Case) throws {
        let key = TestKeys.key(test.key)
        let good = try key.sign(Self.message, test.scheme)
        let bad = Bytes.repeated(0x55, good.count)
        let verifier = SignatureVerifier()
        for round in 0..<20 {
            let signature = round.isMultiple(of: 3) ? good : bad
            let isGood = verifier.accepts(signature, for: Self.message, key.publicKey, test.scheme)
            #expect(isGood == round.isMultiple(of: 3))
        }
        #expect(verifier.contextCount <= 1)
    }

    @Test("is made anew each time where the scheme is randomised, and is the same where it is not")
    func randomised() throws {
        for test in Self.cases {
            let key = TestKeys.key(test.key)
            let one = try key.sign(Self.message, test.scheme)
            let other = try key.sign(Self.message, test.scheme)
            switch test.scheme {
            case .rsaPSS, .ecdsa: #expect(one != other)
            case .rsaPKCS1, .ed25519: #expect(one == other)
            }
        }
    }

    @Test("fits a kind of key by its scheme")
    func fits() {
        let kinds: [PublicKey.Kind] = [.rsa(bits: 2048), .ec(.p256), .ec(.p384), .ec(.p521), .ed25519]
        func fitting(_ scheme: SignatureScheme) -> [PublicKey.Kind] { kinds.filter { scheme.fits($0) } }
        for hash in Hash.allCases {
            #expect(fitting(.rsaPKCS1(hash)) == [kinds[0]] && fitting(.rsaPSS(hash)) == [kinds[0]])
            #expect(fitting(.ecdsa(hash)) == Array(kinds[1...3]))
        }
        #expect(fitting(.ed25519) == [.ed25519])
        #expect(
            Self.schemes.map(\.description).sorted() == Set(Self.schemes.map(\.description)).sorted(),
            "each has a name of its own")
    }
}
