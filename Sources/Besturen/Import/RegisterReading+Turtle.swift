extension RegisterReading {
    /// Reads several documents as one graph: the Organization Portal spreads what it says of a bestuur over several.
    mutating func read(turtle sources: [(bytes: [UInt8], name: String)], limits: TurtleLimits) {
        var index = TripleIndex()
        var nextBlank = 0
        for source in sources {
            do throws(TurtleError) {
                let triples = try TurtleReader.read(source.bytes, firstBlank: nextBlank, limits: limits)
                index.add(triples, source: source.name)
                // A document has at most two nodes for a triple.
                nextBlank += 2 * triples.count + 2
            } catch {
                report(
                    RegisterPlace(source: source.name, line: error.line), .turtleInvalid, .sourceRefused,
                    "column \(error.column): \(error.problem.message)", error.hint)
            }
        }
        let graph = GraphEntries(index)
        for entry in graph.entries { add(entry) }
        for (uri, place) in graph.undeclared {
            report(
                place, .notDeclared, .rowRefused,
                "`\(uri)` is called what only a bestuur is, and not declared a bestuur",
                "declare it with `a besluit:Bestuurseenheid`, or import it together with the file that does", uri: uri)
        }
        for (subject, property, place) in index.overfull {
            report(
                place, .valueDouble, .valueDropped,
                "`\(subject.text)` has more than \(TripleIndex.limit) values of `\(property)`; the rest is not read",
                "is one name used for many nodes?", uri: index.isBestuur(subject) ? subject.text : nil)
        }
    }
}
