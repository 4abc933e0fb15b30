import Besturen
import JOSE

/// An entry of the journal as a message to those who are told of it.
struct RegisterEvent {
    let entry: RegisterEntry
    /// Of the register after the entry, or later: what is still to come is told as it is when the message is sent.
    let state: RegisterState

    /// The names that events have, which never change their meaning.
    static let names =
        ["open", "record", "amend", "merge"] + [
            "approve", "notify-loket", "mint-uri", "confirm-kalliope", "request-access", "verify", "report-back",
            "connect",
            "refuse", "withdraw", "correct",
        ]

    var name: String {
        let json = entry.action.json
        return json["step"]?.stringValue ?? json["action"]?.stringValue ?? ""
    }

    /// `id` is the number of the entry: a message that comes twice has the same.
    var body: [UInt8] {
        var members: [(String, JSONValue)] = [
            ("id", .integer(entry.sequence)), ("event", .string(name)),
            ("time", .integer(entry.time.unixSeconds)), ("by", .string(entry.actor)),
            ("for", .string(entry.party.rawValue)), ("subject", .string(entry.subject)), ("action", entry.action.json),
        ]
        let dossier = state.dossier(entry.subject) ?? state.dossier(ofURI: entry.subject)
        if let dossier {
            let awaited = dossier.awaitedOrFirst.map { milestone in
                JSONValue.object([
                    ("step", .string(milestone.rawValue)), ("label", .string(milestone.label)),
                    ("by", .string(milestone.party.rawValue)),
                ])
            }
            members.append(
                (
                    "dossier",
                    .object([
                        ("id", .string(dossier.id)), ("name", .string(dossier.name)), ("uri", .optional(dossier.uri)),
                        ("active", .bool(dossier.uri.flatMap { state.bestuur(uri: $0) }?.status == .actief)),
                        ("awaited", .array(awaited)),
                    ])
                ))
        }
        if let bestuur = state.bestuur(uri: dossier?.uri ?? entry.subject) {
            members.append(
                (
                    "bestuur",
                    .object([
                        ("uri", .string(bestuur.uri)), ("uuid", .string(bestuur.uuid)), ("name", .string(bestuur.name)),
                        ("type", .string(bestuur.type.slug)), ("status", .string(bestuur.status.rawValue)),
                        ("kbo", .optional(bestuur.kbo?.description)), ("ovo", .optional(bestuur.ovo?.description)),
                    ])
                ))
        }
        return JSONValue.object(members).bytes()
    }
}
