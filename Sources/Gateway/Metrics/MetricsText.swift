/// Writes metrics in the text format that Prometheus reads (text format 0.0.4).
///
/// Written out by hand: what is counted lives in plain numbers of each event loop, so that counting costs a request
/// nothing, and a registry of shared counters would have to be fed from them.
struct MetricsText {
    enum Kind: String {
        case counter, gauge
    }

    private(set) var text = ""

    /// Begins a metric; its samples follow.
    mutating func metric(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: [(name: String, value: String)] = [], _ value: some BinaryInteger) {
        sample(name, labels, text: "\(value)")
    }

    mutating func sample(_ name: String, _ labels: [(name: String, value: String)] = [], _ value: Double) {
        sample(name, labels, text: "\(value)")
    }

    private mutating func sample(_ name: String, _ labels: [(name: String, value: String)], text value: String) {
        let shown = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(shown)} \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
