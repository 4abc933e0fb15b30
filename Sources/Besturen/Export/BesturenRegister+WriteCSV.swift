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
            text += fields.map(BesturenRegister.quoted).joined(separator: ",") + "\n"
        }
        return text
    }

    /// Between quotes where RFC 4180 needs them.
    private static func quoted(_ field: String) -> String {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]
        guard field.utf8.contains(where: { special.contains($0) }) else { return field }
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in field.unicodeScalars {
            if scalar == "\"" { result.append("\"") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
