import Foundation

/// Which file lies at a path: device and number, which tell whether another one took its place.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// Nil when there is none.
    init?(of path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
        else { return nil }
        self.number = number
        device = (attributes[.systemNumber] as? NSNumber)?.uint64Value ?? 0
    }
}
