import Policy

/// Text in which `‸` stands before the place that a mistake must name.
struct MarkedText {
    let text: String
    /// Nil when there is no mark.
    let place: (line: Int, column: Int)?

    init(_ marked: String) {
        var view = String.UnicodeScalarView()
        var line = 1
        var column = 1
        var place: (Int, Int)?
        for scalar in marked.unicodeScalars {
            if scalar == "‸" {
                place = (line, column)
                continue
            }
            view.append(scalar)
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        text = String(view)
        self.place = place
    }
}

/// The parts of a small policy without mistakes; a test replaces one of them.
struct PolicyText {
    var version = "version: 1"
    var claims = "claims: { bestuur: org, doelgroep: group, roles: roles }"
    var doelgroepen = "doelgroepen: [LB]"
    var upstreams = "upstreams: [api]"
    /// Any other keys.
    var more = "modules: {}"
    var routes = ["{ path: /a, access: authenticated, upstream: api }"]

    var text: String {
        ([version, claims, doelgroepen, more, upstreams, "routes:"] + routes.map { "  - " + $0 })
            .joined(separator: "\n") + "\n"
    }

    /// The parts of a policy to which a route is added.
    static let parts = """
        login-right: Login
        modules:
          toezicht: { label: Toezicht, role: Toezichter, bestuurstypes: all }
          elders: { label: Elders, role: Elders, bestuurstypes: all, external: true }
        administrative-roles:
          Beheer: { label: Beheer, bestuurstypes: all }
        retired-roles:
          Oud: moved
        hosts:
          main: [loket.example.org]
        """

    static func route(_ routes: String...) -> String {
        PolicyText(more: parts, routes: routes).text
    }

    static func module(_ body: String) -> String {
        PolicyText(more: "modules:\n  m: \(body)").text
    }

    static func more(_ text: String) -> String {
        PolicyText(more: text).text
    }
}
