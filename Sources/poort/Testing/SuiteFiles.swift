import Foundation
import JOSE
import Policy

/// The files that policy tests are made of: suites, the fixtures and tokens that they name, and policies.
///
/// A suite names files relative to itself. An absolute path would be another file on every machine, and is refused; links are
/// followed, as everywhere; what is no regular file is not waited for.
final class SuiteFiles {
    /// Takes the place of the times that suites fix.
    private let at: String?
    /// Every file that was asked for, also those that are not there, in the order of asking.
    private(set) var asked: [String] = []
    private var policies: [String: PolicySet] = [:]

    init(at: String?) {
        self.at = at
    }

    func suite(_ path: String) throws -> Result<PolicyTestSuite, DocumentMistakes> {
        note(path)
        return PolicyTestSuite.load(file: path, text: try InputFile.text(path), sources: sources(of: path))
    }

    /// Loads a policy once.
    func policy(_ path: String) throws -> PolicySet {
        if let loaded = policies[path] { return loaded }
        note(path)
        let policy = try PolicyFile.load(path)
        policies[path] = policy
        return policy
    }

    /// Where a file that `other` names lies.
    static func path(of named: String, besides other: String) -> String {
        guard !named.hasPrefix("/"), let slash = other.lastIndex(of: "/") else { return named }
        return other[...slash] + named
    }

    private func note(_ path: String) {
        if !asked.contains(path) { asked.append(path) }
    }

    private func sources(of suite: String) -> SuiteSources {
        SuiteSources(
            targetMistake: { RequestText.mistake(inTarget: $0) },
            fixture: { named in
                self.bytes(of: named, besides: suite).flatMap { path, bytes in
                    guard let text = String(validating: bytes, as: UTF8.self) else {
                        return .failure(.init("`\(named)` is not valid UTF-8"))
                    }
                    return .success(.init(name: path, text: text))
                }
            },
            token: { text, file, now in self.token(text, besides: file, now: self.at ?? now) },
            timeMistake: { Instant(text: $0) == nil ? "`\($0)` is no time" : nil })
    }

    private func bytes(
        of named: String, besides file: String
    ) -> Result<(path: String, bytes: [UInt8]), SuiteSources.Problem> {
        guard !named.hasPrefix("/") else {
            return .failure(.init("`\(named)` is an absolute path", hint: "name the file relative to this one"))
        }
        let path = SuiteFiles.path(of: named, besides: file)
        note(path)
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        let kind = (try? FileManager.default.attributesOfItem(atPath: target))?[.type] as? FileAttributeType
        guard let kind else {
            return .failure(.init("there is no file `\(path)`", hint: "it is looked for beside this file"))
        }
        guard kind == .typeRegular else { return .failure(.init("`\(path)` is no regular file")) }
        do {
            return .success((path, try InputFile.bytes(path)))
        } catch {
            return .failure(.init((error as? CommandFailure)?.message ?? "`\(path)` cannot be read"))
        }
    }

    // MARK: - Tokens

    private func token(_ text: String, besides file: String, now: String?) -> Result<TokenClaims, SuiteSources.Problem>
    {
        if PastedToken.isLikely(text) { return TokenOfSuite.claims(Array(text.utf8), "the token", now) }
        return bytes(of: text, besides: file).flatMap { path, bytes in TokenOfSuite.claims(bytes, "`\(path)`", now) }
    }
}
