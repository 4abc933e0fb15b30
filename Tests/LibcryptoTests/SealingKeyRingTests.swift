import Testing

@testable import Libcrypto

@Suite("A ring of sealing keys")
struct SealingKeyRingTests {
    private func secret(_ byte: UInt8) -> Secret { Secret([UInt8](repeating: byte, count: 32)) }

    @Test("seals with the first and opens with any, for the same purpose alone")
    func purposes() throws {
        let old = try SealingKeyRing([secret(1)])
        let new = try SealingKeyRing([secret(2), secret(1)])
        let text = Array("text".utf8)
        let sealed = try old.seal(text.span, for: "a")
        #expect(sealed.count == text.count + SealingKeyRing.overhead)
        #expect(try old.open(sealed.span, for: "a") == text && new.open(sealed.span, for: "a") == text)
        #expect(throws: LibcryptoError.sealBroken) { try old.open(sealed.span, for: "b") }
        let newer = try new.seal(text.span, for: "a")
        #expect(throws: LibcryptoError.sealBroken) { try old.open(newer.span, for: "a") }
        #expect(try new.seal(text.span, for: "a") != newer, "a nonce is used once")
    }

    @Test("opens nothing that was changed, cut or made longer")
    func changed() throws {
        let ring = try SealingKeyRing([secret(1), secret(2)])
        let sealed = try ring.seal(Array("text".utf8).span, for: "a")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x80
            #expect(throws: LibcryptoError.sealBroken) { try ring.open(changed.span, for: "a") }
            #expect(throws: LibcryptoError.sealBroken) { try ring.open(Array(sealed[..<index]).span, for: "a") }
        }
        #expect(throws: LibcryptoError.sealBroken) { try ring.open((sealed + [0]).span, for: "a") }
    }

    @Test("has at least one key, each of 32 bytes and only once")
    func keys() {
        #expect(throws: LibcryptoError.self) { try SealingKeyRing([]) }
        #expect(throws: LibcryptoError.self) { try SealingKeyRing([Secret([1, 2, 3])]) }
        #expect(throws: LibcryptoError.sealingKeyTwice) { try SealingKeyRing([secret(1), secret(2), secret(1)]) }
    }
}
