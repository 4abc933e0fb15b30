import Testing

@testable import Besturen

/// The onboarding of a bestuur: every step in every state.
@Suite("An onboarding dossier")
struct OnboardingDossierTests {
    static let uri = "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-0000000000aa"
    static let kbo = KBONummer("0999999922")
    static let otherKBO = KBONummer("0999999823")
    static let now = Moment(unixSeconds: 1_768_478_400)

    /// One step of each kind.
    static var steps: [OnboardingStep] {
        guard let kbo, let otherKBO else { return [] }
        return [
            .approve(decision: "2026/12"), .notifyLoket, .mintURI(uri), .confirmKalliope,
            .requestAccess(reference: "GB-7"), .verify, .reportBack(ovo: OVOCode("OVO000001"), type: .gemeente),
            .connect(kbo: kbo), .refuse(.approval, reason: "r"), .refuse(.access, reason: "r"),
            .withdraw(.approval, reason: "w"), .withdraw(.access, reason: "w"),
            .correct(.decision("2026/13"), reason: "c"),
            .correct(.reference("GB-8"), reason: "c"), .correct(.ovo(OVOCode("OVO000002")), reason: "c"),
            .correct(.type(.ocmw), reason: "c"), .correct(.kbo(otherKBO), reason: "c"),
            .correct(.announced(otherKBO), reason: "c"),
        ]
    }

    /// What a state is told by: how far the tracks are, and what was recorded.
    struct Key: Hashable {
        let approval: TrackState
        let access: TrackState
        let hasURI: Bool
        let reached: Set<Milestone>

        init(_ dossier: OnboardingDossier) {
            approval = dossier.approval
            access = dossier.access
            hasURI = dossier.uri != nil
            reached = Set(dossier.reachedAt.keys)
        }
    }

    /// Every state that steps lead to, found by taking all of them from the first on.
    static let states: [OnboardingDossier] = {
        var known: [Key: OnboardingDossier] = [:]
        var waiting = [OnboardingDossier(id: "d1", name: "AGB Nieuwstad")]
        while let dossier = waiting.popLast() {
            guard known.updateValue(dossier, forKey: Key(dossier)) == nil else { continue }
            for step in steps {
                for party in step.parties {
                    if case .success(let next) = dossier.applying(step, by: party, at: now) { waiting.append(next) }
                }
            }
        }
        return known.values.sorted { "\(Key($0))" < "\(Key($1))" }
    }()

    /// Whether a step leads on, worked out anew: by counting milestones.
    private static func leadsOn(_ step: OnboardingStep, _ dossier: OnboardingDossier) -> Bool {
        func reached(_ track: Track) -> Int? {
            switch dossier[track] {
            case .notBegun: 0
            case .reached(let milestone): (Milestone.of(track).firstIndex(of: milestone) ?? 0) + 1
            case .refused, .withdrawn: nil
            }
        }
        switch step {
        case .refuse(let track, _), .withdraw(let track, _): return (reached(track) ?? 0) > 0
        case .correct(let correction, _):
            if let milestone = correction.milestone, dossier.reachedAt[milestone] == nil { return false }
            switch correction {
            case .decision(let text): return dossier.decision != text
            case .reference(let text): return dossier.reference != text
            case .ovo(let code): return dossier.ovo != code
            case .type(let type): return dossier.type != type
            case .kbo(let number): return dossier.kbo != number
            case .announced(let number): return dossier.announced != number
            }
        default:
            guard let milestone = step.milestone else { return false }
            let place = Milestone.of(milestone.track).firstIndex(of: milestone) ?? 0
            if milestone == .uriMinted, dossier.uri != nil { return false }
            return (reached(milestone.track) ?? 0) == place
        }
    }

    @Test("has a state for each pair of its tracks, and every step in each leads on or says why not")
    func total() {
        #expect(Self.states.count >= 7 * 7)
        for dossier in Self.states {
            for step in Self.steps {
                for party in Party.allCases {
                    let result = dossier.applying(step, by: party, at: Self.now)
                    let isHis = step.parties.contains(party)
                    let expected = isHis && Self.leadsOn(step, dossier)
                    switch result {
                    case .success(let next):
                        #expect(expected, "\(Key(dossier)) \(step) \(party)")
                        #expect(next != dossier)
                        // What was minted stays, whatever happens.
                        #expect(dossier.uri == nil || next.uri == dossier.uri)
                    case .failure(let refusal):
                        #expect(!expected, "\(Key(dossier)) \(step) \(party): \(refusal)")
                        #expect(isHis == (refusal.code != "step_not_for_party"))
                        #expect(!refusal.english.isEmpty && !refusal.dutch.isEmpty)
                    }
                }
            }
        }
    }

    @Test("names, for a step that comes too early, everything that is missing and who must act first")
    func missing() throws {
        let dossier = OnboardingDossier(id: "d1", name: "AGB Nieuwstad")
        guard case .failure(let refusal) = dossier.applying(.confirmKalliope, by: .loket, at: Self.now) else {
            Issue.record("taken")
            return
        }
        #expect(refusal == .missing([.approved, .loketNotified, .uriMinted]))
        #expect(
            refusal.english
                == "the decision of approval, then the notification of the Loket, then the minting of the URI must come first; "
                + "the Agency for Home Affairs (ABB) must act")
        #expect(
            refusal.dutch.hasPrefix(
                "eerst is nodig: Goedkeuringsbeslissing, daarna Loket verwittigd, daarna URI aangemaakt"))
    }

    @Test("is active when both tracks are complete, in whatever order their steps were taken")
    func active() throws {
        let approval = Self.steps[0..<4]
        let access = Self.steps[4..<8]
        // Every way to put the two into one order.
        for pattern in 0..<256 where pattern.nonzeroBitCount == 4 {
            var (one, other) = (approval, access)
            var dossier = OnboardingDossier(id: "d1", name: "x")
            for place in 0..<8 {
                #expect(!dossier.isActive)
                let step = pattern >> place & 1 == 1 ? one.popFirst() : other.popFirst()
                let taken = try #require(step)
                dossier = try dossier.applying(taken, by: try #require(taken.parties.first), at: Self.now).get()
            }
            #expect(dossier.isActive && dossier.awaited.isEmpty)
            #expect(dossier.uri == Self.uri && dossier.kbo == Self.kbo && dossier.type == .gemeente)
        }
    }

    @Test("that was refused or withdrawn begins again from its first step, with the URI it has")
    func again() throws {
        func take(_ steps: [OnboardingStep], _ dossier: OnboardingDossier) throws -> OnboardingDossier {
            try steps.reduce(dossier) {
                try $0.applying($1, by: try #require($1.parties.min { $0.rawValue < $1.rawValue }), at: Self.now).get()
            }
        }
        let minted = try take(Array(Self.steps[0..<3]), OnboardingDossier(id: "d1", name: "x"))
        for end in [Self.steps[8], Self.steps[10]] {
            let ended = try take([end], minted)
            #expect(ended.approval.isEnded && ended.uri == Self.uri && ended.next(.approval) == nil)
            #expect(
                ended.applying(.notifyLoket, by: .abb, at: Self.now) == .failure(.ended(.approval, begin: .approved)))
            let again = try take([.approve(decision: "2027/1"), .notifyLoket], ended)
            // The URI is there already: what is waited for is Kalliope.
            #expect(again.approval == .reached(.uriMinted) && again.uri == Self.uri)
            #expect(again.applying(.mintURI("http://x/y"), by: .loket, at: Self.now) == .failure(.uriMinted(Self.uri)))
            #expect(try take([.confirmKalliope], again).isComplete(.approval))
        }
    }

    @Test("takes no step without its evidence", arguments: ["", " ", "\n\t"])
    func evidence(_ text: String) throws {
        let dossier = OnboardingDossier(id: "d1", name: "x")
        for step in [OnboardingStep.approve(decision: text), .requestAccess(reference: text)] {
            let party = try #require(step.parties.first)
            guard case .failure(.evidenceMissing) = dossier.applying(step, by: party, at: Self.now) else {
                Issue.record("\(step) is taken")
                continue
            }
        }
        let approved = try dossier.applying(.approve(decision: "2026/12"), by: .abb, at: Self.now).get()
        for step in [
            OnboardingStep.refuse(.approval, reason: text), .withdraw(.approval, reason: text),
            .correct(.decision("2026/13"), reason: text), .correct(.decision(text), reason: "c"),
        ] {
            guard case .failure(.evidenceMissing) = approved.applying(step, by: .abb, at: Self.now) else {
                Issue.record("\(step) is taken")
                continue
            }
        }
    }

    @Test("is overdue when a step is not taken within the rhythm of the procedure")
    func deadlines() throws {
        var dossier = OnboardingDossier(id: "d1", name: "x")
        #expect(dossier.overdue(at: Self.now.adding(days: 1_000)).isEmpty)
        for (step, party) in [(Self.steps[0], Party.abb), (Self.steps[1], .abb), (Self.steps[4], .gebruikersbeheer)] {
            dossier = try dossier.applying(step, by: party, at: Self.now).get()
        }
        #expect(dossier.awaited == [.uriMinted, .verified])
        #expect(dossier.deadline(of: .uriMinted) == Self.now.adding(days: 14))
        #expect(dossier.deadline(of: .verified) == Self.now.adding(days: 1))
        #expect(dossier.deadline(of: .knownInKalliope) == nil)
        #expect(dossier.overdue(at: Self.now.adding(days: 1)).isEmpty)
        #expect(dossier.overdue(at: Moment(unixSeconds: Self.now.unixSeconds + 86_401)) == [.verified])
        #expect(dossier.overdue(at: Self.now.adding(days: 15)) == [.uriMinted, .verified])
        let ended = try dossier.applying(.withdraw(.access, reason: "w"), by: .abb, at: Self.now).get()
        #expect(ended.overdue(at: Self.now.adding(days: 15)) == [.uriMinted])
    }
}
