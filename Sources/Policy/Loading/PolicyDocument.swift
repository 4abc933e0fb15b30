import Besturen

/// A value with the place where it was written.
struct Located<Value> {
    var value: Value
    var location: SourceLocation
}

/// A policy as it was written: each part has the right shape, nothing is checked against anything else yet.
struct PolicyDocument {
    struct ModuleEntry {
        var id: Located<String>
        var label: String
        var role: Located<String>?
        var bestuurstypes: BestuurstypeSet
        var doelgroepen: [Located<Doelgroep>]?
        var honoursViewOnly: Bool
        var isExternal: Bool
        var why: String?
    }

    struct RoleEntry {
        var name: Located<String>
        var label: String
        var bestuurstypes: BestuurstypeSet
        var doelgroepen: [Located<Doelgroep>]?
        var why: String?
    }

    struct RetiredEntry {
        var name: Located<String>
        var why: String
    }

    struct HostEntry {
        var name: Located<String>
        var patterns: [Located<HostPattern>]
    }

    enum Access {
        case everyone
        case authenticated
        case closed
        case delegated(String)
        case granted(modules: [Located<String>], roles: [Located<String>])
    }

    /// A path under `json-api`, for every module and role of the route or for one.
    struct RelatedPath {
        var path: Located<String>
        /// A module or administrative role of the route; nil for all.
        var subject: Located<String>?
    }

    struct JSONAPIEntry {
        var location: SourceLocation
        var include: [RelatedPath]
        var relationships: [RelatedPath]
        var filter: [RelatedPath]
    }

    struct RouteEntry {
        var location: SourceLocation
        var path: PathPattern
        var host: Located<String>?
        var methods: MethodSet
        var access: Access
        var upstream: Located<String>?
        var why: String?
        var group: String?
        var jsonAPI: JSONAPIEntry?
    }

    var claims: ClaimNames?
    var loginRight: Located<String>?
    var doelgroepen: [Located<Doelgroep>] = []
    var modules: [ModuleEntry] = []
    var roles: [RoleEntry] = []
    var retired: [RetiredEntry] = []
    var hosts: [HostEntry] = []
    var upstreams: [Located<String>] = []
    var routes: [RouteEntry] = []
    /// Read when the names of the other parts are known.
    var invariants: [LocatedNode] = []
}
