import Testing

@testable import Besturen

@Suite("Importing besturen from a graph")
struct GraphEntriesTests {
    static func read(_ texts: String...) throws -> [Bestuurseenheid] {
        let sources = texts.enumerated().map { ImportProblemTests.turtle($1, name: "\($0).ttl") }
        let result = BesturenImport(sources)
        #expect(result.report.problems.isEmpty, "\(result.report.text())")
        return result.register.besturen
    }

    /// As the Loket's migrations write it: N-Triples, the numbers as values.
    @Test("the Loket's vocabulary is read")
    func loket() throws {
        let uri = ImportProblemTests.id + "2c80d772-5a21-4e9d-be8a-35e9bb6d66c6"
        let gebied = "http://data.lblod.info/id/werkingsgebieden/3a9b09cb"
        let besturen = try Self.read(
            """
            # started at 2020-01-06T09:15:11+00:00
            <\(uri)> <http://mu.semte.ch/vocabularies/ext/inProvincie> <http://data.lblod.info/id/werkingsgebieden/f2> .
            <\(uri)> <http://mu.semte.ch/vocabularies/core/uuid> "2c80d772-5a21-4e9d-be8a-35e9bb6d66c6" .
            <\(uri)> <http://mu.semte.ch/vocabularies/ext/kbonummer> "0999999922" .
            <\(uri)> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://data.vlaanderen.be/ns/besluit#Bestuurseenheid> .
            <\(uri)> <http://data.vlaanderen.be/ns/besluit#classificatie> <http://data.vlaanderen.be/id/concept/\
            BestuurseenheidClassificatieCode/36a82ba0-7ff1-4697-a9dd-2e94df73b721> .
            <\(uri)> <http://data.vlaanderen.be/ns/besluit#werkingsgebied> <\(gebied)> .
            <\(uri)> <http://purl.org/dc/terms/identifier> "0999999922", "OVO999909" .
            <\(uri)> <http://www.w3.org/2004/02/skos/core#prefLabel> "AG Testgem/Erfgoed" .
            <\(uri)> <http://www.w3.org/2004/02/skos/core#altLabel> "AGT" .
            <\(uri)> <http://www.w3.org/ns/regorg#orgStatus> <http://lblod.data.gift/concepts/63cc561de9188d64ba5840a42ae8f0d6> .
            <\(uri)> <http://mu.semte.ch/vocabularies/ext/viewOnlyModules> "Rol-b", "Rol-a" .
            <http://data.lblod.info/id/bestuursorganen/1> <http://data.vlaanderen.be/ns/besluit#bestuurt> <\(uri)> .
            <http://data.lblod.info/id/bestuursorganen/1> <http://data.vlaanderen.be/ns/besluit#classificatie> \
            <http://data.vlaanderen.be/id/concept/BestuursorgaanClassificatieCode/013cc838> .
            """)
        let expected = try Bestuurseenheid(
            uri: uri, name: "AG Testgem/Erfgoed", type: .autonoomGemeentebedrijf, kbo: KBONummer("0999999922"),
            ovo: OVOCode("OVO999909"), status: .actief, viewOnlyModules: ["Rol-a", "Rol-b"], alternativeNames: ["AGT"],
            werkingsgebied: Werkingsgebied(uri: gebied))
        #expect(besturen == [expected])
    }

    /// As the Organization Portal has it: numbers in nodes, placeholders for those to come, several files.
    @Test("the Organization Portal's vocabulary is read, over several files")
    func organizationPortal() throws {
        let besturen = try Self.read(
            """
            b:c050 a besluit:Bestuurseenheid, org:Organization, dcterms:Agent ;
              mu:uuid "c050" ; skos:prefLabel \"""Testgem\"""@nl, "Testgem", "Testghem"@fr ; regorg:legalName "Gemeente Testgem" ;
              org:classification code:5ab0e9b8a3b2ca7c5e000001 ;
              regorg:orgStatus status:abf4fee82019f88cf122f986830621ab ;
              owl:sameAs <http://data.vlaanderen.be/doc/organisatie/OVO999909> ;
              adms:identifier <http://a.example/kbo>, <http://a.example/ovo>, <http://a.example/sharepoint> .
            <http://a.example/kbo> a adms:Identifier ; skos:notation "KBO nummer", "KBO nummer"@nl ;
              generiek:gestructureerdeIdentificator [ generiek:lokaleIdentificator \"""1010999920\""" ] .
            <http://a.example/ovo> a adms:Identifier ; skos:notation "OVO-nummer"@nl ;
              generiek:gestructureerdeIdentificator _:n .
            _:n a generiek:GestructureerdeIdentificator ; mu:uuid "x" ; generiek:lokaleIdentificator "OVO999909" .
            <http://a.example/sharepoint> a adms:Identifier ; skos:notation "SharePoint identificator" ;
              generiek:gestructureerdeIdentificator [ mu:uuid "y" ] .
            """,
            """
            b:c050 besluit:werkingsgebied _:n .
            _:n rdfs:label "Testgem" ; skos:exactMatch <http://vocab.belgif.be/auth/refnis2019/99999> .
            """)
        let expected = try Bestuurseenheid(
            uri: ImportProblemTests.id + "c050", name: "Testgem", type: .gemeente, kbo: KBONummer("1010999920"),
            ovo: OVOCode("OVO999909"), nis: NISCode("99999"), status: .inOprichting,
            alternativeNames: ["Testghem", "Gemeente Testgem"], werkingsgebied: Werkingsgebied(label: "Testgem"))
        #expect(besturen == [expected])
        #expect(KBONummer("1010999920") != nil)
    }

    @Test("text with https for `regorg`, the class of worship, and the legal name alone, are read")
    func variants() throws {
        let besturen = try Self.read(
            """
            <http://data.lblod.info/id/representatieveOrganen/1>
              a <http://data.lblod.info/vocabularies/erediensten/RepresentatiefOrgaan> ;
              <https://www.w3.org/ns/regorg#legalName> "Orgaan" ; ext:kbonummer "0999999922" ;
              <https://www.w3.org/ns/regorg#orgStatus> status:63cc561de9188d64ba5840a42ae8f0d6 ;
              org:classification <http://data.vlaanderen.be/id/concept/RepresentatiefOrgaanClassificatieCode/\
            89a00b5a-024f-4630-a722-65a5e68967e5> ; besluit:classificatie code:36372fad-0358-499c-a4e3-f412d2eae213 .
            """)
        #expect(besturen.map(\.name) == ["Orgaan"])
        #expect(besturen.map(\.type) == [.representatiefOrgaan])
        #expect(besturen.map(\.status) == [.actief])
    }

    static let people = ["a", "b", "c"].map { name in
        let kbo = ["a": "0999999922", "b": "0999999823", "c": "0999999130"][name] ?? ""
        let status = name == "c" ? "63cc561de9188d64ba5840a42ae8f0d6" : "d02c4e12bf88d2fdf5123b07f29c9311"
        return """
            b:\(name) a besluit:Bestuurseenheid ; besluit:classificatie code:5ab0e9b8a3b2ca7c5e000001 ;
              regorg:orgStatus status:\(status) ; skos:prefLabel '\(name)' ; ext:kbonummer '\(kbo)' .\n
            """
    }.joined()

    static let mergers: [(name: String, text: String, before: [String], after: [String])] = [
        (
            "told by the event",
            "[] a org:ChangeEvent ; org:originalOrganization b:a, b:b ; org:resultingOrganization b:c .",
            ["", "", "ab"], ["c", "c", ""]
        ),
        (
            "told by the besturen", "b:a org:changedBy _:e . b:b org:changedBy _:e . b:c org:resultedFrom _:e .",
            ["", "", "ab"], ["c", "c", ""]
        ),
        (
            "told by both",
            "b:a org:changedBy _:e . _:e org:originalOrganization b:b, b:a ; "
                + "org:resultingOrganization b:c . b:c org:resultedFrom _:e .",
            ["", "", "ba"], ["c", "c", ""]
        ),
        (
            "one that takes over another goes on",
            "[] org:originalOrganization b:a, b:c ; org:resultingOrganization b:c .", ["", "", "a"], ["c", "", ""]
        ),
        (
            "a change that leaves the bestuur what it is",
            "[] org:originalOrganization b:a ; org:resultingOrganization b:a .", ["", "", ""], ["", "", ""]
        ),
        ("an end without a successor", "[] org:originalOrganization b:a .", ["", "", ""], ["", "", ""]),
        ("told in a word", "b:c dcterms:replaces b:a . b:b dcterms:isReplacedBy b:c .", ["", "", "a"], ["", "c", ""]),
        (
            "two events one after the other",
            "[] org:originalOrganization b:a ; org:resultingOrganization b:b . "
                + "[] org:originalOrganization b:b ; org:resultingOrganization b:c .",
            ["", "a", "b"], ["b", "c", ""]
        ),
    ]

    @Test("mergers are read", arguments: mergers)
    func readsMergers(_ row: (name: String, text: String, before: [String], after: [String])) throws {
        func short(_ uris: [String]) -> String { uris.map { Bestuurseenheid.lastSegment(of: $0) }.joined() }
        let besturen = try Self.read(Self.people, row.text.replacing("_:e", with: "<http://a.example/event>"))
        #expect(besturen.map { short($0.predecessors) } == row.before)
        #expect(besturen.map { short($0.successors) } == row.after)
    }

    @Test("a URI is kept byte for byte, case and escapes too")
    func uris() throws {
        let besturen = try Self.read(
            "<\(ImportProblemTests.id)65EB%2f../A> \(ImportProblemTests.plain) ; skos:prefLabel 'A' ; mu:uuid 'A' ; "
                + "ext:kbonummer '0999999922' .")
        #expect(besturen.map(\.uri) == [ImportProblemTests.id + "65EB%2f../A"])
    }

    @Test("a list and a graph are judged together")
    func together() {
        let row = "\(ImportProblemTests.id)a,a,A,,gemeente,Actief,0999999922,,,,,,"
        let result = BesturenImport([ImportProblemTests.turtle(Self.people), ImportProblemTests.csv(row)])
        #expect(result.register.besturen.map(\.name) == ["A", "b", "c"])
        #expect(result.report.problems.map(\.kind) == [.uriTwice])
        #expect(result.report.problems.map(\.source) == ["graph.ttl"])
        #expect(result.report.problems.first?.message.contains("line 2 of `list.csv`") == true)
        #expect(result.report.told == 4 && result.report.taken == 3)
    }
}
