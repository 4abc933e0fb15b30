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
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/vectors")
    }()

    static let files = ["json_web_signature_test.json", "json_web_key_test.json", "json_web_crypto_test.json"]
    static let isThere = files.allSatisfy {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }

    struct Vector {
        let id: Int
        let comment: String
        let jws: String
        let isValid: Bool
    }

    /// Vectors with one key, or one set of keys.
    struct Group {
        let comment: String
        let keys: Result<KeySet, KeyError>
        let vectors: [Vector]
        /// Encrypted tokens, which the third file holds, too.
        let encrypted: [String]
    }

    struct File {
        /// As the file says.
        let numberOfTests: Int
        let groups: [Group]
    }

    static func read(_ file: String) throws -> File {
        let data = try Data(contentsOf: folder.appendingPathComponent(file))
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let groups = try #require(root["testGroups"] as? [[String: Any]]).map { group in
            let key = try #require((group["public"] ?? group["private"]) as? [String: Any])
            let tests = try #require(group["tests"] as? [[String: Any]])
            return Group(
                comment: group["comment"] as? String ?? "", keys: try keySet(key),
                vectors: try tests.filter { $0["jws"] != nil }.map(vector),
                encrypted: try tests.compactMap { try $0["jwe"].map(text) })
        }
        return File(numberOfTests: try #require(root["numberOfTests"] as? Int), groups: groups)
    }

    private static func vector(_ test: [String: Any]) throws -> Vector {
        let result = try #require(test["result"] as? String)
        #expect(["valid", "invalid"].contains(result))
        return Vector(
            id: try #require(test["tcId"] as? Int), comment: test["comment"] as? String ?? "",
            jws: try text(test["jws"] as Any), isValid: result == "valid")
    }

    /// A token as it is sent. Those in JSON serialization stand in the file as objects.
    private static func text(_ token: Any) throws -> String {
        if let text = token as? String { return text }
        return String(decoding: try JSONSerialization.data(withJSONObject: token), as: UTF8.self)
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
