package import Besturen
import Foundation
import OIDC
package import Policy

/// Everything that `poort serve` needs, read from files and checked as a whole.
package struct LoadedGateway: Sendable {
    package let configuration: GatewayConfiguration
    package let snapshot: AccessSnapshot
    /// The path of `poort.yaml`.
    let file: String
    let files: AccessFiles
    /// How the files looked before they were read, so that no change is missed.
    let seen: WatchedFiles
    /// Remarks on the list of besturen: rows left out, numbers dropped.
    package var registerProblems: [RegisterProblem] { files.registerProblems }
    /// What in the configuration is looser than it must be.
    package let findings: FindingReport
}

/// Why a gateway's files cannot be used: every mistake in all of them.
package struct GatewayLoadError: Error, Sendable, CustomStringConvertible {
    /// One text each: `file:line:column: error: message`, with a hint on a line of its own.
    package let mistakes: [String]

    package var description: String { mistakes.joined(separator: "\n") }
}

/// Loads `poort.yaml` with the policy, keys and list of besturen that it names.
package enum GatewayLoader {
    /// Reads and checks everything.
    /// - Parameters:
    ///   - file: the path of `poort.yaml`; paths in it are relative to its folder.
    ///   - text: the configuration's text when it is not the file's own, as in the demo on other ports.
    /// - Throws: ``GatewayLoadError`` with all mistakes.
    package static func load(file: String, text: String? = nil) throws(GatewayLoadError) -> LoadedGateway {
        let directory = file.lastIndex(of: "/").map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? ""
        func read(_ path: String) throws -> [UInt8] {
            if let text, path == file { return Array(text.utf8) }
            return try Self.read(path)
        }
        return try load(file: file, directory: directory, readFile: read, problemWithLog: AuditSink.problem) { path in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard let mode = attributes?[.posixPermissions] as? Int else { throw FileProblem.cannotOpen }
            guard mode & 0o077 == 0 else { throw FileProblem.openToOthers(mode: mode) }
            return try read(path)
        }
    }

    private static let maximumBytes = 64 << 20

    static func read(_ path: String) throws -> [UInt8] {
        let target = URL(filePath: path).resolvingSymlinksInPath().path
        // Opening a pipe would wait for somebody who writes.
        let kind = (try? FileManager.default.attributesOfItem(atPath: target))?[.type] as? FileAttributeType
        guard kind == nil || kind == .typeRegular else { throw FileProblem.notRegular }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw FileProblem.cannotOpen }
        defer { try? handle.close() }
        guard let data = try handle.read(upToCount: maximumBytes + 1) else { return [] }
        // A key file of a gigabyte is a mistake, and a part of a list of besturen would look like the whole.
        guard data.count <= maximumBytes else { throw FileProblem.tooLarge }
        return Array(data)
    }

    /// The same with another way to read files, for tests.
    static func load(
        file: String, directory: String, readFile: (_ path: String) throws -> [UInt8],
        problemWithLog: @escaping (_ path: String) -> String? = { _ in nil },
        readSecret: ((_ path: String) throws -> [UInt8])? = nil
    ) throws(GatewayLoadError) -> LoadedGateway {
        let document = try Self.text(file, readFile)
        let reader = DocumentReader(file: file, text: document)
        let configuration = withoutActuallyEscaping(readFile) { readFile in
            ConfigurationReader(
                reader: reader, directory: directory, readFile: readFile, readSecret: readSecret ?? readFile,
                problemWithLog: problemWithLog
            ).read()
        }
        guard let configuration else {
            throw GatewayLoadError(mistakes: DocumentMistakes(reader.mistakes).mistakes.map(\.description))
        }
        let register = OpenRegister.isRegister(configuration.besturenFile) ? nil : configuration.besturenFile
        let named = [configuration.policyFile, configuration.shadowPolicyFile, register]
        let seen = WatchedFiles(named.compactMap(\.self))
        let files = try AccessFiles.read(configuration, readFile: readFile)
        let issuers: TrustedIssuers
        do {
            issuers = try TrustedIssuers(configuration.issuers.map(\.trusted))
        } catch {
            throw GatewayLoadError(mistakes: ["\(file): error: \(error)"])
        }
        let snapshot = try files.snapshot(configuration, issuers: issuers)
        let findings = FindingReport(ConfigurationFindings(reader, configuration).all, file: file, text: document)
        return LoadedGateway(
            configuration: configuration, snapshot: snapshot, file: file, files: files, seen: seen, findings: findings)
    }

    private enum FileProblem: Error, CustomStringConvertible {
        case cannotOpen
        case notRegular
        case tooLarge
        case openToOthers(mode: Int)

        var description: String {
            switch self {
            case .cannotOpen: "there is no such file, or it may not be read"
            case .notRegular: "it is no regular file"
            case .tooLarge: "it is larger than 64 MiB"
            case .openToOthers(let mode):
                "others than its owner may read it (mode \(String(mode & 0o777, radix: 8))); make it 600"
            }
        }
    }

    static func text(
        _ path: String, _ readFile: (_ path: String) throws -> [UInt8]
    ) throws(GatewayLoadError) -> String {
        let bytes: [UInt8]
        do {
            bytes = try readFile(path)
        } catch {
            throw GatewayLoadError(mistakes: ["\(path): error: cannot read the file: \(error)"])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw GatewayLoadError(mistakes: ["\(path): error: the file is not valid UTF-8"])
        }
        return text
    }
}
