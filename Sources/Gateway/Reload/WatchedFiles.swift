import Foundation

/// Files with what tells one state of them from another.
package struct WatchedFiles: Sendable {
    private struct State: Equatable, Sendable {
        var inode: UInt64
        var size: UInt64
        var modified: Date
        /// When anything of it changed, rights too: contents can be replaced with their old time.
        var changed: [Int]
    }

    private let paths: [String]
    private var states: [String: State] = [:]

    /// Looks at them for the first time.
    package init(_ paths: [String]) {
        self.paths = paths
        states = Self.look(paths)
    }

    /// Whether one was not there at the last look.
    package var anyIsAway: Bool { states.count < paths.count }

    /// The first file that is not as it was at the last look; nil when all are.
    package mutating func change() -> String? {
        let now = Self.look(paths)
        defer { states = now }
        return paths.first { now[$0] != states[$0] }
    }

    private static func changed(_ path: String) -> [Int] {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else { return [] }
        return [Int(info.st_ctim.tv_sec), Int(info.st_ctim.tv_nsec)]
    }

    private static func look(_ paths: [String]) -> [String: State] {
        var states: [String: State] = [:]
        for path in paths {
            // The file that a link leads to, so that a replaced target counts.
            let target = URL(filePath: path).resolvingSymlinksInPath().path
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
                let modified = attributes[.modificationDate] as? Date
            else { continue }
            states[path] = State(
                inode: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0,
                size: (attributes[.size] as? NSNumber)?.uint64Value ?? 0, modified: modified,
                changed: changed(target))
        }
        return states
    }
}
