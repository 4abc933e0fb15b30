/// The terms in which the Loket and the Organization Portal write about besturen.
enum Vocabulary {
    static let besluit = "http://data.vlaanderen.be/ns/besluit#"
    static let mu = "http://mu.semte.ch/vocabularies/core/"
    static let ext = "http://mu.semte.ch/vocabularies/ext/"
    static let skos = "http://www.w3.org/2004/02/skos/core#"
    static let rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    static let dcterms = "http://purl.org/dc/terms/"
    static let regorg = "http://www.w3.org/ns/regorg#"
    static let org = "http://www.w3.org/ns/org#"
    static let adms = "http://www.w3.org/ns/adms#"
    static let generiek = "https://data.vlaanderen.be/ns/generiek#"
    static let owl = "http://www.w3.org/2002/07/owl#"
    static let prov = "http://www.w3.org/ns/prov#"
    private static let eredienst = "http://data.lblod.info/vocabularies/erediensten/"

    static let type = TurtleParser.type
    /// The classes of besturen: the general one, and those that the Organization Portal gives the besturen of worship.
    static let classes: Set<RDFTerm> = [
        .iri(besluit + "Bestuurseenheid"), .iri(eredienst + "BestuurVanDeEredienst"),
        .iri(eredienst + "CentraalBestuurVanDeEredienst"), .iri(eredienst + "RepresentatiefOrgaan"),
    ]

    static let uuid = ExactText(mu + "uuid")
    static let prefLabel = ExactText(skos + "prefLabel")
    static let legalName = either(regorg + "legalName")
    static let altLabel = ExactText(skos + "altLabel")
    static let classificatie = ExactText(besluit + "classificatie")
    static let classification = ExactText(org + "classification")
    static let status = either(regorg + "orgStatus")
    static let kbonummer = ExactText(ext + "kbonummer")
    static let dctermsIdentifier = ExactText(dcterms + "identifier")
    static let admsIdentifier = ExactText(adms + "identifier")
    static let notation = ExactText(skos + "notation")
    static let structured = ExactText(generiek + "gestructureerdeIdentificator")
    static let local = ExactText(generiek + "lokaleIdentificator")
    static let sameAs = ExactText(owl + "sameAs")
    static let werkingsgebied = ExactText(besluit + "werkingsgebied")
    static let label = ExactText(rdfs + "label")
    static let exactMatch = ExactText(skos + "exactMatch")
    static let viewOnlyModules = ExactText(ext + "viewOnlyModules")
    static let changedBy = ExactText(org + "changedBy")
    static let resultedFrom = ExactText(org + "resultedFrom")
    static let original = ExactText(org + "originalOrganization")
    static let resulting = ExactText(org + "resultingOrganization")
    static let replaces = ExactText(dcterms + "replaces")
    static let isReplacedBy = ExactText(dcterms + "isReplacedBy")

    /// The properties that are looked up.
    static let properties: Set<ExactText> = Set(
        [
            type, uuid, prefLabel, altLabel, classificatie, classification, kbonummer, dctermsIdentifier,
            admsIdentifier, notation, structured, local, sameAs, werkingsgebied, label, exactMatch, viewOnlyModules,
            changedBy, resultedFrom, original, resulting, replaces, isReplacedBy,
        ] + legalName + status)

    /// The published files write `http`, some descriptions of them `https`.
    private static func either(_ iri: String) -> [ExactText] {
        [ExactText(iri), ExactText("https" + iri.dropFirst(4))]
    }
}
