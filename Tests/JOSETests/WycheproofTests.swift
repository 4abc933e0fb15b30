import Foundation
import Testing

@testable import JOSE

/// Project Wycheproof's vectors (C2SP/wycheproof), when they lie beside the package.
enum Wycheproof {
    /// `../shared/vectors` beside the package, or where POORT_SHARED says.
    static let folder: URL = {
        if let shared = ProcessInfo.processInfo.environment["POORT_SHARED"] {
            return URL(fileURLWithPath: shared).appendingPathComponent("vectors")
        }
        return URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/vectors")
    }()

    static let isThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent(files[0]).path)
    static let files = ["json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"]

    struct Vector {
        let id: Int
        let comment: String
        let jws: String
        let isValid: Bool
        let keys: Result<KeySet, KeyError>
    }

    static func vectors(_ file: String) throws -> [Vector] {
        let data = try Data(contentsOf: folder.appendingPathComponent(file))
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(root["testGroups"] as? [[String: Any]]).flatMap { group in
            let key = try #require((group["public"] ?? group["private"]) as? [String: Any])
            let keys = try keySet(key)
            return try #require(group["tests"] as? [[String: Any]]).compactMap { test -> Vector? in
                // The encryption vectors of the same file have no `jws`.
                guard let jws = test["jws"] as? String else { return nil }
                return Vector(
                    id: test["tcId"] as? Int ?? 0, comment: test["comment"] as? String ?? "", jws: jws,
                    isValid: test["result"] as? String == "valid", keys: keys)
            }
        }
    }

    private static func keySet(_ key: [String: Any]) throws -> Result<KeySet, KeyError> {
        let set = key["keys"] == nil ? ["keys": [key]] : key
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: set))
        do throws(KeyError) {
            let loaded = try KeySet.load(jwks: bytes, algorithms: Set(JWSAlgorithm.allCases), source: "vector")
            return .success(try KeySet(loaded.keys))
        } catch {
            return .failure(error)
        }
    }
}

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

    @Test(
        "each signature is accepted or refused as the vector says",
        .enabled(if: Wycheproof.isThere, "skipped: the vectors do not lie beside the package"),
        arguments: Wycheproof.files)
    func vectors(_ file: String) throws {
        let vectors = try Wycheproof.vectors(file)
        #expect(vectors.count > 20)
        var refused: Set<Int> = []
        var sound: Set<Int> = []
        for vector in vectors {
            let accepted: Bool
            switch vector.keys {
            case .failure: accepted = false
            case .success(let keys):
                switch TokenVerifier().verifySignature(Array(vector.jws.utf8).span, keys: keys) {
                case .success: accepted = true
                case .failure: accepted = false
                }
            }
            if vector.isValid, !accepted {
                refused.insert(vector.id)
                let why = Self.refusedByPolicy[file]?[vector.id]
                #expect(why != nil, "\(vector.id) \(vector.comment): valid, and refused: \(Self.reason(vector))")
            } else if !vector.isValid, accepted {
                sound.insert(vector.id)
                let why = Self.soundAfterAll[file]?[vector.id]
                #expect(why != nil, "\(vector.id) \(vector.comment): invalid, and accepted")
            }
        }
        #expect(Set(Self.refusedByPolicy[file, default: [:]].keys) == refused, "the table names what does not occur")
        #expect(Set(Self.soundAfterAll[file, default: [:]].keys) == sound, "the table names what does not occur")
    }

    private static func reason(_ vector: Wycheproof.Vector) -> String {
        switch vector.keys {
        case .failure(let error): return "\(error)"
        case .success(let keys):
            if case .failure(let refusal) = TokenVerifier().verifySignature(Array(vector.jws.utf8).span, keys: keys) {
                return "\(refusal)"
            }
            return "accepted"
        }
    }
}
