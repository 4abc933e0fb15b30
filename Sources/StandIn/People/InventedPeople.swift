/// The people of the demo. None of them exists, and neither do their besturen (`Examples/demo/besturen.csv`).
package enum InventedPeople {
    /// A user of two modules, of a gemeente.
    package static let an = Person(
        id: "an", givenName: "An", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000001",
        subject: "00000000000000000000000000000000000000a1",
        nationalNumber: "00000000196",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: ["LoketLB-toezichtGebruiker", "LoketLB-berichtenGebruiker"],
        about: "works with Toezicht and the Berichtencentrum for a gemeente")

    /// A user whose bestuur may look at its module but not change anything.
    package static let bart = Person(
        id: "bart", givenName: "Bart", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000002",
        subject: "00000000000000000000000000000000000000b2",
        nationalNumber: "00000000295",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999031",
        roles: ["LoketLB-eredienstBedienaarGebruiker"],
        about: "looks at Bedienarenbeheer for a bestuur van de eredienst that has it as view-only")

    /// A colleague of An with another module.
    package static let chris = Person(
        id: "chris", givenName: "Chris", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000003",
        subject: "00000000000000000000000000000000000000c3",
        nationalNumber: "00000000394",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: ["LoketLB-leidinggevendenGebruiker"],
        about: "keeps the list of executives of An's gemeente, and has no other module")

    /// A user of the module that only three types of bestuur have.
    package static let dina = Person(
        id: "dina", givenName: "Dina", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000004",
        subject: "00000000000000000000000000000000000000d4",
        nationalNumber: "00000000493",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999823",
        roles: ["LoketLB-personeelsbeheer"],
        about: "counts the staff of an OCMW")

    /// A user of a bestuur that is not there yet.
    package static let els = Person(
        id: "els", givenName: "Els", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000005",
        subject: "00000000000000000000000000000000000000e5",
        nationalNumber: "00000000592",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999328",
        roles: ["LoketLB-toezichtGebruiker"],
        about: "prepares Toezicht for an autonoom gemeentebedrijf in oprichting")

    /// An administrator at the agency.
    package static let farid = Person(
        id: "farid", givenName: "Farid", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000006",
        subject: "00000000000000000000000000000000000000f6",
        nationalNumber: "00000000691",
        hoedanigheid: .vlaamseOverheid, organisationCode: "OVO999909",
        roles: ["LoketAdmin"],
        about: "looks after the dashboard for the agency")

    /// Somebody who may log in and was given no module: the token has no role claim.
    package static let griet = Person(
        id: "griet", givenName: "Griet", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000007",
        subject: "00000000000000000000000000000000000000g7",
        nationalNumber: "00000000790",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: [],
        about: "works for the same gemeente as An and was given no module yet")

    /// The counterpart of Bart: the same module, of a bestuur that may change it.
    package static let hanne = Person(
        id: "hanne", givenName: "Hanne", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000008",
        subject: "00000000000000000000000000000000000000h8",
        nationalNumber: "00000000889",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999130",
        roles: ["LoketLB-eredienstBedienaarGebruiker", "LoketLB-eredienstMandaatGebruiker"],
        about: "keeps the ministers and mandatees of a bestuur van de eredienst")

    /// Somebody who works for two besturen, and has other modules in each: to show how one switches.
    package static let ines = Person(
        id: "ines", givenName: "Ines", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000009",
        subject: "00000000000000000000000000000000000000a9",
        nationalNumber: "00000000988",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: ["LoketLB-toezichtGebruiker", "LoketLB-berichtenGebruiker"],
        about: "works for a gemeente and for its OCMW, with other modules in each",
        further: [
            .init(
                hoedanigheid: .lokaleBesturen, organisationCode: "0999999823", roles: ["LoketLB-personeelsbeheer"])
        ])

    /// The lokale beheerder of An's gemeente.
    package static let jan = Person(
        id: "jan", givenName: "Jan", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000010",
        subject: "00000000000000000000000000000000000000aa",
        nationalNumber: "00000001087",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: ["LoketLB-toezichtGebruiker"],
        about: "is the lokale beheerder of An's gemeente", isBeheerder: true)

    /// The lokale beheerder of another organisation.
    package static let karin = Person(
        id: "karin", givenName: "Karin", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000011",
        subject: "00000000000000000000000000000000000000ab",
        nationalNumber: "00000001186",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999823",
        roles: [],
        about: "is the lokale beheerder of the OCMW", isBeheerder: true)

    /// Somebody to whom ACM says no.
    package static let mo = Person(
        id: "mo", givenName: "Mo", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000012",
        subject: "00000000000000000000000000000000000000ac",
        nationalNumber: "00000001285",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999922",
        roles: [],
        about: "works for An's gemeente and has no right to log in at the Loket", mayLogIn: false)

    /// Somebody with every module.
    package static let nora = Person(
        id: "nora", givenName: "Nora", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000013",
        subject: "00000000000000000000000000000000000000ad",
        nationalNumber: "00000001384",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999724",
        roles: Recht.loket.contexten.map(\.rol),
        about: "has every module, for a gemeente")

    /// Somebody who logs in in two capacities.
    package static let omar = Person(
        id: "omar", givenName: "Omar", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000015",
        subject: "00000000000000000000000000000000000000af",
        nationalNumber: "00000001582",
        hoedanigheid: .lokaleBesturen, organisationCode: "0999999724",
        roles: ["LoketLB-berichtenGebruiker"],
        about: "works for a gemeente, and for the agency",
        further: [
            .init(hoedanigheid: .vlaamseOverheid, organisationCode: "OVO999909", roles: ["LoketAdmin"])
        ])

    /// An economische actor: an enterprise is no bestuur, so the Loket has nothing for them.
    package static let leen = Person(
        id: "leen", givenName: "Leen", familyName: "Voorbeeld",
        accountID: "00000000-0000-4000-8000-000000000014",
        subject: "00000000000000000000000000000000000000ae",
        nationalNumber: "00000001483",
        hoedanigheid: .economischeActoren, organisationCode: "0999998833",
        roles: [],
        about: "logs in for an enterprise, which is no bestuur",
        organisationName: "Proefbouw nv")

    /// Everybody who acts for a bestuur, the people of the demo's requests first.
    package static let all =
        [an, bart, chris, dina, els, farid, griet, hanne, ines, jan, karin, mo, nora, omar] + keepersOfTheRegister

    /// Those who act for an organisation that is in no register of besturen.
    package static let outsiders = [leen]
}
