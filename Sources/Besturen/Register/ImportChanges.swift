/// What taking over an import would change in a register.
package struct ImportChanges: Sendable {
    package struct Change: Hashable, Sendable {
        /// As the last list had it.
        package let before: Bestuurseenheid
        package let after: Bestuurseenheid

        /// The names of what differs, as the columns of a list have them.
        package var fields: [String] {
            var fields: [String] = []
            func compare(_ name: String, _ isSame: Bool) { if !isSame { fields.append(name) } }
            compare("name", before.name.utf8.elementsEqual(after.name.utf8))
            compare("alternative_names", before.alternativeNames == after.alternativeNames)
            compare("bestuurstype", before.type == after.type)
            compare("status", before.status == after.status)
            compare("kbo", before.kbo == after.kbo)
            compare("ovo", before.ovo == after.ovo)
            compare("nis", before.nis == after.nis)
            compare("werkingsgebied", before.werkingsgebied == after.werkingsgebied)
            compare("predecessors", before.predecessors == after.predecessors)
            compare("successors", before.successors == after.successors)
            compare("view_only_modules", before.viewOnlyModules == after.viewOnlyModules)
            return fields
        }
    }

    /// Besturen that no list had before.
    package private(set) var added: [Bestuurseenheid] = []
    package private(set) var changed: [Change] = []
    package private(set) var unchanged = 0
    /// Besturen of an earlier list that this one leaves out. They stay as they are: a list that was cut off closes nobody's access.
    package private(set) var absent: [Bestuurseenheid] = []
    /// Besturen that the list has as active with a number of a dossier in which not everything is done: whose steps it would pass by.
    package private(set) var overtaking: [(bestuur: Bestuurseenheid, dossier: String)] = []
    /// Numbers that would mean nobody afterwards, and mean somebody now.
    package let newConflicts: [NumberConflict]

    /// - Parameter source: the name of the list, as the journal will have it.
    package init(taking imported: BesturenRegister, into state: RegisterState, source: String) {
        var after = state
        var waiting: [OrganisationCode: OnboardingDossier] = [:]
        for dossier in state.dossiers where !dossier.isActive {
            for code in dossier.pending.codes { waiting[code] = dossier }
        }
        for bestuur in imported.besturen {
            let before = state.recorded(uri: bestuur.uri)
            guard before != bestuur else {
                unchanged += 1
                continue
            }
            if let before { changed.append(Change(before: before, after: bestuur)) } else { added.append(bestuur) }
            if bestuur.status == .actief,
                let dossier = bestuur.codes.lazy.compactMap({ waiting[$0] }).first(where: { $0.uri != bestuur.uri })
            {
                overtaking.append((bestuur, dossier.id))
            }
            let entry = RegisterEntry(
                sequence: after.sequence + 1, time: Moment(unixSeconds: 0), actor: "import", party: .loket,
                subject: bestuur.uri, action: .record(bestuur, source: source))
            // The list was judged; only its name can be refused, and whoever writes the entries is told so.
            try? after.apply(entry)
        }
        absent = state.besturen.filter { state.recorded(uri: $0.uri) != nil && imported.bestuur(uri: $0.uri) == nil }
        let known = Set(state.conflicts.map(\.code))
        newConflicts = after.conflicts.filter { !known.contains($0.code) }
    }

    /// What is to be written into the journal, in the order of the import.
    package var records: [Bestuurseenheid] { added + changed.map(\.after) }
}
