/// How long a session counts. All in seconds.
package struct SessionLimits: Sendable, Equatable {
    /// Without a request. Default 30 minutes.
    package var idle: Int64 = 1_800
    /// From the login on, whatever happens. Default 10 hours: a working day.
    package var absolute: Int64 = 36_000

    /// The longest that `absolute` can be configured: 72 hours.
    package static let longest: Int64 = 72 * 3_600

    package init() {}

    package init(idle: Int64, absolute: Int64) {
        self.idle = idle
        self.absolute = absolute
    }

    /// How old a cookie may be before an active session gets a new one: a tenth of the idle time, at most five minutes. So a
    /// session may end that much earlier than its idle time after the last request, and never later.
    package var reissueAfter: Int64 { min(300, idle / 10) }
}
