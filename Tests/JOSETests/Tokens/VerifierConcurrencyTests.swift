import Libcrypto
import Testing

@testable import JOSE

@Suite("Verifiers that many tasks have")
struct VerifierConcurrencyTests {
    @Test("give the answers they give alone, over the same keys and rules")
    func many() async throws {
        let algorithms = JWSAlgorithm.allCases
        let tokens = try algorithms.map { try TestKeys.signer($0, keyID: $0.rawValue).sign(claims: Tokens.claims) }
        let keys = try KeySet(algorithms.map { try TestKeys.verificationKey($0, keyID: $0.rawValue) })
        let hostile = RefusalTable.cases.filter {
            $0.keys.keys.count == 1 && $0.code != .tokenKeyUnknown && $0.code != .tokenAlgorithmNotAllowed
        }
        let wrong = await withTaskGroup(of: [String].self) { group in
            for task in 0..<8 {
                group.addTask {
                    let verifier = TokenVerifier()
                    var wrong: [String] = []
                    for round in 0..<10 {
                        for (algorithm, token) in zip(algorithms, tokens) {
                            let bytes = Array(token.utf8)
                            if verifier.verify(bytes.span, keys: keys, rules: Tokens.rules, at: Tokens.now).refusal
                                != nil
                            {
                                wrong.append("\(algorithm) refused")
                            }
                            let changed = Array((token.dropLast(4) + "AAAA").utf8)
                            if verifier.verify(changed.span, keys: keys, rules: Tokens.rules, at: Tokens.now).refusal?
                                .code != .tokenSignatureInvalid
                            {
                                wrong.append("\(algorithm) accepted")
                            }
                        }
                        let test = hostile[(task + round) % hostile.count]
                        let bytes = Array(test.token.utf8)
                        if verifier.verify(bytes.span, keys: Tokens.keys, rules: Tokens.rules, at: Tokens.now).refusal
                            != test.refusal
                        {
                            wrong.append(test.name)
                        }
                        await Task.yield()
                    }
                    return wrong
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(wrong == [])
        #expect(tokens.count == 13)
    }

    @Test("read key sets and inspect tokens at once")
    func reading() async throws {
        let json = JWKSet.json(
            TestKeys.specifications.map { JWK(publicKey: TestKeys.key($0).publicKey, keyID: "\($0)", algorithm: nil) }
        ).bytes()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let inspection = TokenInspection.inspect(
                        token: Array(RefusalTable.sound.utf8),
                        against: Yardstick(keys: .given(Tokens.keys), rules: Tokens.rules), at: Tokens.now)
                    let loaded = try KeySet.load(jwks: json, algorithms: Set(JWSAlgorithm.allCases), source: "")
                    return inspection.verdict == .accepted ? loaded.keys.count : 0
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == [Int](repeating: TestKeys.specifications.count, count: 16))
    }
}
