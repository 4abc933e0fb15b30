import Besturen
import Foundation
import StandIn

/// The files of a checkout that the demo uses.
struct Checkout: Sendable {
    /// An absolute path.
    let root: String

    init(_ directory: String) {
        root = URL(filePath: directory, directoryHint: .isDirectory).standardizedFileURL.path
    }

    var configurationFile: String { "\(root)/Examples/demo/poort.yaml" }
    var besturenFile: String { "\(root)/Examples/demo/besturen.csv" }

    /// `Keys/development`, made when it is not there.
    func keys() throws -> PrivateDirectory {
        guard FileManager.default.fileExists(atPath: configurationFile) else {
            throw StandInError.file(
                path: configurationFile, reason: "is not there; name the checkout of Poort with --directory")
        }
        return try PrivateDirectory(at: "\(root)/Keys/development")
    }

    func text(of file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
        else {
            throw StandInError.file(path: file, reason: "can not be read as UTF-8 text")
        }
        return text
    }

    /// The register of the demo's besturen. A list with a mistake in it is refused: it is ours.
    func register() throws -> BesturenRegister {
        let (register, problems) = BesturenRegister.read(csv: try text(of: besturenFile), source: besturenFile)
        if let problem = problems.first(where: { $0.effect != .noted }) {
            throw StandInError.file(path: besturenFile, reason: "line \(problem.line): \(problem.message)")
        }
        return register
    }

    /// A path as somebody in `current` would type it: relative when it lies below.
    static func short(_ path: String, from current: String = FileManager.default.currentDirectoryPath) -> String {
        path.hasPrefix(current + "/") ? String(path.dropFirst(current.count + 1)) : path
    }
}
