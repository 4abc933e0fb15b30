import Foundation
import Testing

@testable import JOSE

/// The same tokens judged by three libraries: where we differ, it is meant, and stands in the table.
@Suite("PyJWT and joserfc")
struct TokenDifferenceTests {
    /// What one of ours comes to.
    static func refusal(_ item: TokenCorpus.Case, _ corpus: TokenCorpus) -> TokenRefusal? {
        TokenVerifier().verify(item.token.span, keys: corpus.keys[item.key], rules: corpus.rules, at: corpus.now)
            .refusal
    }

    @Test("say the same as we do of thousands of tokens, but for what the tables name, as often as they name it")
    func differences() throws {
        let corpus = try TokenCorpus.read()
        #expect(corpus.cases.count > 3_000)
        var stricter: [String: TokenDifferences.Count] = [:]
        var laxer: [String: TokenDifferences.Count] = [:]
        var agreed = (accepted: 0, refused: 0)
        for item in corpus.cases {
            let refusal = Self.refusal(item, corpus)
            switch (refusal, item.acceptedByPyJWT, item.acceptedByJoserfc) {
            case (nil, true, true): agreed.accepted += 1
            case (_?, false, false): agreed.refused += 1
            case (let refusal?, _, _):
                stricter[RefusalTable.name(refusal), default: .init(0, 0)].add(
                    item.acceptedByPyJWT, item.acceptedByJoserfc)
            case (nil, _, _):
                laxer[item.family, default: .init(0, 0)].add(!item.acceptedByPyJWT, !item.acceptedByJoserfc)
            }
        }
        #expect(stricter == TokenDifferences.stricter.mapValues(\.count))
        #expect(laxer == TokenDifferences.laxer.mapValues(\.count))
        #expect(agreed.accepted > 300 && agreed.refused > 2_000, "\(agreed)")
        for entry in [TokenDifferences.stricter, TokenDifferences.laxer].flatMap(\.values) {
            #expect(!entry.why.isEmpty)
        }
    }

    @Test("agree on every sound token, and on none whose bytes were changed")
    func bytes() throws {
        let corpus = try TokenCorpus.read()
        let sound = corpus.cases.filter { $0.family == "sound" }
        #expect(sound.count == 5)
        for item in sound {
            #expect(Self.refusal(item, corpus) == nil && item.acceptedByPyJWT && item.acceptedByJoserfc)
        }
        let tokens = Set(sound.map(\.token))
        let changed = corpus.cases.filter { item in
            ["inserted", "last letter", "emptied", "doubled", "changed", "another's signature"].contains(item.family)
                && !tokens.contains(item.token)
        }
        #expect(changed.count > 1_000)
        for item in changed {
            #expect(
                Self.refusal(item, corpus) != nil, "\(item.family): \(String(decoding: item.token, as: UTF8.self))")
        }
    }

    /// What the two say today, if they are here in the versions that the corpus was made with.
    static let versions: [String]? = {
        let script = "import jwt, joserfc; print(jwt.__version__, joserfc.__version__)"
        return try? python(["-c", script], input: nil).split(separator: " ").map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }()

    static func python(_ arguments: [String], input: URL?) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        "still say what the corpus says they do",
        .enabled(
            if: (try? TokenCorpus.read().versions) == versions,
            "skipped: PyJWT and joserfc are not installed in the versions that the corpus was made with"))
    func live() throws {
        let script = TokenCorpus.folder.appending(path: "token-corpus.py").path
        let verdicts = try Self.python([script, "judge"], input: TokenCorpus.file).split(separator: "\n")
        let corpus = try TokenCorpus.read()
        #expect(verdicts.count == corpus.cases.count)
        for (verdict, item) in zip(verdicts, corpus.cases) {
            #expect(verdict == "\(item.acceptedByPyJWT ? 1 : 0)\(item.acceptedByJoserfc ? 1 : 0)", "\(item.family)")
        }
    }
}
