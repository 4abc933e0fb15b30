import Testing

@testable import Libcrypto

@Suite("A digest")
struct HashTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        var name: String
        var message: [UInt8]
        var digests: [Hash: String]

        init(_ name: String, _ message: [UInt8], _ digests: [Hash: String]) {
            self.name = name
            self.message = message
            self.digests = digests
        }

        var testDescription: String { name }
    }

    /// The first three are those of FIPS 180-4's examples.
    static let vectors = [
        Vector(
            "nothing", [],
            [
                .sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                .sha384: """
                38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da
                274edebfe76f65fbd51ad2f14898b95b
                """,
                .sha512: """
                cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce
                47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e
                """,
            ]),
        Vector(
            "three letters", Bytes.utf8("abc"),
            [
                .sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                .sha384: """
                cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed
                8086072ba1e7cc2358baeca134c825a7
                """,
                .sha512: """
                ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
                2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
                """,
            ]),
        Vector(
            "a million letters", Bytes.repeated(0x61, 1_000_000),
            [
                .sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                .sha384: """
                9d0e1809716474cb086e834e310a4a1ced149e9c00f248527972cec5704c2a5b
                07b8b3dc38ecc4ebae97ddd87f3d8985
                """,
                .sha512: """
                e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb
                de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b
                """,
            ]),
        Vector(
            "every byte", Array(0...255),
            [
                .sha256: "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880",
                .sha384: """
                ffdaebff65ed05cf400f0221c4ccfb4b2104fb6a51f87e40be6c4309386bfdec
                2892e9179b34632331a59592737db5c5
                """,
                .sha512: """
                1e7b80bc8edc552c8feeb2780e111477e5bc70465fac1a77b29b35980c3f0ce4
                a036a6c9462036824bd56801e62af7e9feba5c22ed8a5af877bf7de117dcac6d
                """,
            ]),
    ]

    @Test("is the one of SHA-2", arguments: vectors)
    func digests(_ vector: Vector) {
        for (hash, hex) in vector.digests {
            #expect(hash.digest(vector.message) == Bytes.hex(hex))
            #expect(hash.digest(vector.message.span) == Bytes.hex(hex))
            #expect(hash.byteCount == Bytes.hex(hex).count)
        }
    }

    @Test("is another for every change of a bit")
    func sensitive() {
        let message = Bytes.repeated(0, 64)
        var seen: Set<[UInt8]> = [Hash.sha256.digest(message)]
        for position in message.indices {
            for bit in 0..<8 {
                var changed = message
                changed[position] = 1 << UInt8(bit)
                #expect(seen.insert(Hash.sha256.digest(changed)).inserted)
            }
        }
        #expect(seen.count == 64 * 8 + 1)
    }
}
