import Testing

@testable import Besturen

@Suite("Bestuurstypes")
struct BestuurstypeTests {
    @Test("each is read back from its slug, its label and every concept", arguments: Bestuurstype.allCases)
    func roundTrip(_ type: Bestuurstype) {
        #expect(Bestuurstype(slug: type.slug) == type)
        #expect(Bestuurstype(label: type.label) == type)
        #expect(!type.conceptURIs.isEmpty)
        for uri in type.conceptURIs { #expect(Bestuurstype(conceptURI: uri) == type, "\(uri)") }
    }

    @Test("no slug, label or concept is used twice")
    func unique() {
        let all = Bestuurstype.allCases
        #expect(all.count == 27)
        #expect(Set(all.map(\.slug)).count == all.count)
        #expect(Set(all.map(\.label)).count == all.count)
        let concepts = all.flatMap(\.conceptURIs)
        #expect(Set(concepts).count == concepts.count)
    }

    @Test("slugs are plain and concepts are URIs", arguments: Bestuurstype.allCases)
    func spelling(_ type: Bestuurstype) {
        #expect(type.slug.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(type.slug)")
        for uri in type.conceptURIs {
            #expect(uri.wholeMatch(of: /http:\/\/data\.vlaanderen\.be\/id\/concept\/[A-Za-z]+\/[0-9a-f-]+/) != nil)
        }
    }

    @Test(
        "look-alikes are refused",
        arguments: ["", "Gemeente ", "gemeente\u{301}", "GEMEENTE", "gemeenten", "g\u{435}meente", "OCM\u{57}\u{307}"])
    func lookAlikes(_ text: String) {
        #expect(Bestuurstype(slug: text) == nil)
        #expect(Bestuurstype(label: text) == nil)
        #expect(Bestuurstype(conceptURI: text) == nil)
    }

    @Test("a slug is no label and a label no slug")
    func notMixed() {
        #expect(Bestuurstype(slug: "Gemeente") == nil)
        #expect(Bestuurstype(label: "gemeente") == nil)
        let concept = Bestuurstype.gemeente.conceptURIs[0]
        #expect(Bestuurstype(conceptURI: concept + "/") == nil)
        #expect(Bestuurstype(conceptURI: concept.replacing("http:", with: "https:")) == nil)
    }

    @Test("each counts as itself, and only the two OCMW-verenigingen as something else")
    func countsAs() {
        for type in Bestuurstype.allCases {
            let others = Bestuurstype.allCases.filter { $0 != type && type.counts(as: $0) }
            #expect(type.counts(as: type))
            switch type {
            case .welzijnsvereniging, .autonomeVerzorgingsinstelling: #expect(others == [.ocmwVereniging])
            default: #expect(others.isEmpty, "\(type.slug)")
            }
        }
        #expect(!Bestuurstype.ocmwVereniging.counts(as: .welzijnsvereniging))
    }

    @Test("a set holds what was put in, in the order of the code list", arguments: Bestuurstype.allCases)
    func sets(_ type: Bestuurstype) {
        let one = BestuurstypeSet([type])
        #expect(one.members == [type])
        #expect(!one.isEmpty)
        var rest = BestuurstypeSet()
        for other in Bestuurstype.allCases.reversed() where other != type { rest.insert(other) }
        #expect(!rest.contains(type))
        #expect(rest.members == Bestuurstype.allCases.filter { $0 != type })
        #expect(BestuurstypeSet.all.contains(type))
        #expect(one.admits(type))
        #expect(Bestuurstype.allCases.filter(one.admits) == Bestuurstype.allCases.filter { $0.counts(as: type) })
    }

    @Test("an empty set admits nothing")
    func emptySet() {
        let none: BestuurstypeSet = []
        #expect(none.isEmpty)
        #expect(none == BestuurstypeSet())
        #expect(Bestuurstype.allCases.allSatisfy { !none.admits($0) && !none.contains($0) })
    }
}

@Suite("Statuses and doelgroepen")
struct StatusAndDoelgroepTests {
    static let statuses: [(text: String, status: BestuurStatus)] = [
        ("Actief", .actief), ("actief", .actief), ("Niet Actief", .nietActief), ("niet-actief", .nietActief),
        ("In oprichting", .inOprichting), ("in-oprichting", .inOprichting),
        ("http://lblod.data.gift/concepts/63cc561de9188d64ba5840a42ae8f0d6", .actief),
        ("http://lblod.data.gift/concepts/d02c4e12bf88d2fdf5123b07f29c9311", .nietActief),
        ("http://lblod.data.gift/concepts/abf4fee82019f88cf122f986830621ab", .inOprichting),
    ]

    @Test("a status is read from its label, slug and concept", arguments: statuses)
    func readsStatus(_ row: (text: String, status: BestuurStatus)) {
        #expect(BestuurStatus(row.text) == row.status)
    }

    @Test(
        "nothing else is a status",
        arguments: ["", "ACTIEF", "Actief ", "Niet actief", "Onbekend", "onbekend", "act\u{131}ef", "true"])
    func notStatuses(_ text: String) {
        #expect(BestuurStatus(text) == nil)
    }

    @Test("every status that can be written is read back from its label", arguments: BestuurStatus.allCases)
    func statusLabels(_ status: BestuurStatus) {
        #expect(BestuurStatus(status.label) == (status == .onbekend ? nil : status))
        #expect(BestuurStatus(status.rawValue) == (status == .onbekend ? nil : status))
    }

    @Test("a doelgroep is read to the letter", arguments: Doelgroep.allCases)
    func doelgroepen(_ doelgroep: Doelgroep) {
        #expect(Doelgroep(exactly: doelgroep.rawValue) == doelgroep)
        #expect(Doelgroep(exactly: doelgroep.rawValue.lowercased()) == nil)
        #expect(Doelgroep(exactly: doelgroep.rawValue + " ") == nil)
        #expect(Doelgroep(exactly: doelgroep.label) == nil)
    }

    @Test("nothing else is a doelgroep", arguments: ["", "L\u{42}\u{307}", "LBGID", "LB,GID", "\u{395}\u{410}", "X"])
    func notDoelgroepen(_ text: String) {
        #expect(Doelgroep(exactly: text) == nil)
    }

    @Test("the agency answers for lokale besturen; of the others it is not known who does")
    func responsible() {
        #expect(Doelgroep.lb.responsible == Bestuurstype.agentschapBinnenlandsBestuur.label)
        #expect(Doelgroep.allCases.filter { $0.responsible != nil } == [.lb])
    }

    @Test("a status is read back from its concept", arguments: BestuurStatus.allCases)
    func statusConcepts(_ status: BestuurStatus) {
        #expect((status.conceptURI == nil) == (status == .onbekend))
        if let uri = status.conceptURI { #expect(BestuurStatus(uri) == status) }
    }

    @Test("each doelgroep has a name of its own")
    func doelgroepLabels() {
        #expect(Set(Doelgroep.allCases.map(\.label)).count == Doelgroep.allCases.count)
    }
}
