import Besturen

/// What somebody means who names a bestuur or a dossier.
struct SubjectLookup {
    let state: RegisterState

    /// By its id.
    func dossier(_ text: String) throws -> OnboardingDossier {
        if let dossier = state.dossier(text) ?? state.dossier(text.uppercased()) { return dossier }
        if let dossier = state.dossier(ofURI: text) { return dossier }
        throw CommandFailure(RegisterRefusal.dossierUnknown(text))
    }

    /// By URI, uuid, KBO number, OVO code, or name.
    func bestuur(_ text: String) throws -> Bestuurseenheid {
        if let bestuur = state.bestuur(uri: text) { return bestuur }
        // What people log in with comes before what a URI happens to end in.
        if let code = RegisterNumber.code(text) {
            switch state.register.lookup(code) {
            case .found(let bestuur): return bestuur
            case .conflict(let holders): throw ambiguous(holders, text)
            case .unknown, .pending: break
            }
        }
        let besturen = state.besturen
        let found = besturen.filter { $0.uuid.utf8.elementsEqual(text.utf8) }
        if let bestuur = try single(found, text) { return bestuur }
        let lowered = text.lowercased()
        if let bestuur = try single(besturen.filter { $0.name.lowercased() == lowered }, text) { return bestuur }
        let isDossier = text.first == "D" && text.dropFirst().allSatisfy(\.isNumber)
        throw CommandFailure(isDossier ? RegisterRefusal.dossierUnknown(text) : .bestuurUnknown(text))
    }

    private func single(_ found: [Bestuurseenheid], _ text: String) throws -> Bestuurseenheid? {
        guard found.count < 2 else { throw ambiguous(found, text) }
        return found.first
    }

    private func ambiguous(_ found: [Bestuurseenheid], _ text: String) -> CommandFailure {
        let lines = found.prefix(10).map { "\($0.uri) (\($0.name), \($0.type.slug), \($0.status.rawValue))" }
        return CommandFailure(
            outcome: .usage, message: "`\(text)` is not one bestuur but \(found.count)",
            hint: "name it by its URI: \(lines.joined(separator: ", "))")
    }
}

extension CommandFailure {
    fileprivate init(_ refusal: RegisterRefusal) {
        self.init(outcome: .denied, message: refusal.english, hint: refusal.hint)
    }
}

/// Reading numbers that a command line gives.
enum RegisterNumber {
    /// What a text is that somebody logs in with; nil when it is no number.
    static func code(_ text: String) -> OrganisationCode? {
        KBONummer(typed: text).map(OrganisationCode.kbo)
            ?? OVOCode(text).map(OrganisationCode.ovo)
    }

    static func kbo(_ text: String, _ option: String = "--kbo") throws -> KBONummer {
        if let number = KBONummer(typed: text) { return number }
        throw CommandFailure(
            outcome: .usage, message: "\(option) `\(text)` is no KBO number",
            hint:
                "ten digits that begin with 0, 1 or 2, the last two of which check the others; one of nine digits lacks its zero"
        )
    }

    static func ovo(_ text: String) throws -> OVOCode {
        if let code = OVOCode(text) { return code }
        throw CommandFailure(
            outcome: .usage, message: "--ovo `\(text)` is no OVO code", hint: "OVO and six digits, such as OVO002949")
    }

    static func type(_ text: String) throws -> Bestuurstype {
        if let type = Bestuurstype(slug: text) ?? Bestuurstype(label: text) { return type }
        throw CommandFailure(
            outcome: .usage, message: "--type `\(text)` is no type of bestuur",
            hint: "one of: \(Bestuurstype.allCases.map(\.slug).joined(separator: ", "))")
    }
}
