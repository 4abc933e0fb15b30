import Besturen
import HTTPTypes
import JOSE
import Logging
import OIDC

/// One dossier: both tracks, what is waited for, the steps that the visitor may take now, and the journal.
extension Board {
    func dossier(
        _ request: BoardRequest, _ visitor: Visitor, _ id: String, trouble: Trouble? = nil
    ) async throws(BoardProblem) -> PageResponse {
        let (state, entries) = try await journal(of: [id])
        guard let dossier = state.dossier(id) else { throw .refused(.dossierUnknown(id)) }
        let words = BoardWords(request.page.language)
        let now = now()
        let sequence = state.lastSequence(of: id)
        let forms = StepForm.offered(in: dossier, to: visitor.acting)
            .map { $0.form(dossier, words, to: visitor.acting, sequence: sequence) }
        var values: [String: Any] = [
            "facts": facts(dossier, state, words, at: now),
            "tracks": Track.allCases.map { track($0, dossier, words, at: now) },
        ]
        values.merge(journalValues(entries, words)) { $1 }
        return page(
            .dossier, request, visitor, title: "\(words["dossier"]) \(id): \(dossier.name)", values: values,
            forms: forms, trouble: trouble)
    }

    /// Takes a step that a form asks for.
    func step(_ request: BoardRequest, _ visitor: Visitor, _ id: String) async throws(BoardProblem) -> PageResponse {
        let form = try form(request, visitor.session)
        do throws(BoardProblem) {
            guard let step = StepForm(id: form.text("form")) else { throw .formMalformed }
            let sequence = try BoardField.sequence(form.text("sequence"))
            if step == .reach(.uriMinted), !form.text("uri").isEmpty { try await checkTakenUp(form.text("uri")) }
            let party = try party(form.values["party"], visitor, allowed: step.parties)
            let change = RegisterStore.Change(id, .step(try step.step(form)))
            let entry = try await append(visitor, party, change, expecting: sequence)
            return done(entry, at: BoardPaths.dossier(id))
        } catch {
            // The page as it is now, with the reason above it and what was typed still in its form.
            guard error.status != .notFound, error.status != .serviceUnavailable else { throw error }
            return try await dossier(request, visitor, id, trouble: Trouble(problem: error, sent: form.values))
        }
    }

    /// A dossier may take up the URI of a bestuur that a list brought; any other is made here, so that nobody types one.
    func checkTakenUp(_ uri: String) async throws(BoardProblem) {
        guard try await state().knownURIs.contains(uri) else {
            throw .field(
                "uri", english: "the register has no bestuur with this URI; leave it out, and a new one is made",
                dutch: "het register kent geen bestuur met deze URI; laat ze weg, dan wordt een nieuwe aangemaakt")
        }
    }

    // MARK: Opening one

    func opening(
        _ request: BoardRequest, _ visitor: Visitor, trouble: Trouble? = nil
    ) throws(BoardProblem) -> PageResponse {
        guard !visitor.acting.isEmpty else { throw .viewerOnly }
        let words = BoardWords(request.page.language)
        let form = BoardForm(
            id: "open", title: words["openDossier"], action: BoardPaths.open, help: words["openHelp"],
            fields: [
                BoardForm.Field(name: "name", label: words["bestuurName"]),
                BoardForm.Field(
                    name: "announced", label: words["announced"], hint: words["announcedHint"], isRequired: false),
            ], button: words["openButton"], parties: visitor.acting, isAlone: true)
        return page(
            .opening, request, visitor, title: words["openDossier"], values: [:], forms: [form], trouble: trouble)
    }

    func open(_ request: BoardRequest, _ visitor: Visitor) async throws(BoardProblem) -> PageResponse {
        let form = try form(request, visitor.session)
        do throws(BoardProblem) {
            let party = try party(form.values["party"], visitor, allowed: Set(Party.allCases))
            let change = RegisterStore.Change(
                nil, .open(name: form.text("name"), announced: try BoardField.optionalKBO(form.text("announced"))))
            try await claimOnce(form.token)
            let entry = try await append(visitor, party, change, expecting: nil)
            return done(entry, at: BoardPaths.dossier(entry.subject))
        } catch {
            guard error.status != .serviceUnavailable else { throw error }
            return try opening(request, visitor, trouble: Trouble(problem: error, sent: form.values))
        }
    }

    /// A dossier is opened once for each form, however often a browser sends it.
    private func claimOnce(_ token: FormToken) async throws(BoardProblem) {
        let until = LoginService.now().adding(seconds: pages.configuration.session.limits.absolute + 120)
        do {
            guard try await claim("poort board form " + token.id, until) else { throw BoardProblem.formUsed }
        } catch let problem as BoardProblem {
            throw problem
        } catch {
            logger.error("a form of the board cannot be marked as used: \(error)")
            throw .unavailable
        }
    }

    // MARK: Values

    func journal(
        of subjects: [String]
    ) async throws(BoardProblem) -> (state: RegisterState, entries: [RegisterEntry]) {
        do throws(BoardRegister.Failure) {
            return try await register.state(journalOf: subjects, atMost: .max)
        } catch {
            throw failed(error)
        }
    }

    /// The newest first, and not more than somebody reads.
    func journalValues(_ entries: [RegisterEntry], _ words: BoardWords) -> [String: Any] {
        let shown = entries.suffix(Self.longestJournal).reversed()
        var values: [String: Any] = ["hasJournal": !entries.isEmpty, "journal": shown.map(words.entry)]
        if shown.count < entries.count {
            values["earlier"] = "\(entries.count - shown.count) \(words["earlierEntries"])"
        }
        return values
    }

    private func facts(
        _ dossier: OnboardingDossier, _ state: RegisterState, _ words: BoardWords, at now: Moment
    ) -> [[String: Any]] {
        var facts: [[String: Any]] = [
            fact(words["status"], words[DossierState(dossier, at: now).word]), fact(words["bestuurName"], dossier.name),
        ]
        if let number = dossier.announced { facts.append(fact(words["announced"], number.description)) }
        if let number = dossier.kbo { facts.append(fact(words["kboNumber"], number.description)) }
        if let code = dossier.ovo { facts.append(fact(words["ovoCode"], code.description)) }
        if let type = dossier.type { facts.append(fact(words["bestuurType"], type.label)) }
        if let uri = dossier.uri {
            // There is a page of it once its type is known.
            facts.append(fact("URI", uri, state.bestuur(uri: uri) == nil ? nil : BoardPaths.bestuur(uri)))
        }
        if let decision = dossier.decision { facts.append(fact(words["decision"], decision)) }
        if let reference = dossier.reference { facts.append(fact(words["reference"], reference)) }
        return facts
    }

    func fact(_ label: String, _ value: String, _ url: String? = nil) -> [String: Any] {
        var fact: [String: Any] = ["label": label, "value": value]
        if let url { fact["url"] = url }
        return fact
    }

    private func track(
        _ track: Track, _ dossier: OnboardingDossier, _ words: BoardWords, at now: Moment
    ) -> [String: Any] {
        let (state, kind): (String, String) =
            switch dossier[track] {
            case .refused(let reason): ("\(words["trackRefused"]): \(reason)", "closed")
            case .withdrawn(let reason): ("\(words["trackWithdrawn"]): \(reason)", "closed")
            case .notBegun: (words["stateNotBegun"], "read")
            case .reached:
                dossier.isComplete(track) ? (words["trackComplete"], "open") : (words["stateUnderWay"], "read")
            }
        let next = dossier.next(track)
        return [
            "id": "spoor-\(track.rawValue)", "label": words.track(track), "state": state, "kind": kind,
            "milestones": Milestone.of(track).map { milestone(milestone: $0, dossier, next, words, at: now) },
        ]
    }

    private func milestone(
        milestone: Milestone, _ dossier: OnboardingDossier, _ next: Milestone?, _ words: BoardWords, at now: Moment
    ) -> [String: Any] {
        var values: [String: Any] = ["label": words.milestone(milestone), "kind": "open", "mark": "\(words["notYet"])"]
        if let at = dossier.reachedAt[milestone] {
            values["kind"] = "done"
            values["mark"] = "\(words["onDate"]) \(words.date(at))"
        } else if milestone == next {
            let awaited = words.awaited(milestone, dossier, at: now)
            values["kind"] = awaited["isLate"] as? Bool == true ? "late" : "next"
            values["mark"] = words["awaited"]
            values["detail"] = awaited["text"]
        }
        return values
    }
}
