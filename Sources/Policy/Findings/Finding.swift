/// Something in a policy that loads, and that its owner should look at.
package struct PolicyFinding: Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// Two role names that are easily taken for each other.
        case roleNamesAlike = "role_names_alike"
        case moduleUnreachable = "module_unreachable"
        case roleUnreachable = "role_unreachable"
        case upstreamUnused = "upstream_unused"
        case hostUnused = "host_unused"
        /// A public route that admits writes.
        case publicWrite = "public_write"
        /// A door without a check of modules or roles that says nothing about why.
        case whyMissing = "why_missing"
        case loginRightAbsent = "login_right_absent"
        case publicRoute = "public_route"
        case authenticatedRoute = "authenticated_route"
        case delegatedRoute = "delegated_route"
    }

    package enum Severity: String, Hashable, Sendable {
        /// Probably not meant.
        case warning
        /// Meant, and listed so that it stays seen.
        case note
    }

    package let code: Code
    package let location: SourceLocation
    package let message: String
    package let hint: String?

    package var severity: Severity {
        switch code {
        case .roleNamesAlike, .moduleUnreachable, .roleUnreachable, .upstreamUnused, .hostUnused, .publicWrite,
            .whyMissing:
            .warning
        case .loginRightAbsent, .publicRoute, .authenticatedRoute, .delegatedRoute: .note
        }
    }

    /// `file:line:column: warning: message [code]`, with the hint on a line of its own.
    package var description: String {
        "\(location): \(severity.rawValue): \(message) [\(code.rawValue)]" + (hint.map { "\n    hint: \($0)" } ?? "")
    }

    package var json: JSONText {
        .object([
            ("code", .string(code.rawValue)), ("severity", .string(severity.rawValue)),
            ("file", .string(location.file)), ("line", .number(location.line)), ("column", .number(location.column)),
            ("message", .string(message)), ("hint", .optional(hint)),
        ])
    }
}
