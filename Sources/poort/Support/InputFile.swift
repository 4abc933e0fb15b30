import Foundation

/// Files that commands read. `-` is standard input.
enum InputFile {
    /// No input of a command comes near this.
    private static let maximumBytes = 64 << 20

    static func bytes(_ path: String) throws -> [UInt8] {
        let handle = try handle(path)
        var bytes: [UInt8] = []
        do {
            while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
                bytes += part
                guard bytes.count <= maximumBytes else {
                    throw CommandFailure(outcome: .badInput, message: "`\(path)` is larger than 64 MiB")
                }
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(outcome: .noSuchFile, message: "`\(path)` cannot be read: \(error)")
        }
        return bytes
    }

    /// Opens a file to be read.
    /// - Throws: ``CommandFailure`` when there is no such file, or it may not be read.
    static func handle(_ path: String) throws -> FileHandle {
        if path == "-" { return .standardInput }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let kind = attributes?[.type] as? FileAttributeType else {
            throw CommandFailure(outcome: .noSuchFile, message: "there is no file `\(path)`")
        }
        guard kind != .typeDirectory else {
            throw CommandFailure(outcome: .noSuchFile, message: "`\(path)` is a folder, not a file")
        }
        guard let opened = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(outcome: .noSuchFile, message: "the file `\(path)` may not be read")
        }
        return opened
    }

    static func text(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw CommandFailure(outcome: .badInput, message: "`\(path)` is not valid UTF-8")
        }
        return text
    }
}
