import OIDC

/// The addresses of the board on the admin listener, all below `/register`.
enum BoardPaths {
    static let start = "/register"
    static let login = "/register/login"
    static let callback = "/register/callback"
    static let logout = "/register/logout"
    static let logoutEverywhere = "/register/logout-everywhere"
    static let switchBestuur = "/register/switch"
    static let loggedOut = "/register/logged-out"
    static let switched = "/register/switched"
    static let open = "/register/open"
    static let dossiers = "/register/dossiers"
    static let besturen = "/register/besturen"
    static let bestuur = "/register/bestuur"
    static let amend = "/register/bestuur/amend"
    static let merge = "/register/bestuur/merge"
    static let conflicts = "/register/conflicts"
    /// Whatever the JSON API answers begins so.
    static let api = "/register/api/"

    /// Those of logging in and out: no login leads back to one.
    static let ofLogin: Set<String> = [
        login, callback, logout, logoutEverywhere, switchBestuur, loggedOut, switched,
    ]

    /// Whether a path is the board's, in whatever spelling it came: everything else on the listener is not.
    static func owns(_ path: String) -> Bool { path == start || path.hasPrefix(start + "/") }

    static func steps(_ id: String) -> String { "\(dossiers)/\(id)/steps" }

    static func dossier(_ id: String) -> String { "\(dossiers)/\(id)" }

    /// Of a bestuur by its URI, which a segment of a path cannot hold.
    static func bestuur(_ uri: String) -> String { "\(bestuur)?uri=\(FormEncoding.encode(uri))" }
}
