import Besturen
import Gateway
import JOSE

/// What an import found, and what it changes.
struct ImportAnswer {
    let report: ImportReport
    let changes: ImportChanges
    let hasRegister: Bool
    /// Where the journal stands when it was written.
    let head: RegisterHead?

    /// How many changed besturen are named one by one.
    private static let maximumTold = 50

    var text: String {
        // Each line by itself: a name must not make a line of its own.
        var lines = report.text().dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.append("")
        if hasRegister {
            lines.append(
                "\(head == nil ? "would be " : "")taken over: \(changes.added.count) new, \(changes.changed.count) changed; "
                    + "\(changes.unchanged) as before, \(changes.absent.count) not in the list and left as they are")
        } else {
            lines.append("all \(changes.added.count) would be new: there is no register yet")
        }
        for change in changes.changed.prefix(Self.maximumTold) {
            lines.append(
                "  changed: \(change.after.name) (\(change.fields.joined(separator: ", ")))  \(change.after.uri)")
        }
        for bestuur in changes.absent.prefix(Self.maximumTold) {
            lines.append("  not in the list: \(bestuur.name) (\(bestuur.status.rawValue))  \(bestuur.uri)")
        }
        let untold = max(0, changes.changed.count - Self.maximumTold) + max(0, changes.absent.count - Self.maximumTold)
        if untold > 0 { lines.append("  and \(untold) more; --json has all") }
        for conflict in changes.newConflicts {
            lines.append("  conflict: \(ConflictText.line(conflict))")
        }
        for (bestuur, dossier) in changes.overtaking {
            lines.append(
                "  \(bestuur.name) has a number of the dossier \(dossier), which is not complete: \(bestuur.uri)")
        }
        if let head { lines.append("head: \(head)") }
        return lines.map(Terminal.shown).joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        let report = (try? JSONValue.parse(Array(report.json().utf8))) ?? .null
        let changed = changes.changed.map { change in
            JSONValue.object([
                ("uri", .string(change.after.uri)), ("name", .string(change.after.name)),
                ("fields", .strings(change.fields)),
            ])
        }
        return .object([
            ("report", report),
            (
                "changes",
                .object([
                    ("added", .strings(changes.added.map(\.uri))), ("changed", .array(changed)),
                    ("unchanged", .integer(changes.unchanged)), ("absent", .strings(changes.absent.map(\.uri))),
                    (
                        "overtaking",
                        .array(
                            changes.overtaking.map {
                                .object([("uri", .string($0.bestuur.uri)), ("dossier", .string($0.dossier))])
                            })
                    ),
                    ("new_conflicts", .array(changes.newConflicts.map(RegisterJSON.conflict))),
                ])
            ),
            ("written", .bool(head != nil)), ("head", .optional(head?.description)),
        ])
    }
}

enum ConflictText {
    static func line(_ conflict: NumberConflict) -> String {
        let holders = conflict.holders.map { "\($0.name) (\($0.status.rawValue))" }.joined(separator: ", ")
        return "\(conflict.code): \(holders)"
    }
}
