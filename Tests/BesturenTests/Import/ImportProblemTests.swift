import Testing

@testable import Besturen

@Suite("Importing besturen: what is wrong")
struct ImportProblemTests {
    static let id = "http://data.lblod.info/id/bestuurseenheden/"
    static let header =
        "uri,uuid,name,alternative_names,bestuurstype,status,kbo,ovo,nis,werkingsgebied,werkingsgebied_uri,"
        + "predecessors,successors"
    static let prefixes = """
        @prefix besluit: <\(Vocabulary.besluit)> . @prefix org: <\(Vocabulary.org)> . @prefix ext: <\(Vocabulary.ext)> .
        @prefix skos: <\(Vocabulary.skos)> . @prefix regorg: <\(Vocabulary.regorg)> . @prefix mu: <\(Vocabulary.mu)> .
        @prefix dcterms: <\(Vocabulary.dcterms)> . @prefix adms: <\(Vocabulary.adms)> .
        @prefix generiek: <\(Vocabulary.generiek)> . @prefix owl: <\(Vocabulary.owl)> .
        @prefix rdfs: <\(Vocabulary.rdfs)> . @prefix b: <\(id)> .
        @prefix status: <http://lblod.data.gift/concepts/> .
        @prefix code: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/> .\n
        """
    /// The line of the first statement behind the prefixes.
    static let firstLine = 8

    /// A bestuur about which nothing is remarkable, but for what follows.
    static let plain = """
        a besluit:Bestuurseenheid ; besluit:classificatie code:5ab0e9b8a3b2ca7c5e000001 ; \
        regorg:orgStatus status:63cc561de9188d64ba5840a42ae8f0d6
        """

    static func csv(_ rows: String...) -> BesturenImport.Source {
        let text = ([header] + rows).joined(separator: "\n")
        return BesturenImport.Source(name: "list.csv", format: .csv, bytes: Array(text.utf8))
    }

    static func turtle(_ text: String, name: String = "graph.ttl") -> BesturenImport.Source {
        BesturenImport.Source(name: name, format: .turtle, bytes: Array((prefixes + text).utf8))
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        let name: String
        let source: BesturenImport.Source
        let kind: RegisterProblem.Kind
        let effect: RegisterProblem.Effect
        /// A part of the message.
        let says: String

        init(
            _ name: String, _ source: BesturenImport.Source, _ kind: RegisterProblem.Kind,
            _ effect: RegisterProblem.Effect, _ says: String
        ) {
            self.name = name
            self.source = source
            self.kind = kind
            self.effect = effect
            self.says = says
        }

        var testDescription: String { name }
    }

    static let mistakes: [Mistake] = [
        Mistake(
            "an identifier that is not the end of the URI", csv("\(id)1,2,A,,gemeente,Actief,0999999922,,,,,,"),
            .uuidDiffers, .rowRefused, "`2` is not the last segment"),
        Mistake(
            "an identifier in another case", csv("\(id)a,A,A,,gemeente,Actief,0999999922,,,,,,"), .uuidDiffers,
            .rowRefused, "`A` is not"),
        Mistake(
            "a KBO number without its zero", csv("\(id)1,1,A,,gemeente,Actief,999999922,,,,,,"), .kboPadded, .noted,
            "read as `0999999922`"),
        Mistake(
            "nine digits that are no KBO number", csv("\(id)1,1,A,,gemeente,Actief,999999923,OVO999909,,,,,"),
            .kboInvalid, .valueDropped, "`999999923` is not a KBO number"),
        Mistake(
            "a KBO number that begins with 9", csv("\(id)1,1,A,,gemeente,Actief,9999999909,OVO999909,,,,,"),
            .kboInvalid, .valueDropped, "`9999999909`"),
        Mistake(
            "a URI under another path",
            csv("http://data.lblod.info/id/besturen/1,1,A,,gemeente,Actief,0999999922,,,,,,"),
            .uriPathUnknown, .noted, "under a path"),
        Mistake(
            "a URI with https",
            csv("https://data.lblod.info/id/bestuurseenheden/1,,A,,gemeente,Actief,0999999922,,,,,,"),
            .uriPathUnknown, .noted, "under a path"),
        Mistake(
            "a werkingsgebied that is no URI", csv("\(id)1,1,A,,gemeente,Actief,0999999922,,,Testgem,Testgem,,"),
            .werkingsgebiedInvalid, .valueDropped, "`Testgem` is not the URI of a werkingsgebied"),
        Mistake(
            "a predecessor that is no URI", csv("\(id)1,1,A,,gemeente,Actief,0999999922,,,,,Testgem,"),
            .relationInvalid, .valueDropped, "`Testgem` is not the URI of a predecessor"),
        Mistake(
            "a bestuur that succeeds itself", csv("\(id)1,1,A,,gemeente,Actief,0999999922,,,,,,\(id)1"),
            .relationInvalid, .valueDropped, "its own successor"),
        Mistake(
            "a successor that is not in the list", csv("\(id)1,1,A,,gemeente,Niet Actief,0999999922,,,,,,\(id)2"),
            .successorUnknown, .noted, "the successor `\(id)2` of `A`"),
        Mistake(
            "a predecessor that is not in the list", csv("\(id)1,1,A,,gemeente,Actief,0999999922,,,,,\(id)2,"),
            .predecessorUnknown, .noted, "the predecessor `\(id)2` of `A`"),
        Mistake(
            "a merged bestuur that is active beside its successor",
            csv(
                "\(id)1,1,A,,gemeente,Actief,0999999922,,,,,,\(id)2",
                "\(id)2,2,B,,gemeente,Actief,0999999823,,,,,\(id)1,"),
            .mergedActive, .noted, "`A` is still active beside its successor `B` (line 3)"),
        Mistake(
            "a bestuur that is not declared one", turtle("b:1 ext:kbonummer '0999999922' ."), .notDeclared, .rowRefused,
            "`\(id)1` is called what only a bestuur is"),
        Mistake(
            "two Dutch names",
            turtle("b:1 \(plain) ; skos:prefLabel 'A', 'B'@nl ; ext:kbonummer '0999999922' ."), .valueDouble,
            .rowRefused, "`A` and `B` are each given as a name"),
        Mistake(
            "two KBO numbers",
            turtle(
                "b:1 \(plain) ; skos:prefLabel 'A' ; ext:kbonummer '0999999922' ; "
                    + "dcterms:identifier '0999999823', 'OVO999909' ."),
            .valueDouble, .valueDropped, "`0999999922` and `0999999823` are each given as a KBO number"),
        Mistake(
            "two OVO codes",
            turtle(
                "b:1 \(plain) ; skos:prefLabel 'A' ; dcterms:identifier '0999999922', 'OVO999909' ; "
                    + "owl:sameAs <http://data.vlaanderen.be/doc/organisatie/OVO999910> ."),
            .valueDouble, .valueDropped, "`OVO999909` and `OVO999910`"),
        Mistake(
            "two statuses",
            turtle(
                "b:1 \(plain), status:d02c4e12bf88d2fdf5123b07f29c9311 ; skos:prefLabel 'A' ; "
                    + "ext:kbonummer '0999999922' ."),
            .valueDouble, .valueDropped, "given as a status"),
        Mistake(
            "two classifications",
            turtle(
                "b:1 \(plain) ; org:classification code:5ab0e9b8a3b2ca7c5e000002 ; skos:prefLabel 'A' ; "
                    + "ext:kbonummer '0999999922' ."),
            .typeDouble, .rowRefused, "names more than one type"),
        Mistake(
            "the Loket's classification beside the narrower one of the Organization Portal",
            turtle(
                "b:1 a besluit:Bestuurseenheid ; besluit:classificatie code:cc4e2d67-603b-4784-9b61-e50bac1ec089 ; "
                    + "org:classification code:e8294b73-87c9-4fa2-9441-1937350763c9 ; skos:prefLabel 'A' ; "
                    + "regorg:orgStatus status:63cc561de9188d64ba5840a42ae8f0d6 ; ext:kbonummer '0999999922' ."),
            .typeDouble, .noted, "`Welzijnsvereniging` is used"),
        Mistake(
            "two werkingsgebieden",
            turtle(
                "b:1 \(plain) ; skos:prefLabel 'A' ; ext:kbonummer '0999999922' ; "
                    + "besluit:werkingsgebied <http://a.example/1>, <http://a.example/2> ."),
            .valueDouble, .valueDropped, "given as a werkingsgebied"),
        Mistake(
            "a number that is KBO number and OVO code at once",
            turtle(
                "b:1 \(plain) ; skos:prefLabel 'A' ; adms:identifier [ skos:notation 'KBO nummer', 'OVO-nummer'@nl ; "
                    + "generiek:gestructureerdeIdentificator [ generiek:lokaleIdentificator '0999999922' ] ] ."),
            .ovoInvalid, .valueDropped, "`0999999922` is not an OVO code"),
        Mistake(
            "a bestuur without a URI", turtle("[ \(plain) ; skos:prefLabel 'A' ; ext:kbonummer '0999999922' ] ."),
            .uriInvalid, .rowRefused, "`_:b0` is not the URI"),
        Mistake(
            "a document that is not Turtle", turtle("b:1 a b:2"), .turtleInvalid, .sourceRefused,
            "column 10: the document ends where `.`"),
    ]

    @Test("is told with its kind, its place and what became of it", arguments: mistakes)
    func reports(_ mistake: Mistake) {
        let result = BesturenImport([mistake.source])
        #expect(result.report.problems.count == 1, "\(result.report.text())")
        guard let problem = result.report.problems.first else { return }
        #expect(problem.kind == mistake.kind)
        #expect(problem.effect == mistake.effect)
        #expect(problem.message.contains(mistake.says), "\(problem.message)")
        #expect(problem.source == mistake.source.name)
        #expect(problem.line == (mistake.source.format == .csv ? 2 : Self.firstLine))
        let refused = mistake.effect == .rowRefused || mistake.effect == .sourceRefused
        #expect(result.register.besturen.isEmpty == refused)
        #expect(result.report.isComplete == (mistake.effect == .noted))
        #expect(result.report.hasUnreadSource == (mistake.effect == .sourceRefused))
    }

    @Test("a property with more values than anybody gives is told of, and costs no time", .timeLimit(.minutes(1)))
    func overfull() {
        let many = (0..<30_000).map { "'x\($0)'" }.joined(separator: ",")
        let text = "_:n rdfs:label \(many) ; skos:exactMatch \(many) ; generiek:lokaleIdentificator \(many) .\n"
        let besturen = (0..<3_000).map { "b:\($0) \(Self.plain) ; skos:prefLabel 'A' ; besluit:werkingsgebied _:n ." }
        let result = BesturenImport([Self.turtle(text + besturen.joined(separator: "\n"))])
        let overfull = result.report.problems.filter { $0.message.contains("more than 200 values") }
        #expect(overfull.count == 3)
        #expect(result.register.count == 3_000)
    }
}
