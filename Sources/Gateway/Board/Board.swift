import Besturen
import Foundation
import HTTPTypes
import HTTPWire
import JOSE
import Logging
import OIDC
import Policy

/// The board of the register on the admin listener: who is waited for, the dossiers, the besturen, and the steps that each party
/// may take. Pages and a JSON API over one journal.
///
/// Whoever asks is judged anew each time: by the session, and by the administrative roles that the policy grants them now.
struct Board: Sendable {
    let pages: Pages
    let configuration: BoardConfiguration
    let register: BoardRegister
    let audit: BoardAudit
    /// Takes the name of a form that counts once; false when it was taken before.
    let claim: @Sendable (_ form: String, _ until: Instant) async throws -> Bool
    let logger: Logger

    /// Somebody who may at least look.
    struct Visitor: Sendable {
        let person: Pages.Visitor
        let parties: Set<BoardParty>

        var session: Session { person.session }
        /// For whom they may act.
        var acting: [Party] { Party.allCases.filter { party in parties.contains { $0.party == party } } }
    }

    func respond(to request: BoardRequest) async -> PageResponse {
        let begin = ContinuousClock.now
        let response: PageResponse
        do throws(BoardProblem) {
            response = try await judged(request)
        } catch {
            response = answer(error, request)
        }
        audit.write(request, response, took: ContinuousClock.now - begin)
        return response
    }

    // MARK: Judging

    private func judged(_ request: BoardRequest) async throws(BoardProblem) -> PageResponse {
        let own = configuration.callback
        // A name that leads here without being ours is somebody else's page (DNS rebinding).
        guard request.page.host.lowercased().utf8.elementsEqual(own.authority.utf8) else { throw .hostUnknown }
        guard request.isCanonical else { throw .targetAmbiguous }
        guard request.isRead || request.isOwn(origin: own.origin) else { throw .session(.crossOrigin) }
        if BoardPaths.ofLogin.contains(request.page.path) { return try await loggingInOrOut(request) }
        let person: Pages.Visitor
        switch pages.visitor(request.page) {
        case nil: return try loggingIn(request, .sessionMissing)
        case .failure(let ended)?: return try loggingIn(request, .session(ended.refusal))
        case .success(let found)?: person = found
        }
        let parties = parties(of: person)
        guard !parties.isEmpty else {
            // A program is told so in the way of the others.
            if request.isAPI { throw .roleMissing }
            return noRole(request, person)
        }
        let visitor = Visitor(person: person, parties: parties)
        let response: PageResponse
        do throws(BoardProblem) {
            response = try await routed(request, visitor)
        } catch {
            response = answer(error, request, visitor)
        }
        var note = response.note
        note.session = person.session.digest.description
        note.subject = person.session.subjectKey.description
        return response.setting(person.renewal).noting(note)
    }

    /// By the policy's own judgement of the roles, at the bestuur that the person logged in for.
    func parties(of person: Pages.Visitor) -> Set<BoardParty> {
        guard let principal = person.asker.principal else { return [] }
        return configuration.parties(grantedRoles: pages.snapshot.current.policy.grantedRoles(of: principal))
    }

    /// A browser that goes to a page is sent to log in; anything else is told why not.
    private func loggingIn(_ request: BoardRequest, _ problem: BoardProblem) throws(BoardProblem) -> PageResponse {
        guard request.isRead, !request.isAPI else { throw problem }
        let address = request.page.path + (request.page.query.isEmpty ? "" : "?" + request.page.query)
        return .redirect(to: pages.site.loginAddress(returningTo: pages.site.safe(address)))
            .noting(OwnPageNote(event: nil, code: problem.code))
    }

    private func loggingInOrOut(_ request: BoardRequest) async throws(BoardProblem) -> PageResponse {
        let page = request.page
        switch page.path {
        case BoardPaths.login where request.isRead: return await pages.loggingIn(page)
        case BoardPaths.callback where request.isRead: return await pages.completingLogin(page)
        case BoardPaths.loggedOut where request.isRead: return pages.loggedOut(page)
        case BoardPaths.switched where request.isRead: return .redirect(to: BoardPaths.login)
        case BoardPaths.logout where page.method == .post: return try await logOut(request, .here)
        case BoardPaths.logoutEverywhere where page.method == .post: return try await logOut(request, .everywhere)
        case BoardPaths.switchBestuur where page.method == .post: return try await logOut(request, .switching)
        default: throw .methodNotAllowed
        }
    }

    private func logOut(_ request: BoardRequest, _ logout: Pages.Logout) async throws(BoardProblem) -> PageResponse {
        // Without a session that counts there is no form of one either, and nothing to end but a cookie.
        if case .success(let person)? = pages.visitor(request.page) { _ = try form(request, person.session) }
        return await pages.logOut(request.page, logout)
    }

    // MARK: Routes

    private func routed(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let path = request.page.path
        if request.isAPI { return try await interface(request, visitor) }
        if request.isRead {
            switch path {
            case BoardPaths.start: return try await overview(request, visitor)
            case BoardPaths.open: return try opening(request, visitor)
            case BoardPaths.besturen: return try await besturen(request, visitor)
            case BoardPaths.bestuur: return try await bestuur(request, visitor)
            case BoardPaths.conflicts: return try await conflicts(request, visitor)
            default: break
            }
            if let id = Self.segments(path, below: BoardPaths.dossiers).first, path == BoardPaths.dossier(id) {
                return try await dossier(request, visitor, id)
            }
            if let tail = Self.segments(path, below: BoardPaths.besturen).first,
                path == "\(BoardPaths.besturen)/\(tail)"
            {
                return try await bestuur(request, visitor, tail: tail)
            }
            throw .notFound
        }
        guard request.page.method == .post else { throw .methodNotAllowed }
        switch path {
        case BoardPaths.open: return try await open(request, visitor)
        case BoardPaths.amend, BoardPaths.merge: return try await amend(request, visitor)
        default: break
        }
        let segments = Self.segments(path, below: BoardPaths.dossiers)
        if segments.count == 2, segments[1] == "steps" { return try await step(request, visitor, segments[0]) }
        throw .notFound
    }

    static func segments(_ path: String, below prefix: String) -> [String] {
        guard path.hasPrefix(prefix + "/") else { return [] }
        return path.dropFirst(prefix.count + 1).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    // MARK: Forms

    /// What a form of the board says, once it is known to be of this session.
    struct SentForm: Sendable {
        let token: FormToken
        let values: [String: String]

        func text(_ name: String) -> String {
            let value = values[name] ?? ""
            return String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    func form(_ request: BoardRequest, _ session: Session) throws(BoardProblem) -> SentForm {
        guard request.contentType == "application/x-www-form-urlencoded",
            let values = FormEncoding.decode(request.page.body.span)
        else { throw .formMalformed }
        let ring = pages.configuration.session.ring
        guard let token = FormToken(values["token"], for: session, with: ring, at: LoginService.now()) else {
            throw .tokenInvalid
        }
        return SentForm(token: token, values: values)
    }

    /// For whom somebody acts: whom they name among those they may act for, or the only one that may.
    func party(
        _ named: String?, _ visitor: Visitor, allowed: Set<Party>
    ) throws(BoardProblem) -> Party {
        let acting = visitor.acting
        guard !acting.isEmpty else { throw .viewerOnly }
        if let named, !named.isEmpty {
            guard let party = Party(rawValue: named), acting.contains(party) else {
                throw .field(
                    "party", english: "none of your roles lets you act for `\(named.prefix(40))`",
                    dutch: "met uw rollen handelt u niet voor die partij")
            }
            return party
        }
        return acting.first(where: allowed.contains) ?? acting[0]
    }

    /// Does something, or says why not.
    func append(
        _ visitor: Visitor, _ party: Party, _ change: RegisterStore.Change, expecting expected: Int64?
    ) async throws(BoardProblem) -> RegisterEntry {
        let outcome: BoardRegister.Outcome
        do throws(BoardRegister.Failure) {
            outcome = try await register.append(
                by: BoardActor.text(visitor.session), for: party, change, expecting: expected)
        } catch {
            throw failed(error)
        }
        switch outcome {
        case .done(let entry):
            logger.notice(
                "the register was added to",
                metadata: [
                    "entry": "\(entry.sequence)", "subject": "\(entry.subject)", "party": "\(party.rawValue)",
                    "session": "\(visitor.session.digest)",
                ])
            return entry
        case .refused(let refusal): throw .refused(refusal)
        case .stale(let sequence): throw .stale(sequence)
        }
    }

    func failed(_ failure: BoardRegister.Failure) -> BoardProblem {
        if case .store(let error) = failure { logger.error("the board cannot use the register: \(error)") }
        return .failed(failure)
    }
}
