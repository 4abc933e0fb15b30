import Testing

@testable import JOSE

@Suite("Project Wycheproof's vectors")
struct WycheproofTests {
    /// Valid by the vectors, and refused by our rules: the vector's number, and why.
    static let refusedByPolicy: [String: [Int: String]] = [
        "json_web_signature_test.json": [
            346: "the key's own `alg` is PS256, and the token says PS384 (RFC 7517 section 4.4)",
            350: "the key's own `alg` is PS256, and the token says PS384 (RFC 7517 section 4.4)",
            347: "the key's own `alg` is ES521, which does not exist",
            351: "the key's own `alg` is ES521, which does not exist",
            372: "a character outside the alphabet stands in the base64url (RFC 4648 section 3.3)",
            373: "a character outside the alphabet stands in the base64url (RFC 4648 section 3.3)",
        ]
    ]

    /// Invalid by the vectors, but their `jws` is a sound one, letter by letter: nothing is left to refuse.
    static let soundAfterAll: [String: [Int: String]] = [
        "json_web_signature_test.json": [
            367: "the padding that the comment names is not there: the same token as vector 370",
            370: "the padding that the comment names is not there: the same token as vector 367",
        ]
    ]

    /// The verdict on a token of a group; `nil` when it is accepted.
    static func refusal(_ vector: Wycheproof.Vector, _ group: Wycheproof.Group) -> TokenRefusal? {
        guard case .success(let keys) = group.keys else { return nil }
        return Tokens.signatureRefusal(vector.jws, keys: keys)
    }

    static func isAccepted(_ vector: Wycheproof.Vector, _ group: Wycheproof.Group) -> Bool {
        guard case .success = group.keys else { return false }
        return refusal(vector, group) == nil
    }

    @Test(
        "each signature is accepted or refused as the vector says",
        .enabled(if: Wycheproof.isThere, "skipped: the vectors do not lie beside the package"),
        arguments: Wycheproof.files)
    func vectors(_ name: String) throws {
        let file = try Wycheproof.read(name)
        var refused: Set<Int> = []
        var sound: Set<Int> = []
        var executed: Set<Int> = []
        for group in file.groups {
            for vector in group.vectors {
                executed.insert(vector.id)
                let isAccepted = Self.isAccepted(vector, group)
                if vector.isValid, !isAccepted {
                    refused.insert(vector.id)
                    let why = Self.refusedByPolicy[name]?[vector.id]
                    let reason = Self.refusal(vector, group).map { "\($0)" } ?? "\(group.keys)"
                    #expect(why != nil, "\(vector.id) \(vector.comment): valid, and refused: \(reason)")
                } else if !vector.isValid, isAccepted {
                    sound.insert(vector.id)
                    let why = Self.soundAfterAll[name]?[vector.id]
                    #expect(why != nil, "\(vector.id) \(vector.comment): invalid, and accepted")
                }
            }
        }
        #expect(Set(Self.refusedByPolicy[name, default: [:]].keys) == refused, "the table names what does not occur")
        #expect(Set(Self.soundAfterAll[name, default: [:]].keys) == sound, "the table names what does not occur")
        let encrypted = file.groups.reduce(0) { $0 + $1.encrypted.count }
        #expect(executed.count + encrypted == file.numberOfTests, "every vector of the file was executed, once")
        #expect(executed.count == WycheproofGroups.all[name]?.reduce(0) { $0 + $1.vectors })
    }

    @Test(
        "each group is refused for the reasons that stand in the table, as often as stands there",
        .enabled(if: Wycheproof.isThere, "skipped: the vectors do not lie beside the package"),
        arguments: Wycheproof.files)
    func groups(_ name: String) throws {
        let groups = try Wycheproof.read(name).groups
        let table = try #require(WycheproofGroups.all[name])
        #expect(groups.count == table.count)
        for (group, expected) in zip(groups, table) {
            #expect(group.comment == expected.comment)
            let place = "\(group.comment), from vector \(group.vectors.first?.id ?? 0)"
            #expect(group.vectors.count == expected.vectors, "\(place)")
            #expect(group.vectors.count(where: \.isValid) == expected.valid, "\(place)")
            switch group.keys {
            case .failure(let error):
                #expect(error.message.contains(expected.keys ?? "no reason is given"), "\(place): \(error)")
            case .success:
                #expect(expected.keys == nil, "\(place): its keys are accepted")
                let codes = group.vectors.compactMap { Self.refusal($0, group)?.code }
                let counted = Dictionary(codes.map { ($0, 1) }, uniquingKeysWith: +)
                #expect(counted == expected.refused, "\(place)")
            }
            let differs = group.vectors.contains { $0.isValid != Self.isAccepted($0, group) }
            #expect(differs == (expected.policy != nil), "\(place): a word about policy stands where it is needed")
        }
    }

    @Test(
        "the encrypted tokens among them are refused for their form",
        .enabled(if: Wycheproof.isThere, "skipped: the vectors do not lie beside the package"))
    func encrypted() throws {
        let tokens = try Wycheproof.files.flatMap { try Wycheproof.read($0).groups.flatMap(\.encrypted) }
        #expect(tokens.count == 34)
        for token in tokens {
            #expect(Tokens.refusal(token)?.code == (token.isEmpty ? .tokenMissing : .tokenMalformed))
        }
    }
}
