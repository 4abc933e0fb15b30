import Foundation

/// Lines for people, on standard error.
enum Console {
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
