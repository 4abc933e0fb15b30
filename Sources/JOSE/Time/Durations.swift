/// Lengths of time as people read them.
enum Durations {
    /// `42s`, `3m02s`, `2h05m`, `3d04h`: the two largest units, the rest cut off.
    static func text(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds))s"
        case ..<3_600: "\(seconds / 60)m\(padded(seconds % 60))s"
        case ..<86_400: "\(seconds / 3_600)h\(padded(seconds % 3_600 / 60))m"
        default: "\(seconds / 86_400)d\(padded(seconds % 86_400 / 3_600))h"
        }
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
