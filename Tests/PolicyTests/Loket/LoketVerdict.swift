/// Somebody who sends a request: nobody in particular, or a user of one bestuur.
struct LoketAsker: Hashable, Sendable, CustomStringConvertible {
    /// The slug of the type of bestuur, or `nil` for somebody who is not logged in.
    let bestuurstype: String?
    let roles: Set<String>
    var viewOnly: Set<String> = []

    static let anonymous = LoketAsker(bestuurstype: nil, roles: [])

    var description: String {
        guard let bestuurstype else { return "anonymous" }
        let limits = viewOnly.isEmpty ? "" : ", view-only " + viewOnly.sorted().joined(separator: " ")
        return "\(bestuurstype) with [\(roles.sorted().joined(separator: " "))]\(limits)"
    }
}

/// What becomes of a request.
enum LoketVerdict: Hashable, Sendable {
    case allowed
    case refused
    /// Passed on without identity; the service behind checks a credential of this name.
    case delegated(String)
}

/// Who may do something, in the terms of the recorded facts.
enum LoketAdmission: Hashable, Sendable {
    case nobody
    case anybody
    case anyBestuur
    case roles(Set<String>)
    case delegated(String)
}
