/// The conditions that keep somebody from a module or an administrative role. Empty means granted.
struct Standing: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// Neither the role nor the modules claim names it.
    static let notHeld = Standing(rawValue: 1)
    /// The role is held, but for another organisation.
    static let heldForOther = Standing(rawValue: 2)
    static let typeNotEligible = Standing(rawValue: 4)
    static let doelgroepNotAdmitted = Standing(rawValue: 8)
    /// Granted for reading only.
    static let readOnly = Standing(rawValue: 16)

    /// Whether it opens a route for reading.
    var grantsRead: Bool { subtracting(.readOnly).isEmpty }

    /// Whether it opens a route for a request.
    func grants(write: Bool) -> Bool {
        write ? isEmpty : grantsRead
    }
}

/// The conditions that keep somebody from everything that asks for a login. Empty means none does.
struct GeneralStanding: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let loginRightMissing = GeneralStanding(rawValue: 1)
    static let doelgroepNotAdmitted = GeneralStanding(rawValue: 2)
    static let bestuurNotActive = GeneralStanding(rawValue: 4)
}
