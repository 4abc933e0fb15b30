/// The dispatcher as its library works: rules are tried in the order of the file, and the first that fits wins.
struct LoketDispatcher: Sendable {
    let rules: [LoketRule]

    /// Which rule answers a request.
    ///
    /// The dispatcher looks at `Accept`, a policy does not. So both kinds of client are tried. Where a program and a
    /// browser reach different rules, the one that leads to data decides: the policy must guard it for both. Only a path
    /// without any such rule belongs to the frontend.
    func rule(method: String, host: String, path: String) -> LoketRule? {
        let forPrograms = first(method: method, host: host, path: path, client: "json")
        let forBrowsers = first(method: method, host: host, path: path, client: "html")
        if let forPrograms, forPrograms.module != "fallback" { return forPrograms }
        return forBrowsers ?? forPrograms
    }

    private func first(method: String, host: String, path: String, client: String) -> LoketRule? {
        rules.first { rule in
            (rule.accept.isEmpty || rule.accept == "any" || rule.accept == client)
                && rule.matches(method: method) && rule.matches(host: host) && rule.matches(path: path)
        }
    }

    /// Whether some rule for data exists on this path, for whatever method.
    func hasRuleForData(host: String, path: String) -> Bool {
        rules.contains { !$0.isCatchAll && !$0.servesFrontend && $0.matches(host: host) && $0.matches(path: path) }
    }
}
