/// A bestuur whose onboarding is under way, as far as a number by which somebody logs in can tell.
package struct PendingBestuur: Hashable, Sendable {
    /// The id of the dossier.
    package let dossier: String
    package let name: String
    /// The steps that are waited for, one for each track that is not complete.
    package let awaited: [Milestone]
    let codes: [OrganisationCode]

    package init(dossier: String, name: String, awaited: [Milestone], codes: [OrganisationCode]) {
        self.dossier = dossier
        self.name = name
        self.awaited = awaited
        self.codes = codes
    }
}

/// A number between whose holders it does not decide.
package struct NumberConflict: Hashable, Sendable {
    package let code: OrganisationCode
    /// In the order of the register.
    package let holders: [Bestuurseenheid]

    /// Several are active; otherwise none is.
    package var isBetweenActive: Bool { holders.contains { $0.status == .actief } }
}
