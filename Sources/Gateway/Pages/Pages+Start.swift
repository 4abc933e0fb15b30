import Besturen
import HTTPTypes
import HTTPWire
import JOSE
import OIDC
import Policy

/// The first page, and one's rights.
extension Pages {
    func start(_ request: PageRequest) -> PageResponse {
        guard case .success(let visitor)? = visitor(request) else {
            return message(
                request, "logInTitle", [text(request, "logInText"), text(request, "logInHelp")],
                action: (OwnPaths.login, "logIn"))
        }
        let modules = snapshot.current.policy.moduleAccess(of: visitor.asker)
        let open = modules.filter(\.isOpen)
        let closed = modules.filter { !$0.isOpen }
        var values: [String: Any] = [
            "hasOpen": !open.isEmpty, "open": open.map { openTile($0, request) }, "hasClosed": !closed.isEmpty,
        ]
        // What keeps every module closed is said once, above.
        let general = self.general(closed, of: modules)
        if !general.isEmpty {
            var problem: [String: Any] = ["sentences": general.map { ["text": sentence($0, request)] }]
            if let who = who(general, request) { problem["who"] = who }
            values["problems"] = problem
        }
        values["closed"] = closed.map { closedTile($0, without: general, request) }
        let frame = frame(request, "startTitle", visitor: visitor)
        return PageResponse.page(PageRenderer.shared.page(.start, frame, values)).setting(visitor.renewal)
    }

    private func openTile(_ module: ModuleAccess, _ request: PageRequest) -> [String: Any] {
        let isReadOnly = module.access == .readOnly
        var tile: [String: Any] = [
            "label": module.label, "kind": isReadOnly ? "read" : "open",
            "state": text(request, isReadOnly ? "readOnly" : "open"),
        ]
        if let url = configuration.pages.modules[module.id] { tile["url"] = url }
        if isReadOnly {
            tile["note"] = text(request, "readOnlyNote")
        } else if module.isExternal {
            tile["note"] = text(request, "elsewhere")
        }
        return tile
    }

    private func closedTile(
        _ module: ModuleAccess, without general: [AccessRefusal], _ request: PageRequest
    ) -> [String: Any] {
        var tile: [String: Any] = ["label": module.label, "state": text(request, "closed")]
        guard case .closed(let refusals) = module.access else { return tile }
        var own = refusals.filter { refusal in !general.contains { $0.code == refusal.code } }
        // What is not for this type of bestuur, no role opens: who would grant one is not bothered.
        if let type = own.first(where: { $0.code == .bestuurstypeNotEligible }) { own = [type] }
        tile["sentences"] =
            own.isEmpty
            ? [["text": text(request, "reasonAbove")]] : own.map { ["text": sentence($0, request)] }
        if let who = who(own, request) { tile["who"] = who }
        return tile
    }

    /// The reasons that every module is closed for, where all are closed.
    private func general(_ closed: [ModuleAccess], of all: [ModuleAccess]) -> [AccessRefusal] {
        guard closed.count == all.count, case .closed(let first)? = closed.first?.access else { return [] }
        return first.filter { refusal in
            refusal.code != .moduleNotGranted
                && closed.allSatisfy { module in
                    guard case .closed(let refusals) = module.access else { return false }
                    return refusals.contains(refusal)
                }
        }
    }

    private func sentence(_ refusal: AccessRefusal, _ request: PageRequest) -> String {
        let text = request.language == .dutch ? refusal.dutch : refusal.english
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    /// Everybody who must do something, the first first.
    private func who(_ refusals: [AccessRefusal], _ request: PageRequest) -> String? {
        var menders: [Mender] = []
        for refusal in refusals where !menders.contains(refusal.code.mendedBy) { menders.append(refusal.code.mendedBy) }
        guard !menders.isEmpty else { return nil }
        return menders.map { $0.words(request.language) }.joined(separator: ", ")
    }

    // MARK: Rights

    func rights(_ request: PageRequest) -> PageResponse {
        guard case .success(let visitor)? = visitor(request) else {
            return .redirect(to: "\(OwnPaths.login)?return=\(OwnPaths.rights)")
        }
        let policy = snapshot.current.policy
        let principal = visitor.asker.principal
        let roles = policy.explainRoles(of: visitor.claims, as: principal)
        var values: [String: Any] = [
            "name": visitor.session.name, "since": "\(visitor.session.begun)", "hasRoles": !roles.isEmpty,
            "bestuur": principal?.bestuur.name ?? "-",
            "roles": roles.map { ["name": $0.value, "opens": opens($0, request), "access": access($0, request)] },
        ]
        if let principal { values["type"] = principal.bestuur.type.label }
        if let code = visitor.claims.bestuur { values["code"] = code }
        if let doelgroep = visitor.claims.doelgroep { values["doelgroep"] = doelgroep }
        let frame = frame(request, "rightsTitle", visitor: visitor)
        return PageResponse.page(PageRenderer.shared.page(.rights, frame, values)).setting(visitor.renewal)
    }

    private func opens(_ role: RoleExplanation, _ request: PageRequest) -> String {
        guard role.isKnown else { return text(request, "unknownRole") }
        if role.retired != nil { return text(request, "retiredRole") }
        let labels = role.openings.map { $0.kind == .loginRight ? text(request, "loginRight") : $0.label }
        return labels.isEmpty ? text(request, "nothing") : labels.joined(separator: ", ")
    }

    private func access(_ role: RoleExplanation, _ request: PageRequest) -> String {
        let words = role.openings.map { opening in
            switch opening.access {
            case .granted(let isReadOnly): text(request, isReadOnly ? "readOnly" : "open")
            case .refused(let codes):
                codes.map { request.language == .dutch ? $0.dutch : $0.english }.joined(separator: "; ")
            case .unknown: text(request, "closed")
            }
        }
        return words.isEmpty ? text(request, "closed") : words.joined(separator: ", ")
    }
}
