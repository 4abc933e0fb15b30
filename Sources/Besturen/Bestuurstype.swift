/// The classification of a bestuur (`besluit:classificatie`): a closed list, because eligibility is decided on it.
package enum Bestuurstype: UInt8, CaseIterable, Hashable, Sendable {
    case gemeente
    case ocmw
    case provincie
    case district
    case autonoomGemeentebedrijf
    case autonoomProvinciebedrijf
    case dienstverlenendeVereniging
    case opdrachthoudendeVereniging
    case opdrachthoudendeVerenigingMetPrivateDeelname
    case projectvereniging
    case intercommunale
    case politiezone
    case hulpverleningszone
    case welzijnsvereniging
    case autonomeVerzorgingsinstelling
    case ocmwVereniging
    case pevaGemeente
    case pevaProvincie
    case vlaamseGemeenschapscommissie
    case agentschapBinnenlandsBestuur
    case bestuurVanDeEredienst
    case centraalBestuurVanDeEredienst
    case representatiefOrgaan
    case watering
    case polder
    case interlokaleVereniging
    case vervoerregioraad

    /// The name in policy files and test suites.
    package var slug: String { Bestuurstype.entries[Int(rawValue)].slug }

    /// The label in the code list, as the public data write it.
    package var label: String { Bestuurstype.entries[Int(rawValue)].label }

    /// The concepts that mean this type: the current one first, then codes that older or neighbouring data still use.
    package var conceptURIs: [String] {
        Bestuurstype.entries[Int(rawValue)].codes.map { code in
            code.utf8.contains(UInt8(ascii: "/")) ? Bestuurstype.conceptBase + code : Bestuurstype.prefix + code
        }
    }

    /// Reads the name used in policy files.
    package init?(slug: String) {
        guard let match = Bestuurstype.allCases.first(where: { $0.slug.utf8.elementsEqual(slug.utf8) }) else {
            return nil
        }
        self = match
    }

    /// Reads a label of the code list.
    package init?(label: String) {
        guard let match = Bestuurstype.allCases.first(where: { $0.label.utf8.elementsEqual(label.utf8) }) else {
            return nil
        }
        self = match
    }

    /// Reads a concept URI, old codes included.
    package init?(conceptURI: String) {
        let match = Bestuurstype.allCases.first { type in
            type.conceptURIs.contains { $0.utf8.elementsEqual(conceptURI.utf8) }
        }
        guard let match else { return nil }
        self = match
    }

    /// The types as which this type is eligible: always itself. The two kinds of OCMW-vereniging that the Organization
    /// Portal tells apart also count as the one kind that the Loket knows, because its eligibility list was written so.
    package var eligibleAs: BestuurstypeSet {
        switch self {
        case .welzijnsvereniging, .autonomeVerzorgingsinstelling: [self, .ocmwVereniging]
        default: [self]
        }
    }

    /// Whether a rule that names `other` also means this type.
    package func counts(as other: Bestuurstype) -> Bool {
        eligibleAs.contains(other)
    }

    private static let conceptBase = "http://data.vlaanderen.be/id/concept/"
    private static let prefix = conceptBase + "BestuurseenheidClassificatieCode/"

    /// In the order of the cases. A code with a slash belongs to another concept scheme.
    private static let entries: [(slug: String, label: String, codes: [String])] = [
        ("gemeente", "Gemeente", ["5ab0e9b8a3b2ca7c5e000001"]),
        ("ocmw", "OCMW", ["5ab0e9b8a3b2ca7c5e000002"]),
        ("provincie", "Provincie", ["5ab0e9b8a3b2ca7c5e000000"]),
        ("district", "District", ["5ab0e9b8a3b2ca7c5e000003"]),
        ("autonoom-gemeentebedrijf", "Autonoom gemeentebedrijf", ["36a82ba0-7ff1-4697-a9dd-2e94df73b721"]),
        ("autonoom-provinciebedrijf", "Autonoom provinciebedrijf", ["80310756-ce0a-4a1b-9b8e-7c01b6cc7a2d"]),
        ("dienstverlenende-vereniging", "Dienstverlenende vereniging", ["d01bb1f6-2439-4e33-9c25-1fc295de2e71"]),
        ("opdrachthoudende-vereniging", "Opdrachthoudende vereniging", ["cd93f147-3ece-4308-acab-5c5ada3ec63d"]),
        (
            "opdrachthoudende-vereniging-met-private-deelname",
            "Opdrachthoudende vereniging met private deelname",
            ["4b8450cf-a326-4c66-9e63-b4ec10acc7f6", "d46b2acb-4763-4532-9aff-fdede39e9520"]
        ),
        ("projectvereniging", "Projectvereniging", ["b156b67f-c5f4-4584-9b30-4c090be02fdc"]),
        ("intercommunale", "Intercommunale", ["5ab0e9b8a3b2ca7c5e000004"]),
        ("politiezone", "Politiezone", ["a3922c6d-425b-474f-9a02-ffb71a436bfc"]),
        ("hulpverleningszone", "Hulpverleningszone", ["ea446861-2c51-45fa-afd3-4e4a37b71562"]),
        ("welzijnsvereniging", "Welzijnsvereniging", ["e8294b73-87c9-4fa2-9441-1937350763c9"]),
        ("autonome-verzorgingsinstelling", "Autonome verzorgingsinstelling", ["34b5af85-dc9f-468f-9e03-ef89b174c267"]),
        ("ocmw-vereniging", "OCMW vereniging", ["cc4e2d67-603b-4784-9b61-e50bac1ec089"]),
        ("peva-gemeente", "PEVA gemeente", ["2ad46df5-5c79-4d67-84d5-604c1377231e"]),
        ("peva-provincie", "PEVA provincie", ["088784b6-e188-48bf-b94f-94665f9e1f53"]),
        ("vlaamse-gemeenschapscommissie", "Vlaamse gemeenschapscommissie", ["d90c511e-f827-488c-84ba-432c8f69561c"]),
        ("agentschap-binnenlands-bestuur", "Agentschap Binnenlands Bestuur", ["52cc9d8d-1c9a-4d92-9936-da9d4a622ec4"]),
        ("bestuur-van-de-eredienst", "Bestuur van de eredienst", ["66ec74fd-8cfc-4e16-99c6-350b35012e86"]),
        (
            "centraal-bestuur-van-de-eredienst", "Centraal bestuur van de eredienst",
            ["f9cac08a-13c1-49da-9bcb-f650b0604054"]
        ),
        (
            "representatief-orgaan", "Representatief orgaan",
            [
                "36372fad-0358-499c-a4e3-f412d2eae213",
                "RepresentatiefOrgaanClassificatieCode/89a00b5a-024f-4630-a722-65a5e68967e5",
            ]
        ),
        ("watering", "Watering", ["293e5f58-9544-496e-88e0-734a137f6ebc"]),
        ("polder", "Polder", ["d312c541-a263-4004-bca2-63eb991458c3"]),
        ("interlokale-vereniging", "Interlokale vereniging", ["3a2649ef-7345-4d3a-8709-f89fc9b44f58"]),
        ("vervoerregioraad", "Vervoerregioraad", ["b2133b86-24f0-44f0-9d10-5b4c7f944a9d"]),
    ]
}
