import Besturen
import HTTPTypes
import HTTPWire
import JOSE
import OIDC
import Policy

/// How the board answers: its pages, and its refusals as pages or as problem details (RFC 9457).
extension Board {
    /// How many entries of a journal a page shows.
    static let longestJournal = 200

    func now() -> Moment { Moment(unixSeconds: LoginService.now().unixSeconds) }

    // MARK: Refusals

    func answer(_ problem: BoardProblem, _ request: BoardRequest, _ visitor: Visitor? = nil) -> PageResponse {
        let page = request.page
        var response: PageResponse
        if request.isAPI {
            response = .json(
                problem.json(requestID: page.requestID), status: problem.status, type: "application/problem+json")
        } else {
            var frame = frame(page, pages.text(page, problem.titleKey), visitor)
            if visitor == nil { frame.home = nil }
            var values: [String: Any] = [
                "sentences": [["text": problem.sentence(page.language)]], "code": problem.code,
            ]
            if let mender = problem.mender { values["who"] = mender.words(page.language) }
            if problem.status == .unauthorized {
                values["action"] = ["url": BoardPaths.login, "label": pages.text(page, "logIn")]
            } else if visitor != nil {
                values["action"] = ["url": BoardPaths.start, "label": pages.text(page, "toBoard")]
            }
            response = .page(PageRenderer.shared.page(.message, frame, values), status: problem.status)
        }
        if problem.status == .serviceUnavailable { response.fields[.retryAfter] = "5" }
        return response.noting(OwnPageNote(event: nil, code: problem.code))
    }

    /// Somebody who is logged in and may not look: which roles open the board, and what keeps theirs from doing so.
    func noRole(_ request: BoardRequest, _ person: Pages.Visitor) -> PageResponse {
        let page = request.page
        let problem = BoardProblem.roleMissing
        let words = BoardWords(page.language)
        let policy = pages.snapshot.current.policy
        var sentences = [problem.sentence(page.language)]
        if case .refused(let refusal) = person.asker {
            sentences.append(Pages.capitalised(words.isDutch ? refusal.dutch : refusal.english))
        }
        let named = Set(BoardParty.allCases.flatMap { configuration.roles[$0] ?? [] })
        // A role of the board that they do hold, and that does not count for them: why not.
        for role in policy.explainRoles(of: person.claims, as: person.asker.principal) where named.contains(role.name) {
            for opening in role.openings where opening.kind == .administrativeRole {
                guard case .refused(let codes) = opening.access else { continue }
                sentences.append(
                    "\(opening.label): \(words["roleDoesNotCount"]) \(codes.map(\.rawValue).joined(separator: ", ")).")
            }
        }
        let roles = policy.administrativeRoles.filter { named.contains($0.name) }
            .map { "\($0.label) (\($0.name))" }
        sentences.append("\(words["boardRoles"]) \(roles.joined(separator: ", ")). \(words["boardRolesGranted"])")
        var frame = frame(page, pages.text(page, "refusedTitle"), nil)
        frame.account = account(person)
        if let token = token(person.session) { frame.menu = .board(token: token) }
        let values: [String: Any] = [
            "sentences": sentences.map { ["text": $0] }, "code": problem.code,
            "who": Mender.localAdministrator.words(page.language),
        ]
        return PageResponse.page(PageRenderer.shared.page(.message, frame, values), status: problem.status)
            .setting(person.renewal).noting(OwnPageNote(nil, person.session, code: problem.code))
    }

    // MARK: Pages

    private func account(_ person: Pages.Visitor) -> PageFrame.Account {
        PageFrame.Account(name: person.session.name, bestuur: person.asker.principal?.bestuur.name)
    }

    /// A new one for each page; nil when no random bytes can be had, and then its forms are refused.
    func token(_ session: Session) -> String? {
        try? FormToken.make(for: session, with: pages.configuration.session.ring, at: LoginService.now())
    }

    func frame(
        _ page: PageRequest, _ title: String, _ visitor: Visitor?, token: String? = nil
    ) -> PageFrame {
        var frame = PageFrame(
            language: page.language, title: title, home: BoardPaths.start,
            helpdesk: pages.configuration.pages.helpdesk, requestID: page.requestID)
        guard let visitor else { return frame }
        frame.account = account(visitor.person)
        frame.menu = .board(token: token ?? self.token(visitor.session) ?? "")
        var places = [
            (BoardPaths.start, "boardPage"), (BoardPaths.besturen, "besturen"), (BoardPaths.conflicts, "conflicts"),
        ]
        if !visitor.acting.isEmpty { places.append((BoardPaths.open, "openDossier")) }
        frame.places = places.map { url, word in
            PageFrame.Place(url: url, label: pages.text(page, word), isHere: page.path == url)
        }
        return frame
    }

    /// A page of the board; above it what was not done, or was.
    /// - Parameters:
    ///   - forms: each gets the page's token, and what was sent to it when that was refused.
    func page(
        _ template: PageRenderer.Template, _ request: BoardRequest, _ visitor: Visitor, title: String,
        values: [String: Any], forms: [BoardForm] = [], trouble: Trouble? = nil
    ) -> PageResponse {
        let page = request.page
        let words = BoardWords(page.language)
        let token = token(visitor.session) ?? ""
        var all = values
        all["hasForms"] = !forms.isEmpty
        all["forms"] = forms.map { $0.values(words, token: token, sent: trouble?.sent) }
        if let trouble {
            let problem = trouble.problem
            var notice: [String: Any] = ["sentence": problem.sentence(page.language), "code": problem.code]
            if let mender = problem.mender { notice["who"] = mender.words(page.language) }
            all["trouble"] = notice
        } else if let done = page.parameters["done"].flatMap({ Int64($0) }) {
            all["done"] = "\(words["done"]) \(done)."
        }
        let frame = frame(page, title, visitor, token: token)
        return PageResponse.page(
            PageRenderer.shared.page(template, frame, all), status: trouble?.problem.status ?? .ok
        ).noting(OwnPageNote(event: nil, code: trouble?.problem.code))
    }

    /// What was sent and not done, for the page that it was sent from.
    struct Trouble {
        let problem: BoardProblem
        let sent: [String: String]
    }

    /// After a step: the page is asked for anew, so that reloading it does nothing twice.
    func done(_ entry: RegisterEntry, at address: String) -> PageResponse {
        let separator = address.contains("?") ? "&" : "?"
        return PageResponse.redirect(to: "\(address)\(separator)done=\(entry.sequence)")
            .noting(OwnPageNote(event: entry.action.event))
    }
}

extension BoardProblem {
    fileprivate var titleKey: String {
        switch status {
        case .notFound: "notFoundTitle"
        case .unauthorized: "unauthenticatedTitle"
        case .serviceUnavailable: "unavailableTitle"
        case .badRequest, .misdirectedRequest: "badRequestTitle"
        case .forbidden: "refusedTitle"
        default: "notDone"
        }
    }

    /// RFC 9457, with the members that the data plane's refusals have.
    func json(requestID: String) -> [UInt8] {
        JSONValue.object([
            ("type", .string("urn:poort:refusal:\(code)")), ("title", .string(status.reasonPhrase)),
            ("status", .integer(status.code)), ("code", .string(code)), ("detail", .string(english)),
            ("detail_nl", .string(dutch)), ("mended_by", .string((mender ?? .user).rawValue)),
            ("request_id", .string(requestID)),
        ]).bytes() + [UInt8(ascii: "\n")]
    }
}

extension RegisterAction {
    /// What the audit log calls it.
    var event: String {
        switch self {
        case .open: "register_open"
        case .step: "register_step"
        case .record: "register_record"
        case .amend: "register_amend"
        case .merge: "register_merge"
        }
    }
}
