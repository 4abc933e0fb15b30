/// How far a track is.
package enum TrackState: Hashable, Sendable {
    case notBegun
    /// The last milestone that was reached.
    case reached(Milestone)
    case refused(reason: String)
    case withdrawn(reason: String)

    package var isEnded: Bool {
        switch self {
        case .refused, .withdrawn: true
        case .notBegun, .reached: false
        }
    }
}
