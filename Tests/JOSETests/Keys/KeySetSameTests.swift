import Libcrypto
import Testing

@testable import JOSE

@Suite("Two key sets are the same")
struct KeySetSameTests {
    static func key(
        _ name: String?, _ algorithms: Set<JWSAlgorithm> = [.es256], other: Bool = false, source: String = "a"
    ) throws -> VerificationKey {
        let key = other ? TestKeys.otherKey(.p256) : TestKeys.key(.p256)
        return try VerificationKey(publicKey: key.publicKey, keyID: name, algorithms: algorithms, source: source)
    }

    static func secret(_ byte: UInt8) throws -> VerificationKey {
        try VerificationKey(
            hmacSecret: Secret([UInt8](repeating: byte, count: 64)), keyID: "s", algorithms: [.hs256], source: "a")
    }

    @Test("in any order and from anywhere, when keys, names and algorithms are")
    func same() throws {
        let set = try KeySet([Self.key("k1"), Self.key("k2", other: true)])
        let turned = try KeySet([Self.key("k2", other: true, source: "b"), Self.key("k1")])
        #expect(set.isSame(as: set) && set.isSame(as: turned) && turned.isSame(as: set))
        #expect(try KeySet([Self.secret(1)]).isSame(as: KeySet([Self.secret(1)])))
    }

    @Test("not when anything else differs")
    func different() throws {
        let set = try KeySet([Self.key("k1"), Self.key("k2", other: true)])
        let others = [
            try KeySet([Self.key("k1")]),
            try KeySet([Self.key("k1"), Self.key("k2", other: true), Self.key("k3")]),
            try KeySet([Self.key("k1", other: true), Self.key("k2", other: true)]),
            try KeySet([Self.key("k1"), Self.key("K2", other: true)]),
            try KeySet([Self.key("k1"), Self.key(nil, other: true)]),
            try KeySet([Self.key("k1").answeringAnyKeyID(), Self.key("k2", other: true)]),
        ]
        for other in others { #expect(!set.isSame(as: other) && !other.isSame(as: set)) }
        #expect(try !KeySet([Self.secret(1)]).isSame(as: KeySet([Self.secret(2)])))
        // Names compare by their bytes: the two texts are canonically equivalent.
        #expect(try !KeySet([Self.key("\u{e9}")]).isSame(as: KeySet([Self.key("e\u{301}")])))
    }
}
