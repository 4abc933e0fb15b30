import Besturen
import Foundation
import HTTPTypes
import HTTPWire
import JOSE
import OIDC
import Policy

/// The first page, and one's rights.
extension Pages {
    func start(_ request: PageRequest) -> PageResponse {
        let visitor: Visitor
        switch self.visitor(request) {
        case .success(let found)?: visitor = found
        case .failure(let ended)?: return offeringLogin(request, ended)
        case nil: return offeringLogin(request, nil)
        }
        let modules = snapshot.current.policy.moduleAccess(of: visitor.asker)
        let open = modules.filter(\.isOpen)
        let general = self.general(of: visitor.asker, modules)
        var values: [String: Any] = ["hasOpen": !open.isEmpty, "open": open.map { openTile($0, request) }]
        if !general.isEmpty {
            // What keeps every module closed is said once, above; no module has a story of its own then.
            var problem: [String: Any] = ["sentences": general.map { ["text": sentence($0, request)] }]
            if let who = who(general, request) { problem["who"] = who }
            values["problems"] = problem
        } else {
            let closed = modules.filter { !$0.isOpen }
            // What is not meant for this type of bestuur, nobody at the bestuur can open.
            let others = closed.filter { $0.failed(.bestuurstypeNotEligible) }
            let own = closed.filter { !$0.failed(.bestuurstypeNotEligible) }
            values["hasClosed"] = !own.isEmpty
            values["closed"] = own.map { closedTile($0, request) }
            values["hasOthers"] = !others.isEmpty
            values["others"] = others.map { ["label": $0.label] }
            if !open.contains(where: \.needsRole), !own.isEmpty { values["none"] = text(request, "noneOfYours") }
        }
        let frame = frame(request, "startTitle", visitor: visitor)
        return PageResponse.page(PageRenderer.shared.page(.start, frame, values)).setting(visitor.renewal)
            .noting(visitor.note())
    }

    private func offeringLogin(_ request: PageRequest, _ ended: EndedSession?) -> PageResponse {
        var sentences = [text(request, "logInText"), text(request, "logInHelp")]
        if let ended {
            let refusal = ended.refusal
            sentences.insert(Self.capitalised(request.language == .dutch ? refusal.dutch : refusal.english), at: 0)
        }
        return message(request, "logInTitle", sentences, action: (OwnPaths.login, "logIn"))
            .noting(OwnPageNote(nil, ended?.session))
    }

    private func openTile(_ module: ModuleAccess, _ request: PageRequest) -> [String: Any] {
        let isReadOnly = module.access == .readOnly
        let url = configuration.pages.modules[module.id]
        let isElsewhere = module.isExternal && url == nil
        var tile: [String: Any] = [
            "label": module.label, "kind": isReadOnly ? "read" : isElsewhere ? "elsewhere" : "open",
            "state": text(request, isReadOnly ? "readOnly" : isElsewhere ? "elsewhereState" : "open"),
        ]
        if let url { tile["url"] = url }
        if isReadOnly {
            tile["note"] = text(request, "readOnlyNote")
        } else if module.isExternal {
            tile["note"] = text(request, "elsewhere")
        }
        return tile
    }

    private func closedTile(_ module: ModuleAccess, _ request: PageRequest) -> [String: Any] {
        var tile: [String: Any] = ["label": module.label, "state": text(request, "closed")]
        guard case .closed(let refusals) = module.access else { return tile }
        tile["sentences"] = refusals.map { ["text": sentence($0, request)] }
        if let who = who(refusals, request) { tile["who"] = who }
        return tile
    }

    /// The reasons that nothing at all is open for: those of the person and the bestuur, not of a module.
    private func general(of asker: Asker, _ modules: [ModuleAccess]) -> [AccessRefusal] {
        guard !modules.contains(where: \.isOpen), case .closed(let first)? = modules.first?.access else { return [] }
        if asker.principal == nil { return first }
        let codes: [AccessReasonCode] = [.loginRightMissing, .doelgroepNotAdmitted, .bestuurNotActive]
        return first.filter { refusal in
            codes.contains(refusal.code) && modules.allSatisfy { $0.failed(refusal.code) }
        }
    }

    private func sentence(_ refusal: AccessRefusal, _ request: PageRequest) -> String {
        Self.capitalised(request.language == .dutch ? refusal.dutch : refusal.english)
    }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

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
            "name": visitor.session.name, "since": Self.date(visitor.session.begun, request.language),
            "hasRoles": !roles.isEmpty,
            "bestuur": principal?.bestuur.name ?? "-",
            "roles": roles.map { ["name": $0.value, "opens": opens($0, request), "access": access($0, request)] },
        ]
        if let principal { values["type"] = principal.bestuur.type.label }
        if let code = visitor.claims.bestuur { values["code"] = code }
        if let code = visitor.claims.doelgroep {
            values["doelgroep"] = Doelgroep(exactly: code).map { "\($0.label) (\(code))" } ?? code
        }
        let frame = frame(request, "rightsTitle", visitor: visitor)
        return PageResponse.page(PageRenderer.shared.page(.rights, frame, values)).setting(visitor.renewal)
            .noting(visitor.note())
    }

    /// As people in Belgium read it: `26 november 2026 om 17.16 uur`.
    static func date(_ instant: Instant, _ language: AcceptedLanguage) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: language == .dutch ? "nl_BE" : "en_GB")
        formatter.timeZone = TimeZone(identifier: "Europe/Brussels") ?? .gmt
        formatter.dateFormat = language == .dutch ? "d MMMM yyyy 'om' HH.mm 'uur'" : "d MMMM yyyy 'at' HH:mm"
        return formatter.string(from: Date(timeIntervalSince1970: Double(instant.unixSeconds)))
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
                codes.map { Self.capitalised(request.language == .dutch ? $0.dutch : $0.english) }.joined(
                    separator: " ")
            case .unknown: text(request, "closed")
            }
        }
        return words.isEmpty ? text(request, "closed") : words.joined(separator: ", ")
    }
}

extension ModuleAccess {
    /// Whether it is closed for this reason, among others.
    fileprivate func failed(_ code: AccessReasonCode) -> Bool {
        guard case .closed(let refusals) = access else { return false }
        return refusals.contains { $0.code == code }
    }
}
