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
    /// What is added to the configuration for a board.
    var boardFile: String { "\(root)/Examples/demo/board.yaml" }
    var besturenFile: String { "\(root)/Examples/demo/besturen.csv" }

    /// `Keys/development`, made when it is not there.
    func keys() throws -> PrivateDirectory {
        guard FileManager.default.fileExists(atPath: configurationFile) else {
            throw StandInError.file(
                path: configurationFile, reason: "is not there; name the checkout of Poort with --directory")
        }
        return try PrivateDirectory(at: "\(root)/Keys/development")
    }

    /// Beside the keys; what is done on the board is there the next time, too.
    func registerFile() throws -> String {
        _ = try keys()
        return "\(root)/Keys/development/register.sqlite"
    }

    func text(of file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
        else {
            throw StandInError.file(path: file, reason: "can not be read as UTF-8 text")
        }
        return text
    }

    /// The text of the configuration with a register instead of the list, and with the board that keeps it.
    func configuration(register: String) throws -> String {
        let text = try text(of: configurationFile)
        guard let line = text.firstRange(of: "\nbesturen: besturen.csv\n") else {
            throw StandInError.file(path: configurationFile, reason: "has no line `besturen: besturen.csv`")
        }
        return text.replacingCharacters(in: line, with: "\nbesturen: '\(register)'\n") + "\n"
            + (try self.text(of: boardFile))
    }

    /// The demo's besturen. A list with a mistake in it is refused: it is ours.
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
