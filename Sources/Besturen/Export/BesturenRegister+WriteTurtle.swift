extension BesturenRegister {
    /// The besturen in the vocabulary of the Loket; ``BesturenImport`` reads the same ones back.
    ///
    /// Where the Loket has no word, that of the Organization Portal is taken (the NIS code as an `adms:Identifier`), and for
    /// mergers that of Dublin Core, which needs no change event with a date.
    package func turtle() -> String {
        var text = ""
        for (prefix, iri) in BesturenRegister.prefixes { text += "@prefix \(prefix): <\(iri)> .\n" }
        for bestuur in besturen {
            text += "\n<\(bestuur.uri)> a besluit:Bestuurseenheid"
            for (property, values) in bestuur.properties where !values.isEmpty {
                text += " ;\n    \(property) \(values.joined(separator: ", "))"
            }
            text += " .\n"
        }
        text += labelsOfWerkingsgebieden()
        return text
    }

    /// What a werkingsgebied with a URI is called, once however many besturen share it.
    private func labelsOfWerkingsgebieden() -> String {
        var order: [String] = []
        var labels: [String: [String]] = [:]
        for bestuur in besturen {
            guard let gebied = bestuur.werkingsgebied, let uri = gebied.uri, let label = gebied.label else { continue }
            if labels[uri] == nil { order.append(uri) }
            for name in label.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            where labels[uri]?.contains(where: { ExactText($0) == ExactText(name) }) != true {
                labels[uri, default: []].append(name)
            }
        }
        return order.map { uri in
            let names = (labels[uri] ?? []).map(Bestuurseenheid.quoted).joined(separator: ", ")
            return "\n<\(uri)> a prov:Location ;\n    rdfs:label \(names) .\n"
        }.joined()
    }

    private static let prefixes = [
        ("adms", Vocabulary.adms), ("besluit", Vocabulary.besluit), ("dcterms", Vocabulary.dcterms),
        ("ext", Vocabulary.ext), ("generiek", Vocabulary.generiek), ("mu", Vocabulary.mu), ("prov", Vocabulary.prov),
        ("rdfs", Vocabulary.rdfs), ("regorg", Vocabulary.regorg), ("skos", Vocabulary.skos),
    ]
}

extension Bestuurseenheid {
    /// The properties in the order in which they are written, with their values as Turtle.
    fileprivate var properties: [(String, [String])] {
        func uris(_ uris: [String]) -> [String] { uris.map { "<\($0)>" } }
        let modules = viewOnlyModules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return [
            ("mu:uuid", [Self.quoted(uuid)]), ("skos:prefLabel", [Self.quoted(name)]),
            ("skos:altLabel", alternativeNames.map(Self.quoted)),
            ("besluit:classificatie", uris([type.conceptURIs[0]])),
            ("regorg:orgStatus", uris(status.conceptURI.map { [$0] } ?? [])),
            ("ext:kbonummer", kbo.map { [Self.quoted($0.description)] } ?? []),
            ("dcterms:identifier", codes.map { Self.quoted($0.description) }),
            ("adms:identifier", nis.map { [Self.identifier($0)] } ?? []),
            ("besluit:werkingsgebied", werkingsgebied.map { [Self.werkingsgebied($0)] } ?? []),
            ("dcterms:replaces", uris(predecessors)), ("dcterms:isReplacedBy", uris(successors)),
            ("ext:viewOnlyModules", modules.map(Self.quoted)),
        ]
    }

    private static func identifier(_ nis: NISCode) -> String {
        "[ a adms:Identifier ; skos:notation \"NIS code\" ; "
            + "generiek:gestructureerdeIdentificator [ generiek:lokaleIdentificator \"\(nis)\" ] ]"
    }

    private static func werkingsgebied(_ gebied: Werkingsgebied) -> String {
        if let uri = gebied.uri { return "<\(uri)>" }
        let names = (gebied.label ?? "").split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        return "[ a prov:Location ; rdfs:label \(names.map(quoted).joined(separator: ", ")) ]"
    }

    fileprivate static func quoted(_ text: String) -> String {
        var result = ""
        TurtleWriter.appendString(text, to: &result)
        return result
    }
}
