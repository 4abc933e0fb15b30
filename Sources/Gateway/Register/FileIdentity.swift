import Glibc

/// Which file lies at a path: device and number, which tell whether another one took its place.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// Nil when there is none.
    init?(of path: String) {
        var status = stat()
        // Where links lead, because that is what is opened.
        guard unsafe stat(path, &status) == 0 else { return nil }
        number = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
    }
}
