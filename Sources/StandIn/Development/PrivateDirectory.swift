internal import FoundationEssentials

/// A directory whose files are for its owner alone: the directory is 0700, its files are 0600.
///
/// The directory is closed before a file is written into it, so a file is never readable by others, not even between
/// its making and the setting of its own mode.
package struct PrivateDirectory: Sendable {
    package let path: String

    /// Makes the directory, and its parents, when it is not there; closes it to others when it is.
    package init(at path: String) throws(StandInError) {
        self.path = path
        do {
            let files = FileManager.default
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        } catch {
            throw .file(path: path, reason: "can not be made a private directory (\(error))")
        }
    }

    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// A directory in this one.
    package func directory(_ name: String) throws(StandInError) -> PrivateDirectory {
        try PrivateDirectory(at: path(of: name))
    }

    /// The bytes of a file, `nil` when there is none.
    package func read(_ name: String) throws(StandInError) -> [UInt8]? {
        let file = path(of: name)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .file(path: file, reason: "can not be read")
        }
        return [UInt8](data)
    }

    /// Writes a file whole: a reader sees the old bytes or the new ones.
    package func write(_ bytes: [UInt8], to name: String) throws(StandInError) {
        let file = path(of: name)
        do {
            try Data(bytes).write(to: URL(filePath: file), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        } catch {
            throw .file(path: file, reason: "can not be written (\(error))")
        }
    }
}
