import Foundation
import JOSE

/// The system's clock; the only place of the command line that reads it.
enum Clock {
    static var now: Instant { Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) }
}
