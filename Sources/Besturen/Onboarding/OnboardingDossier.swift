/// The onboarding of one bestuur: two tracks that join (the Loket's own procedure "toegang krijgen als lokaal bestuur").
///
/// A value that a journal of steps makes: ``applying(_:by:at:)`` is total, so every step in every state either leads on or says
/// what is missing. Nothing is ever taken back; a correction is a step of its own.
package struct OnboardingDossier: Hashable, Sendable {
    /// Of this dossier; no number of the bestuur, which may get none for weeks.
    package let id: String
    package let name: String
    /// The number by which people of the bestuur will log in, as it was announced; it opens nothing.
    package private(set) var announced: KBONummer?
    package private(set) var approval = TrackState.notBegun
    package private(set) var access = TrackState.notBegun
    /// Minted once.
    package private(set) var uri: String?
    package private(set) var decision: String?
    package private(set) var reference: String?
    package private(set) var ovo: OVOCode?
    package private(set) var type: Bestuurstype?
    package private(set) var kbo: KBONummer?
    /// When each milestone of the tracks as they run now was reached.
    package private(set) var reachedAt: [Milestone: Moment] = [:]

    package init(id: String, name: String, announced: KBONummer? = nil) {
        self.id = id
        self.name = name
        self.announced = announced
    }

    package subscript(_ track: Track) -> TrackState {
        switch track {
        case .approval: approval
        case .access: access
        }
    }

    /// Whether a track has reached its last milestone.
    package func isComplete(_ track: Track) -> Bool {
        guard let last = Milestone.of(track).last else { return false }
        return self[track] == .reached(last)
    }

    /// Both tracks are complete: the bestuur may use its modules.
    package var isActive: Bool { Track.allCases.allSatisfy(isComplete) }

    /// What is waited for, one milestone for each track that is not complete; none for a track that has ended.
    package var awaited: [Milestone] { Track.allCases.compactMap(next) }

    /// The same with the first step of a track that has ended: what must happen for the bestuur to become active.
    package var awaitedOrFirst: [Milestone] {
        Track.allCases.compactMap { self[$0].isEnded ? Milestone.of($0).first : next($0) }
    }

    /// Whether a step was ever taken.
    package var hasBegun: Bool { Track.allCases.contains { self[$0] != .notBegun } }

    /// Every track that began has ended, and none is complete.
    package var hasEnded: Bool {
        let states = Track.allCases.map { self[$0] }.filter { $0 != .notBegun }
        return !states.isEmpty && states.allSatisfy(\.isEnded)
    }

    /// The numbers that its steps gave it.
    package var codes: [OrganisationCode] {
        var codes: [OrganisationCode] = []
        if let kbo { codes.append(.kbo(kbo)) }
        if let ovo { codes.append(.ovo(ovo)) }
        return codes
    }

    /// With the announced one as long as it is the only KBO number.
    var pending: PendingBestuur {
        let announced = kbo == nil ? announced.map { [OrganisationCode.kbo($0)] } ?? [] : []
        return PendingBestuur(dossier: id, name: name, awaited: awaitedOrFirst, codes: codes + announced)
    }

    /// Whether the OVO code and the typering were reported back; that there is no OVO code is a report, too.
    var isReported: Bool { type != nil }

    /// The next milestone of a track.
    package func next(_ track: Track) -> Milestone? {
        let all = Milestone.of(track)
        switch self[track] {
        case .refused, .withdrawn: return nil
        case .notBegun: return all.first
        case .reached(let milestone):
            guard let index = all.firstIndex(of: milestone), index + 1 < all.count else { return nil }
            return all[index + 1]
        }
    }

    /// Until when an awaited milestone is to be reached; nil where the procedure names no rhythm.
    package func deadline(of milestone: Milestone) -> Moment? {
        guard let days = milestone.daysAfterPredecessor, let before = milestone.predecessor, let at = reachedAt[before],
            awaited.contains(milestone)
        else { return nil }
        return at.adding(days: days)
    }

    /// The awaited milestones whose deadline has passed.
    package func overdue(at now: Moment) -> [Milestone] {
        awaited.filter { milestone in deadline(of: milestone).map { $0 < now } ?? false }
    }

    // MARK: Steps

    /// The dossier after a step, or why it cannot be taken.
    package func applying(
        _ step: OnboardingStep, by party: Party, at now: Moment
    ) -> Result<OnboardingDossier, StepRefusal> {
        guard step.parties.contains(party) else {
            return .failure(.notFor(party, allowed: Party.allCases.filter(step.parties.contains)))
        }
        do throws(StepRefusal) {
            var next = self
            switch step {
            case .refuse(let track, let reason):
                try next.end(track, .refused(reason: try Self.evidence(reason, "the reason")))
            case .withdraw(let track, let reason):
                try next.end(track, .withdrawn(reason: try Self.evidence(reason, "the reason")))
            case .correct(let correction, let reason):
                _ = try Self.evidence(reason, "the reason")
                try next.correct(correction)
            default:
                guard let milestone = step.milestone else { return .success(self) }
                try next.reach(milestone, at: now)
                try next.record(step)
                next.passMinting(at: now)
            }
            return .success(next)
        } catch {
            return .failure(error)
        }
    }

    private mutating func reach(_ milestone: Milestone, at now: Moment) throws(StepRefusal) {
        let track = milestone.track
        let all = Milestone.of(track)
        // A minted URI outlives the track that minted it.
        if milestone == .uriMinted, let uri { throw .uriMinted(uri) }
        switch self[track] {
        case .refused, .withdrawn:
            guard milestone == all.first else { throw .ended(track, begin: all[0]) }
            for each in all { reachedAt[each] = nil }
        case .notBegun:
            guard milestone == all.first else { throw .missing(Array(all.prefix { $0 != milestone })) }
        case .reached(let last):
            guard let done = all.firstIndex(of: last), let wanted = all.firstIndex(of: milestone) else { return }
            guard wanted > done else { throw .taken(milestone) }
            guard wanted == done + 1 else { throw .missing(Array(all[done + 1..<wanted])) }
        }
        reachedAt[milestone] = now
        set(track, .reached(milestone))
    }

    private mutating func record(_ step: OnboardingStep) throws(StepRefusal) {
        switch step {
        case .approve(let text): decision = try Self.evidence(text, "the reference of the decision")
        case .mintURI(let text): uri = try Self.evidence(text, "the URI")
        case .requestAccess(let text): reference = try Self.evidence(text, "the reference of the request")
        case .reportBack(let code, let kind):
            ovo = code
            type = kind
        case .connect(let number): kbo = number
        case .notifyLoket, .confirmKalliope, .verify, .refuse, .withdraw, .correct: break
        }
    }

    /// A track that runs again finds its URI minted.
    private mutating func passMinting(at now: Moment) {
        guard approval == .reached(.loketNotified), uri != nil else { return }
        reachedAt[.uriMinted] = now
        approval = .reached(.uriMinted)
    }

    private mutating func end(_ track: Track, _ state: TrackState) throws(StepRefusal) {
        guard case .reached = self[track] else { throw .notUnderWay(track) }
        set(track, state)
    }

    private mutating func correct(_ correction: OnboardingStep.Correction) throws(StepRefusal) {
        if let milestone = correction.milestone, reachedAt[milestone] == nil { throw .nothingToCorrect(milestone) }
        let before = self
        switch correction {
        case .decision(let text): decision = try Self.evidence(text, "the reference of the decision")
        case .reference(let text): reference = try Self.evidence(text, "the reference of the request")
        case .ovo(let code): ovo = code
        case .type(let kind): type = kind
        case .kbo(let number): kbo = number
        case .announced(let number): announced = number
        }
        guard self != before else { throw .unchanged }
    }

    private mutating func set(_ track: Track, _ state: TrackState) {
        switch track {
        case .approval: approval = state
        case .access: access = state
        }
    }

    /// Text that says something.
    private static func evidence(_ text: String, _ what: String) throws(StepRefusal) -> String {
        guard text.utf8.contains(where: { $0 > 0x20 }) else { throw .evidenceMissing(what) }
        return text
    }
}
