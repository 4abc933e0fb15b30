import Besturen

/// A list of roles: one name a line, or a table (CSV) with a header and any of the columns `role`, `module` (or `module_key`),
/// `label` (or `name_nl`), `kind` and `paths`.
struct RoleList: Sendable {
    enum Kind: String, Hashable, Sendable {
        case module, external, administrative, retired
    }

    struct Entry: Sendable {
        let role: String
        /// The id of its module; nil when none is named that could be one.
        let module: String?
        let label: String?
        /// Nil when the list names a kind that is not known here.
        let kind: Kind?
        /// Paths of the dispatcher that the role opens.
        let paths: [PathPattern]
        let location: SourceLocation
    }

    /// More than this is no list of roles. The Loket has 23.
    static let maximumRoles = 2_000

    private(set) var entries: [Entry] = []
    private(set) var notes: [ImportNote] = []
    private(set) var mistakes: [Mistake] = []

    private let file: String
    private static let columns = ["module", "module_key", "label", "name_nl", "kind", "paths"]

    init(file: String, text: String, limits: DocumentLimits = DocumentLimits()) {
        self.file = file
        guard text.utf8.count <= limits.bytes else {
            mistakes = [Mistake(location: place(1), message: "the list is larger than \(limits.bytes) bytes")]
            return
        }
        let table = CSVTable(Array(text.utf8))
        mistakes = table.malformed.map { Mistake(location: place($0.line), message: $0.message) }
        let records = table.records.filter { $0.fields.first?.utf8.first != UInt8(ascii: "#") }
        guard let header = records.first else {
            mistakes.append(Mistake(location: place(1), message: "the list has no roles"))
            return
        }
        guard records.count <= RoleList.maximumRoles else {
            let message = "the list has more than \(RoleList.maximumRoles) lines"
            mistakes.append(Mistake(location: place(header.line), message: message))
            return
        }
        let names = header.fields.map { $0.lowercased() }
        if names.contains("role") {
            for record in records.dropFirst() { read(record, names) }
        } else if header.fields.count > 1 || RoleList.columns.contains(names[0]) {
            let message = "the table has no column `role`"
            mistakes.append(
                Mistake(location: place(header.line), message: message, hint: "its first line names the columns"))
        } else {
            for record in records { read(record, ["role"]) }
        }
    }

    private func place(_ line: Int) -> SourceLocation { SourceLocation(file: file, line: line, column: 1) }

    private mutating func note(_ line: Int, _ message: String) {
        notes.append(ImportNote(location: place(line), message: message))
    }

    private mutating func read(_ record: CSVTable.Record, _ columns: [String]) {
        func value(_ names: String...) -> String? {
            for name in names {
                guard let index = columns.firstIndex(of: name), index < record.fields.count else { continue }
                let text = record.fields[index].split(separator: " ").joined(separator: " ")
                if !text.isEmpty { return text }
            }
            return nil
        }
        guard let role = value("role") else {
            let what = value("module", "module_key", "label", "name_nl").map { " (`\(VisibleText.of($0))`)" } ?? ""
            note(record.line, "this line has no role\(what), so it was left out")
            return
        }
        guard PolicyDocument.isRoleName(role) else {
            note(record.line, "`\(VisibleText.of(role))` cannot be the name of a role, so it was left out")
            return
        }
        if let first = entries.first(where: { ExactText($0.role) == ExactText(role) }) {
            note(record.line, "role `\(role)` stands on line \(first.location.line) already; this line was left out")
            return
        }
        let module = value("module", "module_key")
        let kind = kind(value("kind"), record.line)
        if let module, !PolicyDocument.isID(module), kind == .module || kind == .external {
            note(record.line, "`\(VisibleText.of(module))` cannot be the name of a module; one was made of `\(role)`")
        }
        entries.append(
            Entry(
                role: role, module: module.flatMap { PolicyDocument.isID($0) ? $0 : nil },
                label: value("label", "name_nl").map { String($0.prefix(100)) },
                kind: kind, paths: paths(value("paths"), record.line), location: place(record.line)))
    }

    private mutating func kind(_ text: String?, _ line: Int) -> Kind? {
        switch text?.lowercased() {
        case nil, "module": return .module
        case "external", "external-module": return .external
        case "admin", "administrative", "administrative-role": return .administrative
        case "retired": return .retired
        case let other?:
            note(line, "kind `\(VisibleText.of(other))` is not known; the role opens nothing")
            return nil
        }
    }

    private mutating func paths(_ text: String?, _ line: Int) -> [PathPattern] {
        var patterns: [PathPattern] = []
        for word in (text ?? "").split(separator: " ") {
            do throws(PathPattern.Invalid) {
                patterns.append(try PathPattern(DispatcherParser.policyPath(String(word))))
            } catch {
                note(line, "path `\(VisibleText.of(String(word)))` cannot be written in a policy and was left out")
            }
        }
        return patterns
    }
}
