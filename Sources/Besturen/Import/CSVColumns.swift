/// The columns of a list of besturen.
///
/// `uri`, `name`, `classification_label` or `bestuurstype` (a label of the code list, the name used in policy files or a
/// concept URI) and `status` are required. Optional: `uuid`, `kbo`, `ovo`, `nis`, `werkingsgebied` (its label) and
/// `werkingsgebied_uri`, and with values separated by `|`: `alternative_names`, `predecessors` and `successors` (URIs) and
/// `view_only_modules` (role names). In these a bar that is part of a value is written `\|` and a backslash `\\`. Other
/// columns are left alone, so the public list loads as it is.
struct CSVColumns {
    /// In the order in which they are written.
    static let written = [
        "uri", "uuid", "name", "alternative_names", "bestuurstype", "status", "kbo", "ovo", "nis", "werkingsgebied",
        "werkingsgebied_uri", "predecessors", "successors", "view_only_modules",
    ]

    private let positions: [String: Int]
    private let type: String
    let width: Int

    enum Failure: Error {
        case twice(String)
        case missing([String])
        /// A column that is not known, and the one that is probably meant.
        case misspelt(String, meant: String)
    }

    init(_ header: [String]) throws(Failure) {
        var positions: [String: Int] = [:]
        for (position, name) in header.enumerated() {
            guard positions.updateValue(position, forKey: name) == nil else { throw .twice(name) }
        }
        var missing = ["uri", "name", "status"].filter { positions[$0] == nil }
        type = positions["bestuurstype"] == nil ? "classification_label" : "bestuurstype"
        if positions[type] == nil { missing.append("bestuurstype") }
        guard missing.isEmpty else { throw .missing(missing) }
        // Left alone, a misspelt column would take its values away from every bestuur.
        let known = CSVColumns.written + ["classification_label"]
        for name in header where !known.contains(name) {
            let meant = known.first { positions[$0] == nil && CSVColumns.isNear(name, $0) }
            if let meant { throw .misspelt(name, meant: meant) }
        }
        self.positions = positions
        width = header.count
    }

    func entry(_ fields: [String], _ place: RegisterPlace) -> BestuurEntry {
        func field(_ name: String) -> String { positions[name].map { fields[$0] } ?? "" }
        func one(_ name: String) -> [String] { field(name).isEmpty ? [] : [field(name)] }
        func several(_ name: String) -> [String] { CSVColumns.values(field(name)).filter { !$0.isEmpty } }
        var entry = BestuurEntry(place: place, uri: field("uri"))
        entry.uuids = one("uuid")
        entry.names = [field("name")]
        entry.types = field(type).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        entry.statuses = one("status")
        entry.kbos = one("kbo")
        entry.ovos = one("ovo")
        entry.nisCodes = one("nis")
        entry.alternativeNames = several("alternative_names")
        entry.predecessors = several("predecessors")
        entry.successors = several("successors")
        entry.viewOnlyModules = several("view_only_modules")
        let gebied = Werkingsgebied(label: one("werkingsgebied").first, uri: one("werkingsgebied_uri").first)
        entry.werkingsgebieden = gebied.map { [$0] } ?? []
        return entry
    }

    /// Whether one letter more, less or otherwise, or another case, makes one name of another.
    private static func isNear(_ one: String, _ other: String) -> Bool {
        let (first, second) = (Array(one.lowercased().utf8), Array(other.utf8))
        guard abs(first.count - second.count) <= 1 else { return false }
        let start = zip(first, second).prefix { $0 == $1 }.count
        let end = zip(first.dropFirst(start).reversed(), second.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        return max(first.count, second.count) - start - end <= 1
    }

    /// The values of a field that holds several.
    static func values(_ field: String) -> [String] {
        var values: [String] = []
        var value = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in field.unicodeScalars {
            if isEscaped {
                if scalar != "|", scalar != "\\" { value.append("\\") }
                value.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "|" {
                values.append(String(value))
                value = String.UnicodeScalarView()
            } else {
                value.append(scalar)
            }
        }
        if isEscaped { value.append("\\") }
        return values + [String(value)]
    }

    /// A field that holds several values.
    static func field(_ values: [String]) -> String {
        var field = String.UnicodeScalarView()
        for (index, value) in values.enumerated() {
            if index > 0 { field.append("|") }
            for scalar in value.unicodeScalars {
                if scalar == "|" || scalar == "\\" { field.append("\\") }
                field.append(scalar)
            }
        }
        return String(field)
    }
}
