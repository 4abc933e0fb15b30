/// What a journal says: dossiers, and besturen with all that was said of them.
///
/// ``applying(_:)`` is total and has no effect besides its result, so whoever reads the same journal has the same register.
package struct RegisterState: Sendable {
    /// The number of the last entry.
    package private(set) var sequence: Int64 = 0
    /// The number of the last entry of each subject: the id of a dossier or the URI of a bestuur.
    private var lastOfSubject: [String: Int64] = [:]
    private var dossierIDs: [String] = []
    private var dossiersByID: [String: OnboardingDossier] = [:]
    private var uris: [String] = []
    private var records: [String: BestuurRecord] = [:]
    /// Who has a number: URIs, and ids of dossiers. It keeps a look for others with a number from going through all.
    private var uriHolders: [OrganisationCode: Set<String>] = [:]
    private var dossierHolders: [OrganisationCode: Set<String>] = [:]

    package init() {}

    // MARK: Reading

    /// In the order in which they were opened.
    package var dossiers: [OnboardingDossier] { dossierIDs.compactMap { dossiersByID[$0] } }

    package func dossier(_ id: String) -> OnboardingDossier? { dossiersByID[id] }

    /// The dossier that minted a URI.
    package func dossier(ofURI uri: String) -> OnboardingDossier? {
        records[uri]?.dossier.flatMap { dossiersByID[$0] }
    }

    /// The bestuur as it counts: what the list said, what its dossier and operators said above it. Nil when there is none yet, or
    /// while its type is not known.
    package func bestuur(uri: String) -> Bestuurseenheid? {
        records[uri].flatMap { $0.effective(uri, $0.dossier.flatMap { dossiersByID[$0] }) }
    }

    /// As the list had it that was imported last; nil for one that no list had.
    package func recorded(uri: String) -> Bestuurseenheid? { records[uri]?.recorded }

    /// The number of the last entry that had to do with a dossier or a bestuur; 0 for none. A bestuur is what its dossier says,
    /// too. Whoever decided on what they saw compares it with what is there now.
    package func lastSequence(of subject: String) -> Int64 {
        let uri = dossiersByID[subject]?.uri ?? subject
        return [subject, uri, records[uri]?.dossier].compactMap { $0.flatMap { lastOfSubject[$0] } }.max() ?? 0
    }

    /// What operators said of a bestuur above the lists.
    package func amendments(uri: String) -> [RegisterAmendment] { records[uri]?.amendments ?? [] }

    /// Every URI that a list or a dossier brought, in that order, those whose type is not known yet too.
    package var knownURIs: [String] { uris }

    /// All that count, in the order in which they became known.
    package var besturen: [Bestuurseenheid] { uris.compactMap { bestuur(uri: $0) } }

    /// What the gateway decides by.
    package var register: BesturenRegister {
        // Where several name one number, those count more that are under way; the last one counts.
        let waiting = dossiers.filter { !$0.isActive }
        let idle = waiting.filter { !$0.hasBegun || $0.hasEnded }
        let underWay = waiting.filter { $0.hasBegun && !$0.hasEnded }
        return BesturenRegister(distinct: besturen, pending: (idle + underWay).map(\.pending))
    }

    /// Numbers that mean no bestuur because several have them.
    package var conflicts: [NumberConflict] { register.conflicts }

    // MARK: The journal

    /// The state after one more entry, or why it cannot stand.
    package func applying(_ entry: RegisterEntry) -> Result<RegisterState, RegisterRefusal> {
        var next = self
        do throws(RegisterRefusal) {
            try next.apply(entry)
            return .success(next)
        } catch {
            return .failure(error)
        }
    }

    /// The same in place. After a refusal the state is as it was.
    package mutating func apply(_ entry: RegisterEntry) throws(RegisterRefusal) {
        guard RegisterText.isValid(entry.actor, bytes: 200) else { throw .textInvalid("`actor`") }
        guard entry.actor.utf8.contains(where: { $0 > 0x20 }) else { throw .actorMissing }
        // A step says by itself who may take it, and comes after what is missing for it.
        if case .step = entry.action {
        } else if !entry.action.parties.contains(entry.party) {
            throw .notFor(entry.party, allowed: Party.allCases.filter(entry.action.parties.contains))
        }
        switch entry.action {
        case .open(let name, let announced): try open(name, announced, entry)
        case .step(let step): try take(step, entry)
        case .record(let bestuur, let source): try record(bestuur, source, entry.subject)
        case .amend(let amendment, let reason): try amend(amendment, reason, entry.subject)
        case .merge(let successor, let reason): try merge(entry.subject, into: successor, reason)
        }
        sequence = entry.sequence
        lastOfSubject[entry.subject] = entry.sequence
        // A merger is something that happened to both.
        if case .merge(let successor, _) = entry.action { lastOfSubject[successor] = entry.sequence }
    }

    private mutating func open(
        _ name: String, _ announced: KBONummer?, _ entry: RegisterEntry
    ) throws(RegisterRefusal) {
        guard name.utf8.contains(where: { $0 > 0x20 }) else { throw .nameMissing }
        guard RegisterText.isValid(name, bytes: 500) else { throw .textInvalid("the name") }
        let id = RegisterEntry.dossier(openedBy: entry.sequence)
        guard entry.subject == id else { throw .dossierUnknown(entry.subject) }
        if let announced { try checkFree(.kbo(announced), dossier: id, uri: nil) }
        dossierIDs.append(id)
        put(OnboardingDossier(id: id, name: name, announced: announced))
    }

    private mutating func take(_ step: OnboardingStep, _ entry: RegisterEntry) throws(RegisterRefusal) {
        guard let dossier = dossiersByID[entry.subject] else { throw .dossierUnknown(entry.subject) }
        for text in step.texts where !RegisterText.isValid(text, bytes: 2_000) { throw .textInvalid("the evidence") }
        let next: OnboardingDossier
        switch dossier.applying(step, by: entry.party, at: entry.time) {
        case .success(let changed): next = changed
        case .failure(let refusal): throw .step(refusal)
        }
        if case .mintURI(let uri) = step {
            try checkMinting(uri, for: dossier)
        }
        // The numbers that count once the step is taken: also those of a list or an operator, and when it is the step that makes the
        // bestuur active, because somebody may have taken a number meanwhile.
        var codes = step.codes
        if let uri = next.uri {
            var record = records[uri] ?? BestuurRecord()
            record.dossier = dossier.id
            if let after = record.effective(uri, next), after.status == .actief { codes = after.codes }
        }
        for code in codes { try checkFree(code, dossier: dossier.id, uri: next.uri) }
        if case .mintURI(let uri) = step {
            if records[uri] == nil { uris.append(uri) }
            records[uri, default: BestuurRecord()].dossier = dossier.id
        }
        put(next)
    }

    /// A new URI is one that the Loket makes. One that a list has is taken up when the bestuur never was active: the URI stays, and
    /// its onboarding begins.
    private func checkMinting(_ uri: String, for dossier: OnboardingDossier) throws(RegisterRefusal) {
        if let record = records[uri] {
            guard record.canBeTakenUp else { throw .uriTaken(uri) }
            return
        }
        guard Bestuurseenheid.isMinted(uri: uri) else { throw .uriInvalid(uri) }
        // Two URIs of one bestuur are for good, so the one that there is comes first.
        for code in dossier.pending.codes {
            let listed = (uriHolders[code] ?? []).filter { records[$0]?.canBeTakenUp == true }
            if let first = listed.min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { throw .uriListed(first) }
        }
    }

    private mutating func put(_ dossier: OnboardingDossier) {
        let before = dossiersByID[dossier.id]?.codes ?? []
        let uri = dossier.uri
        let bestuur = uri.flatMap { self.bestuur(uri: $0) }
        dossiersByID[dossier.id] = dossier
        Self.move(dossier.id, from: before, to: dossier.codes, in: &dossierHolders)
        if let uri { reindex(uri, before: bestuur) }
    }

    private mutating func reindex(_ uri: String, before: Bestuurseenheid?) {
        Self.move(uri, from: before?.codes ?? [], to: bestuur(uri: uri)?.codes ?? [], in: &uriHolders)
    }

    private static func move(
        _ holder: String, from before: [OrganisationCode], to after: [OrganisationCode],
        in holders: inout [OrganisationCode: Set<String>]
    ) {
        for code in before where !after.contains(code) { holders[code]?.remove(holder) }
        for code in after where !before.contains(code) { holders[code, default: []].insert(holder) }
    }

    /// A number that another active bestuur has would lock out both of them, and one of another dossier is a mistake of one of them.
    private func checkFree(_ code: OrganisationCode, dossier: String?, uri: String?) throws(RegisterRefusal) {
        for other in dossierHolders[code] ?? [] where other != dossier {
            // Of one that is complete the bestuur itself has the number, or has it no more.
            guard let held = dossiersByID[other], !held.isActive, !held.hasEnded, held.uri != uri || uri == nil else {
                continue
            }
            throw .numberTaken(code.description, holder: other)
        }
        for other in uriHolders[code] ?? [] where other != uri && bestuur(uri: other)?.status == .actief {
            throw .numberTaken(code.description, holder: other)
        }
    }

    private mutating func record(
        _ bestuur: Bestuurseenheid, _ source: String, _ subject: String
    ) throws(RegisterRefusal) {
        guard subject == bestuur.uri else { throw .bestuurUnknown(subject) }
        guard RegisterText.isValid(source, bytes: 500) else { throw .textInvalid("the name of the list") }
        if let text = RegisterText.fault(in: bestuur) { throw .textInvalid(text) }
        guard records[subject]?.recorded != bestuur else { throw .unchanged }
        let before = self.bestuur(uri: subject)
        if records[subject] == nil { uris.append(subject) }
        records[subject, default: BestuurRecord()].recorded = bestuur
        if bestuur.status == .actief { records[subject]?.wasActive = true }
        reindex(subject, before: before)
    }

    private mutating func amend(
        _ amendment: RegisterAmendment, _ reason: String, _ uri: String
    ) throws(RegisterRefusal) {
        try RegisterText.check(reason: reason)
        guard let before = bestuur(uri: uri), var record = records[uri] else { throw .bestuurUnknown(uri) }
        record.amend(amendment)
        guard record != records[uri] else { throw .unchanged }
        switch amendment {
        case .name(let name):
            guard name.utf8.contains(where: { $0 > 0x20 }) else { throw .nameMissing }
            guard RegisterText.isValid(name, bytes: 500) else { throw .textInvalid("the name") }
        case .viewOnly(let roles):
            for role in roles where !RegisterText.isValid(role, bytes: 200) { throw .textInvalid("a role") }
        case .status(.actief):
            // What a list has without a status was onboarded before there was a register.
            let isKnown = record.dossier != nil || record.wasActive || record.recorded?.status == .onbekend
            guard isKnown else { throw .onboardingMissing(uri) }
        case .kbo, .ovo, .status: break
        }
        let after = record.effective(uri, record.dossier.flatMap { dossiersByID[$0] })
        // A number that comes to an active bestuur must be nobody else's; taking one away always helps.
        if let after, after.status == .actief {
            for code in after.codes where !before.codes.contains(code) || before.status != .actief {
                try checkFree(code, dossier: record.dossier, uri: uri)
            }
        }
        records[uri] = record
        reindex(uri, before: before)
    }

    private mutating func merge(
        _ uri: String, into successor: String, _ reason: String
    ) throws(RegisterRefusal) {
        try RegisterText.check(reason: reason)
        for each in [uri, successor] where bestuur(uri: each) == nil { throw .bestuurUnknown(each) }
        guard !leads(from: successor, to: uri) else { throw .mergerInCircle(successor) }
        guard records[uri]?.mergedInto.contains(successor) == false else { throw .unchanged }
        records[uri]?.mergedInto.append(successor)
        records[successor]?.mergedFrom.append(uri)
    }

    /// Whether mergers lead from one bestuur to another.
    private func leads(from start: String, to end: String) -> Bool {
        var open = [start]
        var seen: Set<String> = []
        while let uri = open.popLast() {
            if uri == end { return true }
            guard seen.insert(uri).inserted else { continue }
            open += records[uri]?.mergedInto ?? []
        }
        return false
    }
}

/// All that was said of one bestuur.
private struct BestuurRecord: Hashable {
    /// As the last list had it.
    var recorded: Bestuurseenheid?
    /// The dossier that minted its URI, or took it up.
    var dossier: String?
    /// Whether a list ever had it as active.
    var wasActive = false
    var name: String?
    var kbo: KBONummer??
    var ovo: OVOCode??
    var status: BestuurStatus?
    var viewOnly: Set<String>?
    var mergedInto: [String] = []
    var mergedFrom: [String] = []

    /// Whether a dossier may make its URI that of its bestuur: a list has it as being founded, and nothing else was said.
    var canBeTakenUp: Bool {
        dossier == nil && recorded?.status == .inOprichting && !wasActive && status == nil && mergedInto.isEmpty
    }

    var amendments: [RegisterAmendment] {
        var all: [RegisterAmendment] = []
        if let name { all.append(.name(name)) }
        if let kbo { all.append(.kbo(kbo)) }
        if let ovo { all.append(.ovo(ovo)) }
        if let status { all.append(.status(status)) }
        if let viewOnly { all.append(.viewOnly(viewOnly)) }
        return all
    }

    mutating func amend(_ amendment: RegisterAmendment) {
        switch amendment {
        case .name(let text): name = text
        case .kbo(let number): kbo = .some(number)
        case .ovo(let code): ovo = .some(code)
        case .status(let value): status = value
        case .viewOnly(let roles): viewOnly = roles
        }
    }

    func effective(_ uri: String, _ dossier: OnboardingDossier?) -> Bestuurseenheid? {
        guard let name = name ?? recorded?.name ?? dossier?.name, let type = dossier?.type ?? recorded?.type else {
            return nil
        }
        let from = recorded?.predecessors ?? []
        let into = recorded?.successors ?? []
        return try? Bestuurseenheid(
            uri: uri, name: name, type: type, kbo: kbo ?? dossier?.kbo ?? recorded?.kbo,
            ovo: ovo ?? reported(dossier) ?? recorded?.ovo, nis: recorded?.nis, status: status(dossier),
            viewOnlyModules: viewOnly ?? recorded?.viewOnlyModules ?? [],
            alternativeNames: recorded?.alternativeNames ?? [], werkingsgebied: recorded?.werkingsgebied,
            predecessors: from + mergedFrom.filter { !from.contains($0) },
            successors: into + mergedInto.filter { !into.contains($0) },
            awaited: dossier?.awaitedOrFirst ?? [])
    }

    /// What its dossier says of the OVO code, that there is none too.
    private func reported(_ dossier: OnboardingDossier?) -> OVOCode?? {
        guard let dossier, dossier.isReported else { return nil }
        return .some(dossier.ovo)
    }

    /// In doubt not active: what has a dossier is active when that is complete and neither a list, an operator nor a merger ended it.
    private func status(_ dossier: OnboardingDossier?) -> BestuurStatus {
        if !mergedInto.isEmpty || status == .nietActief { return .nietActief }
        guard let dossier else { return status ?? recorded?.status ?? .onbekend }
        if status == nil, recorded?.status == .nietActief { return .nietActief }
        guard dossier.isActive else { return .inOprichting }
        return status ?? .actief
    }
}
