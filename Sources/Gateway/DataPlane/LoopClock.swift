import Foundation
import JOSE
import NIOCore

/// Wall-clock time for one event loop without a system call a request.
///
/// The offset between the monotonic clock and the wall clock is read anew on every tick of the loop (four times a
/// second), so a corrected clock is followed within that time.
struct LoopClock {
    private var offset: Int64
    private var secondOfText: Int64 = .min
    private var text: [UInt8] = []

    init() {
        offset = Self.measuredOffset()
    }

    mutating func tick() {
        offset = Self.measuredOffset()
    }

    /// Nanoseconds of the monotonic clock, for deadlines.
    static var monotonic: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }

    /// The wall-clock time that belongs to a reading of the monotonic clock.
    func wallClock(at monotonic: Int64) -> Instant { Instant(nanoseconds: monotonic &+ offset) }

    private static func measuredOffset() -> Int64 {
        let wall = Date().timeIntervalSince1970
        return Int64(wall * 1e9) - monotonic
    }
}
