/// Everything that several files say about besturen, judged together and not yet taken over.
///
/// It is a value: whoever imports looks at the report first, and takes over the register whole or not at all.
package struct BesturenImport: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case csv
        /// Turtle or N-Triples.
        case turtle

        /// By the end of a file's name: `.csv`, `.ttl` or `.nt`, in any case.
        package init?(fileName: String) {
            switch fileName.split(separator: ".").last?.lowercased() {
            case "csv": self = .csv
            case "ttl", "nt": self = .turtle
            default: return nil
            }
        }
    }

    package struct Source: Sendable {
        package let name: String
        package let format: Format
        package let bytes: [UInt8]

        package init(name: String, format: Format, bytes: [UInt8]) {
            self.name = name
            self.format = format
            self.bytes = bytes
        }
    }

    /// The besturen that can be trusted, lists first and then graphs, each in the order of its source.
    package let register: BesturenRegister
    package let report: ImportReport

    /// All Turtle sources are read as one graph; a source that cannot be read is told of and contributes nothing.
    package init(_ sources: [Source], limits: TurtleLimits = TurtleLimits()) {
        var reading = RegisterReading(order: sources.map(\.name))
        for source in sources where source.format == .csv { reading.read(csv: source.bytes, source: source.name) }
        let graphs = sources.filter { $0.format == .turtle }.map { ($0.bytes, $0.name) }
        if !graphs.isEmpty { reading.read(turtle: graphs, limits: limits) }
        reading.reportSharedNumbers()
        reading.reportRelations()
        // `RegisterReading` has refused every repeated URI, which is the only thing the initialiser can refuse.
        register = (try? BesturenRegister(reading.besturen)) ?? .empty
        report = ImportReport(
            sources: sources.map(\.name), told: reading.entryCount, taken: reading.besturen.count,
            problems: reading.sortedProblems)
    }
}
