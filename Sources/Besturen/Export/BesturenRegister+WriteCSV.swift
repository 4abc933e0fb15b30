extension BesturenRegister {
    /// The list as ``read(csv:source:)-swift.type.method`` reads it: the same besturen come back, in the same order.
    package func csv() -> String {
        var text = CSVColumns.written.joined(separator: ",") + "\n"
        for bestuur in besturen {
            let gebied = bestuur.werkingsgebied
            let fields = [
                bestuur.uri, bestuur.uuid, bestuur.name, CSVColumns.field(bestuur.alternativeNames), bestuur.type.slug,
                bestuur.status == .onbekend ? "" : bestuur.status.label, bestuur.kbo?.description ?? "",
                bestuur.ovo?.description ?? "", bestuur.nis?.description ?? "", gebied?.label ?? "", gebied?.uri ?? "",
                CSVColumns.field(bestuur.predecessors), CSVColumns.field(bestuur.successors),
                CSVColumns.field(bestuur.viewOnlyModules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }),
            ]
            text += fields.map(CSVText.field).joined(separator: ",") + "\n"
        }
        return text
    }
}
