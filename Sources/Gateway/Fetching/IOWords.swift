import Glibc
import NIOCore

/// What the system said, in words for whoever runs the gateway; libraries put names of functions around it.
enum IOWords {
    static func text(of error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "nothing listens there (connection refused)"
        case ECONNRESET, EPIPE: "the other side broke the connection off"
        case ETIMEDOUT: "no answer in time"
        case EHOSTUNREACH, ENETUNREACH: "there is no way to that address"
        case EADDRINUSE: "something else listens there already"
        case EADDRNOTAVAIL: "this machine has no such address"
        case EMFILE, ENFILE: "no more files can be opened"
        // With the name of the call that failed; there is no better word.
        default: String(describing: error.description)
        }
    }
}
