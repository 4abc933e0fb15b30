import Testing

@testable import Libcrypto

@Suite("Keys that many tasks share")
struct ConcurrencyTests {
    @Test("sign and verify as they do alone", arguments: SignatureTests.cases)
    func signatures(_ test: SignatureTests.Case) async throws {
        let key = TestKeys.key(test.key)
        let other = TestKeys.otherKey(test.key).publicKey
        let results = try await withThrowingTaskGroup(of: [Bool].self) { group in
            for task in 0..<8 {
                group.addTask {
                    let verifier = SignatureVerifier()
                    var results: [Bool] = []
                    for round in 0..<10 {
                        let message = Bytes.utf8("task \(task), round \(round)")
                        let signature = try key.sign(message, test.scheme)
                        results.append(
                            verifier.accepts(signature, for: message, key.publicKey, test.scheme))
                        results.append(
                            !verifier.accepts(signature, for: message, other, test.scheme))
                        await Task.yield()
                    }
                    return results
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(results.count == 160)
        #expect(results.allSatisfy { $0 })
    }

    @Test("make codes, digests and seals as they do alone")
    func secrets() async throws {
        let secret = Secret(Bytes.repeated(0x24, 64))
        let sealing = try SealingKey.generate()
        let expected = try HMAC.code(SignatureTests.message, secret, .sha512)
        let digest = Hash.sha384.digest(SignatureTests.message)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    let message = SignatureTests.message
                    let sealed = try sealing.seal(message, in: digest)
                    return try HMAC.code(message, secret, .sha512) == expected
                        && Hash.sha384.digest(message) == digest
                        && sealing.open(sealed, in: digest) == message
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == [Bool](repeating: true, count: 64))
    }

    @Test("are read and made by many at once")
    func loading() async throws {
        let pem = try TestKeys.key(.p256).publicKey.pem
        let keys = try await withThrowingTaskGroup(of: PublicKey.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    _ = try? PublicPEMTests.key(PublicPEM.secp256k1)
                    return try PublicPEMTests.key(pem)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(keys.count == 32)
        #expect(keys.allSatisfy { $0 == TestKeys.key(.p256).publicKey })
    }
}
