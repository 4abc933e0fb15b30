import Besturen
import JOSE
import OIDC
import Policy

/// One line of the gateway's audit log.
enum AuditLine {
    case request(LoggedRequest)
    /// Nothing that a policy decides.
    case unjudged(Replay.Unjudged)
    /// Why it is no entry.
    case unreadable(String)

    private static let limits = JSONLimits(bytes: LineReader.maximumBytes, depth: 4, values: 4096)

    init(_ bytes: [UInt8]) {
        let entry: JSONValue
        do throws(JSONError) {
            entry = try JSONValue.parse(bytes, limits: Self.limits)
        } catch {
            self = .unreadable("it is not JSON: \(error)")
            return
        }
        func text(_ name: String) -> String? { entry[name]?.stringValue }
        // What the sink writes when it could not keep up: requests are missing here, and none can be judged.
        if text("event") == "audit_dropped" {
            self = .unjudged(.undecided)
            return
        }
        guard let decision = text("decision"), ["allow", "deny"].contains(decision), text("outcome") != nil else {
            self = .unreadable("an entry has `decision`, `allow` or `deny`, and `outcome`")
            return
        }
        // What the gateway writes has one line; told again, more would read as sentences of their own.
        let told = ["code", "method", "host", "path", "route", "by", "bestuur"].compactMap(text)
        guard !told.contains(where: { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }) else {
            self = .unreadable("a text in it has a control character")
            return
        }
        guard text("by") != "poort" else {
            self = .unjudged(.own)
            return
        }
        let wasAllowed = decision == "allow"
        let code = wasAllowed ? nil : text("code")
        guard wasAllowed || code != nil else {
            self = .unjudged(.undecided)
            return
        }
        if let code, !Self.isDecision(code) {
            self = .unjudged(.form)
            return
        }
        guard let method = text("method"), let path = text("path") else {
            self = wasAllowed ? .unreadable("it was let through and has no `method` or `path`") : .unjudged(.form)
            return
        }
        let person: LoggedRequest.Person
        switch (text("subject"), text("bestuur")) {
        case (nil, _): person = .nobody
        case (_, nil): person = .withoutBestuur
        case (_, let uri?):
            guard let known = Self.known(entry, uri) else {
                self = .unreadable(
                    "`bestuurstype`, `bestuur_status`, `doelgroep`, `roles` or another list is not what Poort writes")
                return
            }
            person = .known(known)
        }
        // `all methods /submissions/**`: a pattern has no space.
        let route = text("route").map { String($0.split(separator: " ").last ?? "") }
        self = .request(
            LoggedRequest(
                request: AccessRequest(method: RequestMethod(method), host: text("host") ?? "", path: path),
                person: person, subject: text("subject"), wasAllowed: wasAllowed, code: code, route: route,
                basis: text("by")))
    }

    /// Whether a request refused with this code came before the policy, or could with a policy that asks for no login.
    private static func isDecision(_ code: String) -> Bool {
        if TokenReasonCode(rawValue: code) != nil { return true }
        // A form that another site sent is refused under any policy; a session that does not count is as none.
        if let session = SessionRefusal(rawValue: code) { return session != .crossOrigin }
        switch AccessReasonCode(rawValue: code) {
        case nil, .requestMalformed, .requestTargetAmbiguous, .headerDuplicated, .credentialsAmbiguous,
            .requestTooLarge,
            .requestHeadTooLarge, .requestTimeout, .upstreamUnavailable, .upstreamTimeout:
            return false
        default: return true
        }
    }

    /// Nil when something in it is not what the gateway writes.
    private static func known(_ entry: JSONValue, _ uri: String) -> LoggedRequest.Known? {
        var isWhole = true
        func list(_ name: String) -> [String]? {
            guard let value = entry[name] else { return nil }
            let texts = value.arrayValue?.compactMap(\.stringValue)
            if texts == nil || texts?.count != value.arrayValue?.count { isWhole = false }
            return texts
        }
        var type: Bestuurstype?
        if let value = entry["bestuurstype"] {
            guard let slug = value.stringValue, let known = Bestuurstype(slug: slug) else { return nil }
            type = known
        }
        var status = BestuurStatus.actief
        if let value = entry["bestuur_status"] {
            guard let known = value.stringValue.flatMap(BestuurStatus.init(rawValue:)) else { return nil }
            status = known
        }
        var doelgroep: Doelgroep?
        if let value = entry["doelgroep"] {
            guard let known = value.stringValue.flatMap({ Doelgroep(exactly: $0) }) else { return nil }
            doelgroep = known
        }
        let roles = (list("roles") ?? []) + (list("ignored") ?? [])
        let modules = list("modules")
        let viewOnly = list("view_only") ?? []
        guard isWhole else { return nil }
        return LoggedRequest.Known(
            uri: uri, type: type, status: status, viewOnly: viewOnly, doelgroep: doelgroep, roles: roles,
            modules: modules)
    }
}
