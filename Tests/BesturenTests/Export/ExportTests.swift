import Testing

@testable import Besturen

@Suite("Writing the besturen")
struct ExportTests {
    static func full() throws -> [Bestuurseenheid] {
        let id = ImportProblemTests.id
        return try [
            Bestuurseenheid(
                uri: id + "1", name: "Testgem, \"stad\"", type: .gemeente, kbo: KBONummer("0999999922"),
                ovo: OVOCode("OVO999909"), nis: NISCode("09999"), status: .actief, viewOnlyModules: ["Rol-b", "Rol-a"],
                alternativeNames: ["een|twee", "drie\\vier", "\\|", "Stad, \"T\""],
                werkingsgebied: Werkingsgebied(label: "Testgem|Testgem-Oost", uri: "http://data.example/gebied/1"),
                predecessors: [id + "2", id + "3"]),
            Bestuurseenheid(
                uri: id + "2", name: "Oost", type: .ocmwVereniging, status: .onbekend,
                werkingsgebied: Werkingsgebied(label: "Testgem|Testgem-Oost", uri: "http://data.example/gebied/1"),
                successors: [id + "1"]),
            Bestuurseenheid(
                uri: id + "3", name: "e\u{301} é", type: .representatiefOrgaan, ovo: OVOCode("OVO000001"),
                status: .nietActief, werkingsgebied: Werkingsgebied(label: "Een, twee")),
            Bestuurseenheid(
                uri: id + "4", name: "=1+1", type: .district, kbo: KBONummer("2000000042"), status: .inOprichting,
                werkingsgebied: Werkingsgebied(uri: "http://data.example/gebied/2")),
        ]
    }

    static func same(_ one: BesturenRegister, _ two: BesturenRegister) -> Bool {
        // Equal strings may still differ in their bytes, the JSON shows it.
        one.besturen == two.besturen && one.json().utf8.elementsEqual(two.json().utf8)
    }

    @Test("a list comes back as it was written")
    func csv() throws {
        let register = try BesturenRegister(Self.full())
        let (again, problems) = BesturenRegister.read(csv: register.csv(), source: "list.csv")
        #expect(problems.map(\.kind) == [.statusMissing, .numberMissing])
        #expect(Self.same(again, register), "\(register.csv())")
        #expect(again.csv() == register.csv())
    }

    @Test("a graph comes back as it was written")
    func turtle() throws {
        let register = try BesturenRegister(Self.full())
        let source = BesturenImport.Source(name: "graph.ttl", format: .turtle, bytes: Array(register.turtle().utf8))
        let again = BesturenImport([source])
        #expect(again.report.problems.map(\.kind) == [.statusMissing, .numberMissing])
        #expect(Self.same(again.register, register), "\(register.turtle())")
        #expect(again.register.turtle() == register.turtle())
    }

    @Test("JSON has every member, whatever is known")
    func json() throws {
        let json = try BesturenRegister([Self.full()[1]]).json()
        #expect(
            json == """
                {
                  "besturen": [
                    {
                      "uri": "\(ImportProblemTests.id)2",
                      "uuid": "2",
                      "name": "Oost",
                      "alternative_names": [],
                      "bestuurstype": "ocmw-vereniging",
                      "classification": "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/\
                cc4e2d67-603b-4784-9b61-e50bac1ec089",
                      "status": null,
                      "kbo": null,
                      "ovo": null,
                      "nis": null,
                      "werkingsgebied": {
                        "label": "Testgem|Testgem-Oost",
                        "uri": "http://data.example/gebied/1"
                      },
                      "predecessors": [],
                      "successors": [
                        "\(ImportProblemTests.id)1"
                      ],
                      "view_only_modules": []
                    }
                  ]
                }\n
                """, "\(json)")
    }

    @Test("an empty register is written too")
    func empty() {
        #expect(BesturenRegister.empty.csv() == CSVColumns.written.joined(separator: ",") + "\n")
        #expect(BesturenRegister.empty.json() == "{\n  \"besturen\": []\n}\n")
        #expect(BesturenImport([ImportProblemTests.turtle("")]).register.count == 0)
    }

    @Test(
        "a field of several values keeps bars and backslashes",
        arguments: [["a"], ["a", "b"], ["|"], ["\\"], ["\\", "|"], ["a\\|b", "\\\\"], ["a|\u{301}", "b"], ["\\n"]])
    func fields(_ values: [String]) {
        #expect(CSVColumns.values(CSVColumns.field(values)) == values)
    }

    @Test("a backslash before another character is itself")
    func loneBackslash() {
        #expect(CSVColumns.values("a\\b|c\\") == ["a\\b", "c\\"])
    }
}
