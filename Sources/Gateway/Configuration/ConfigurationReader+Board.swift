import OIDC
import Policy

/// `board`: where the register is kept in a browser, and by whom.
extension ConfigurationReader {
    /// nil when there is none, or when something is wrong, which is then reported.
    func board(
        _ top: MappingReader, _ environment: GatewayConfiguration.Environment, besturen: String
    ) -> BoardConfiguration? {
        guard let node = top.optional("board") else { return nil }
        let place = top.place(of: "board")
        if !top.has("login") {
            reader.report(place, "`board` is for a gateway at which people log in", hint: "add `login`")
        }
        if !top.has("admin") {
            reader.report(place, "`board` is on the admin listener, and there is none", hint: "add `admin`")
        }
        if !besturen.isEmpty, !OpenRegister.isRegister(besturen) {
            reader.report(
                place, "`board` needs a register, and `besturen` is a list",
                hint: "make one with `poort bestuur import --create`")
        }
        guard let mapping = reader.mapping(node, "`board`", keys: ["address", "roles"]) else { return nil }
        let callback = mapping.required("address").flatMap { boardAddress($0, environment) }
        let roles = mapping.required("roles").flatMap(boardRoles)
        guard let callback, let roles else { return nil }
        var configuration = BoardConfiguration(callback: callback, roles: roles.names)
        configuration.places = roles.places
        return configuration
    }

    /// The origin under which browsers reach the board.
    private func boardAddress(
        _ node: LocatedNode, _ environment: GatewayConfiguration.Environment
    ) -> RedirectAddress? {
        guard let text = reader.string(node, "`address`") else { return nil }
        let origin = text.hasSuffix("/") ? String(text.dropLast()) : text
        do throws(RedirectAddress.Problem) {
            let address = try RedirectAddress(
                origin + BoardPaths.callback, allowsLoopbackHTTP: environment == .development)
            guard address.path == BoardPaths.callback else {
                throw RedirectAddress.Problem(text: "it has a path, and the board is at `\(BoardPaths.start)`")
            }
            guard !address.authority.hasSuffix(address.scheme == "https" ? ":443" : ":80") else {
                throw RedirectAddress.Problem(text: "no browser names the port that `\(address.scheme)` has anyway")
            }
            return address
        } catch {
            reader.report(
                node.location, "`address` must be an `https` URL without a path, not `\(text)`: \(error.text)",
                hint: "for example `https://register.loket.example`; the login's answer comes to "
                    + "`\(BoardPaths.callback)` there, which is registered at the issuer")
            return nil
        }
    }

    private func boardRoles(
        _ node: LocatedNode
    ) -> (names: [BoardParty: [String]], places: [String: SourceLocation])? {
        let keys = BoardParty.allCases.map(\.rawValue)
        guard let mapping = reader.mapping(node, "`roles` of `board`", keys: keys) else { return nil }
        var names: [BoardParty: [String]] = [:]
        var places: [String: SourceLocation] = [:]
        for party in BoardParty.allCases {
            guard let value = mapping.optional(party.rawValue),
                let items = reader.nonEmptyList(value, "`\(party.rawValue)`")
            else { continue }
            for item in items {
                guard let name = reader.string(item, "a role of `\(party.rawValue)`") else { continue }
                names[party, default: []].append(name)
                if places[name] == nil { places[name] = item.location }
            }
        }
        if mapping.pairs.isEmpty {
            reader.report(
                mapping.location, "`roles` of `board` names nobody who may open it",
                hint: "give `abb`, `loket`, `gebruikersbeheer` or `viewer` a list of administrative roles of the policy"
            )
        }
        return (names, places)
    }
}
