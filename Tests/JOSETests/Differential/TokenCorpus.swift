import Foundation
import Libcrypto
import Testing

@testable import JOSE

/// The tokens of `Tests/Differential/tokens.jsonl`, with the verdicts of PyJWT and joserfc. `token-corpus.py` beside it made
/// them and says how they are written.
struct TokenCorpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Differential")
    static let file = folder.appending(path: "tokens.jsonl")

    struct Case {
        let family: String
        let token: [UInt8]
        /// Which of the keys it is judged with.
        let key: Int
        let acceptedByPyJWT: Bool
        let acceptedByJoserfc: Bool
    }

    let now: Instant
    let rules: ClaimRules
    let keys: [KeySet]
    /// PyJWT's and joserfc's.
    let versions: [String]
    let cases: [Case]

    static func read() throws -> TokenCorpus {
        let lines = try Data(contentsOf: file).split(separator: 0x0A).map { [UInt8]($0) }
        let about = try JSONValue.parse(#require(lines.first))
        let issuer = try #require(about["issuer"]?.stringValue)
        let maker = try Maker(about)
        return TokenCorpus(
            now: Instant(unixSeconds: try #require(about["now"]?.numberValue?.integer)),
            rules: try ClaimRules(issuer: issuer, audiences: ["poort"], tokenKinds: [.idToken, .accessToken]),
            keys: try #require(about["keys"]?.arrayValue).map(keySet),
            versions: about["versions"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            cases: try lines.dropFirst().map { try maker.read(JSONValue.parse($0)) })
    }

    private static func keySet(_ key: JSONValue) throws -> KeySet {
        let algorithm = try #require(key["alg"]?.stringValue.flatMap(JWSAlgorithm.init(rawValue:)))
        let set = (["keys": [key]] as JSONValue).bytes()
        return try KeySet(KeySet.load(jwks: set, algorithms: [algorithm], source: "corpus").keys)
    }

    /// Puts the tokens together, as the script does.
    private struct Maker {
        let bases: [[UInt8]]
        let header: JSONObject
        let claims: JSONObject
        let secret: Secret

        init(_ about: JSONValue) throws {
            bases = try #require(about["bases"]?.arrayValue).map { Array(try #require($0.stringValue).utf8) }
            header = try #require(about["header"]?.objectValue)
            claims = try #require(about["claims"]?.objectValue)
            secret = Secret(Array(try #require(about["secret"]?.stringValue).utf8))
        }

        func read(_ line: JSONValue) throws -> Case {
            let verdicts = Array(try #require(line["v"]?.stringValue))
            let base = line["b"]?.numberValue?.integer.map { Int($0) }
            return Case(
                family: try #require(line["n"]?.stringValue),
                token: try base.map { try changed($0, line) } ?? signed(line),
                key: base ?? 0, acceptedByPyJWT: verdicts == ["1", "1"] || verdicts == ["1", "0"],
                acceptedByJoserfc: verdicts == ["1", "1"] || verdicts == ["0", "1"])
        }

        private func changed(_ base: Int, _ line: JSONValue) throws -> [UInt8] {
            try edit(bases[base], line["e"])
        }

        private func signed(_ line: JSONValue) throws -> [UInt8] {
            let payload = try edit(text(claims, line["c"]), line["d"])
            return Array(Tokens.raw(header: try text(header, line["h"]), payload: payload, secret: secret).utf8)
        }

        /// Members with their texts, in the order of the sound ones; new ones behind them.
        private func text(_ members: JSONObject, _ changes: JSONValue?) throws -> [UInt8] {
            var merged = members
            for change in changes?.objectValue?.members ?? [] {
                merged[change.name] = change.value == .null ? JSONValue?.none : change.value
            }
            let texts = try merged.members.map { "\"\($0.name)\":\(try #require($0.value.stringValue))" }
            return try Self.bytes("{\(texts.joined(separator: ","))}")
        }

        private func edit(_ data: [UInt8], _ edits: JSONValue?) throws -> [UInt8] {
            var data = data
            for edit in edits?.arrayValue ?? [] {
                let parts = try #require(edit.arrayValue)
                let start = min(Int(try #require(parts[0].numberValue?.integer)), data.count)
                let end = min(start + Int(try #require(parts[1].numberValue?.integer)), data.count)
                data.replaceSubrange(start..<end, with: try Self.bytes(#require(parts[2].stringValue)))
            }
            return data
        }

        /// A character stands for a byte.
        private static func bytes(_ text: String) throws -> [UInt8] {
            try text.unicodeScalars.map { try #require(UInt8(exactly: $0.value)) }
        }
    }
}
