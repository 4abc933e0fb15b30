import Besturen

/// The steps of a dossier as forms: which are offered to whom, what each asks, and what was sent as a step.
enum StepForm: Hashable, Sendable {
    case reach(Milestone)
    case refuse(Track)
    case withdraw(Track)
    case correct(Correctable)

    enum Correctable: String, CaseIterable, Sendable {
        case announced, decision, reference, ovo, type, kbo

        /// When it was recorded; nil for what was said when the dossier was opened.
        var milestone: Milestone? {
            switch self {
            case .announced: nil
            case .decision: .approved
            case .reference: .accessRequested
            case .ovo, .type: .reportedBack
            case .kbo: .connectedByKBO
            }
        }
    }

    var id: String {
        switch self {
        case .reach(let milestone): "stap-\(milestone.rawValue)"
        case .refuse(let track): "weiger-\(track.rawValue)"
        case .withdraw(let track): "trek-in-\(track.rawValue)"
        case .correct(let what): "verbeter-\(what.rawValue)"
        }
    }

    private static let all: [StepForm] =
        Milestone.allCases.map { .reach($0) } + Track.allCases.flatMap { [.refuse($0), .withdraw($0)] }
        + Correctable.allCases.map { .correct($0) }

    init?(id: String) {
        guard let found = Self.all.first(where: { $0.id == id }) else { return nil }
        self = found
    }

    var parties: Set<Party> {
        switch self {
        case .reach(let milestone): [milestone.party]
        case .refuse(let track): OnboardingStep.refuse(track, reason: "").parties
        case .withdraw(let track): OnboardingStep.withdraw(track, reason: "").parties
        case .correct(let what): what.milestone.map { [$0.party] } ?? Set(Party.allCases)
        }
    }

    /// What can be done in a dossier now.
    private func isPossible(in dossier: OnboardingDossier) -> Bool {
        switch self {
        case .reach(let milestone): return dossier.awaitedOrFirst.contains(milestone)
        case .refuse(let track), .withdraw(let track):
            if case .reached = dossier[track] { return true }
            return false
        case .correct(let what): return what.milestone.map { dossier.reachedAt[$0] != nil } ?? true
        }
    }

    /// What somebody may do in a dossier now, what is waited for first.
    static func offered(in dossier: OnboardingDossier, to parties: [Party]) -> [StepForm] {
        all.filter { form in form.isPossible(in: dossier) && parties.contains(where: form.parties.contains) }
    }

    func form(_ dossier: OnboardingDossier, _ words: BoardWords, to parties: [Party], sequence: Int64) -> BoardForm {
        var form = BoardForm(
            id: id, title: title(words), action: BoardPaths.steps(dossier.id), sequence: sequence,
            fields: fields(dossier, words), button: words["record"], parties: parties.filter(self.parties.contains))
        switch self {
        case .reach(.uriMinted): form.help = words["mintHelp"]
        case .reach: break
        case .refuse, .withdraw, .correct: form.isFolded = true
        }
        return form
    }

    private func title(_ words: BoardWords) -> String {
        switch self {
        case .reach(let milestone): words.milestone(milestone)
        case .refuse(let track): "\(words["refuse"]): \(words.track(track))"
        case .withdraw(let track): "\(words["withdraw"]): \(words.track(track))"
        case .correct(let what): "\(words["correct"]): \(Self.label(what, words))"
        }
    }

    private static func label(_ what: Correctable, _ words: BoardWords) -> String {
        switch what {
        case .announced: words["announced"]
        case .decision: words["decision"]
        case .reference: words["reference"]
        case .ovo: words["ovoCode"]
        case .type: words["bestuurType"]
        case .kbo: words["kboNumber"]
        }
    }

    private func fields(_ dossier: OnboardingDossier, _ words: BoardWords) -> [BoardForm.Field] {
        typealias Field = BoardForm.Field
        let reason = Field(name: "reason", label: words["reason"], hint: words["reasonHint"])
        func type(_ value: Bestuurstype?) -> Field {
            Field(
                name: "type", label: words["bestuurType"], options: Bestuurstype.allCases.map { ($0.slug, $0.label) },
                value: value?.slug ?? "")
        }
        func ovo(_ value: OVOCode?) -> Field {
            Field(
                name: "ovo", label: words["ovoCode"], hint: words["ovoHint"], value: value?.description ?? "",
                isRequired: false)
        }
        func kbo(_ value: KBONummer?) -> Field {
            Field(name: "kbo", label: words["kboNumber"], hint: words["kboHint"], value: value?.description ?? "")
        }
        switch self {
        case .reach(.approved):
            return [Field(name: "decision", label: words["decision"], hint: words["decisionHint"])]
        case .reach(.accessRequested):
            return [Field(name: "reference", label: words["reference"], hint: words["referenceHint"])]
        case .reach(.reportedBack): return [ovo(dossier.ovo), type(dossier.type)]
        case .reach(.uriMinted):
            return [Field(name: "uri", label: "URI", hint: words["takenUpHint"], isRequired: false)]
        case .reach(.connectedByKBO): return [kbo(dossier.kbo ?? dossier.announced)]
        case .reach: return []
        case .refuse, .withdraw: return [reason]
        case .correct(.announced):
            return [
                Field(
                    name: "announced", label: words["announced"], hint: words["announcedHint"],
                    value: dossier.announced?.description ?? "", isRequired: false), reason,
            ]
        case .correct(.decision):
            return [Field(name: "decision", label: words["decision"], value: dossier.decision ?? ""), reason]
        case .correct(.reference):
            return [Field(name: "reference", label: words["reference"], value: dossier.reference ?? ""), reason]
        case .correct(.ovo): return [ovo(dossier.ovo), reason]
        case .correct(.type): return [type(dossier.type), reason]
        case .correct(.kbo): return [kbo(dossier.kbo), reason]
        }
    }

    // MARK: Reading what was sent

    /// The step that a form says.
    func step(_ form: Board.SentForm) throws(BoardProblem) -> OnboardingStep {
        let reason = form.text("reason")
        switch self {
        case .reach(.approved): return .approve(decision: form.text("decision"))
        case .reach(.loketNotified): return .notifyLoket
        case .reach(.uriMinted): return .mintURI(form.text("uri").isEmpty ? MintedURI.make() : form.text("uri"))
        case .reach(.knownInKalliope): return .confirmKalliope
        case .reach(.accessRequested): return .requestAccess(reference: form.text("reference"))
        case .reach(.verified): return .verify
        case .reach(.reportedBack):
            return .reportBack(ovo: try BoardField.ovo(form.text("ovo")), type: try BoardField.type(form.text("type")))
        case .reach(.connectedByKBO): return .connect(kbo: try BoardField.kbo(form.text("kbo")))
        case .refuse(let track): return .refuse(track, reason: reason)
        case .withdraw(let track): return .withdraw(track, reason: reason)
        case .correct(.announced):
            return .correct(.announced(try BoardField.optionalKBO(form.text("announced"))), reason: reason)
        case .correct(.decision): return .correct(.decision(form.text("decision")), reason: reason)
        case .correct(.reference): return .correct(.reference(form.text("reference")), reason: reason)
        case .correct(.ovo): return .correct(.ovo(try BoardField.ovo(form.text("ovo"))), reason: reason)
        case .correct(.type): return .correct(.type(try BoardField.type(form.text("type"))), reason: reason)
        case .correct(.kbo): return .correct(.kbo(try BoardField.kbo(form.text("kbo"))), reason: reason)
        }
    }
}

/// Values of fields, as the register takes them.
enum BoardField {
    static func kbo(_ text: String) throws(BoardProblem) -> KBONummer {
        guard let number = KBONummer(typed: text) else {
            throw .field(
                "kbo", english: "a KBO number has ten digits, of which the last two are a check",
                dutch: "een KBO-nummer heeft tien cijfers, waarvan de laatste twee een controlegetal zijn")
        }
        return number
    }

    /// Nothing for no number.
    static func optionalKBO(_ text: String) throws(BoardProblem) -> KBONummer? {
        text.isEmpty ? nil : try kbo(text)
    }

    /// Nothing for no code.
    static func ovo(_ text: String) throws(BoardProblem) -> OVOCode? {
        if text.isEmpty { return nil }
        guard let code = OVOCode(text) else {
            throw .field(
                "ovo", english: "an OVO code is `OVO` and six digits", dutch: "een OVO-code is `OVO` en zes cijfers")
        }
        return code
    }

    static func type(_ text: String) throws(BoardProblem) -> Bestuurstype {
        guard let type = Bestuurstype(slug: text) else {
            throw .field(
                "type", english: "choose one of the types of bestuur", dutch: "kies een van de types van bestuur")
        }
        return type
    }

    static func status(_ text: String) throws(BoardProblem) -> BestuurStatus {
        guard let status = BestuurStatus(rawValue: text) else {
            throw .field("status", english: "choose one of the states", dutch: "kies een van de statussen")
        }
        return status
    }

    static func sequence(_ text: String) throws(BoardProblem) -> Int64 {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
            let number = Int64(text)
        else { throw .formMalformed }
        return number
    }
}
