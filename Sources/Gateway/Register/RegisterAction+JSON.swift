package import Besturen
package import JOSE

extension RegisterAction {
    /// As it stands in the journal. The members and their order never change: the hash of an entry is over these bytes.
    package var json: JSONValue {
        switch self {
        case .open(let name, let announced):
            .object([
                ("action", "open"), ("name", .string(name)),
                ("announced", announced.map { .string($0.description) } ?? .null),
            ])
        case .step(let step): .object([("action", "step")] + Self.members(step))
        case .record(let bestuur, let source):
            .object([("action", "record"), ("source", .string(source)), ("bestuur", bestuur.journalJSON)])
        case .amend(let amendment, let reason):
            .object([("action", "amend"), Self.member(amendment), ("reason", .string(reason))])
        case .merge(let successor, let reason):
            .object([("action", "merge"), ("into", .string(successor)), ("reason", .string(reason))])
        }
    }

    private static func members(_ step: OnboardingStep) -> [(String, JSONValue)] {
        switch step {
        case .approve(let decision): [("step", "approve"), ("decision", .string(decision))]
        case .notifyLoket: [("step", "notify-loket")]
        case .mintURI(let uri): [("step", "mint-uri"), ("uri", .string(uri))]
        case .confirmKalliope: [("step", "confirm-kalliope")]
        case .requestAccess(let reference): [("step", "request-access"), ("reference", .string(reference))]
        case .verify: [("step", "verify")]
        case .reportBack(let ovo, let type):
            [("step", "report-back"), ("ovo", text(ovo)), ("type", .string(type.slug))]
        case .connect(let kbo): [("step", "connect"), ("kbo", .string(kbo.description))]
        case .refuse(let track, let reason):
            [("step", "refuse"), ("track", .string(track.rawValue)), ("reason", .string(reason))]
        case .withdraw(let track, let reason):
            [("step", "withdraw"), ("track", .string(track.rawValue)), ("reason", .string(reason))]
        case .correct(let correction, let reason):
            [("step", "correct")] + [member(correction)] + [("reason", .string(reason))]
        }
    }

    private static func member(_ correction: OnboardingStep.Correction) -> (String, JSONValue) {
        switch correction {
        case .decision(let text): ("decision", .string(text))
        case .reference(let text): ("reference", .string(text))
        case .ovo(let ovo): ("ovo", text(ovo))
        case .type(let type): ("type", .string(type.slug))
        case .kbo(let kbo): ("kbo", .string(kbo.description))
        case .announced(let number): ("announced", number.map { .string($0.description) } ?? .null)
        }
    }

    private static func member(_ amendment: RegisterAmendment) -> (String, JSONValue) {
        switch amendment {
        case .name(let name): ("name", .string(name))
        case .kbo(let number): ("kbo", number.map { .string($0.description) } ?? .null)
        case .ovo(let code): ("ovo", text(code))
        case .status(let status): ("status", .string(status.rawValue))
        case .viewOnly(let roles): ("view_only", .strings(sorted(roles)))
        }
    }

    private static func sorted(_ texts: Set<String>) -> [String] {
        texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func text(_ ovo: OVOCode?) -> JSONValue { ovo.map { .string($0.description) } ?? .null }

    /// Nil for anything that ``json`` does not write.
    package init?(_ json: JSONValue) {
        self.init(anyOrder: json)
        // One text for each action: whatever else it held would not be hashed.
        guard self.json.bytes() == json.bytes() else { return nil }
    }

    /// As somebody writes it who asks for it to be done: the members in any order, and numbers in any notation that is read.
    /// Nil when a member is missing, unknown, or has no such value.
    package init?(anyOrder json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        switch text("action") {
        case "open":
            guard let name = text("name"), let announced = Self.number(json["announced"]) else { return nil }
            self = .open(name: name, announced: announced)
        case "record":
            guard let source = text("source"), let bestuur = json["bestuur"].flatMap(Bestuurseenheid.init(journal:))
            else { return nil }
            self = .record(bestuur, source: source)
        case "amend":
            guard let reason = text("reason"), let amendment = Self.amendment(json) else { return nil }
            self = .amend(amendment, reason: reason)
        case "merge":
            guard let successor = text("into"), let reason = text("reason") else { return nil }
            self = .merge(into: successor, reason: reason)
        case "step":
            guard let step = Self.step(json) else { return nil }
            self = .step(step)
        default: return nil
        }
        guard let given = json.objectValue, let written = self.json.objectValue,
            Set(given.names) == Set(written.names)
        else { return nil }
    }

    /// Nil for what is neither a number nor nothing.
    private static func number(_ json: JSONValue?) -> KBONummer?? {
        switch json {
        case .null?: .some(nil)
        case .string(let text)?: KBONummer(text).map { .some($0) } ?? nil
        default: nil
        }
    }

    private static func code(_ json: JSONValue?) -> OVOCode?? {
        switch json {
        case .null?: .some(nil)
        case .string(let text)?: OVOCode(text).map { .some($0) } ?? nil
        default: nil
        }
    }

    private static func amendment(_ json: JSONValue) -> RegisterAmendment? {
        if let name = json["name"]?.stringValue { return .name(name) }
        if let number = number(json["kbo"]) { return .kbo(number) }
        if let code = code(json["ovo"]) { return .ovo(code) }
        if let status = json["status"]?.stringValue { return BestuurStatus(rawValue: status).map { .status($0) } }
        guard let roles = json["view_only"]?.arrayValue else { return nil }
        let names = roles.compactMap(\.stringValue)
        // A role that is no text, left out, would open the module for writing.
        guard names.count == roles.count else { return nil }
        return .viewOnly(Set(names))
    }

    private static func step(_ json: JSONValue) -> OnboardingStep? {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        let reason = text("reason")
        let track = text("track").flatMap(Track.init(rawValue:))
        switch text("step") {
        case "approve": return text("decision").map { .approve(decision: $0) }
        case "notify-loket": return .notifyLoket
        case "mint-uri": return text("uri").map { .mintURI($0) }
        case "confirm-kalliope": return .confirmKalliope
        case "request-access": return text("reference").map { .requestAccess(reference: $0) }
        case "verify": return .verify
        case "report-back":
            guard let type = text("type").flatMap(Bestuurstype.init(slug:)), let code = code(json["ovo"]) else {
                return nil
            }
            return .reportBack(ovo: code, type: type)
        case "connect": return text("kbo").flatMap { KBONummer($0) }.map { .connect(kbo: $0) }
        case "refuse":
            guard let track, let reason else { return nil }
            return .refuse(track, reason: reason)
        case "withdraw":
            guard let track, let reason else { return nil }
            return .withdraw(track, reason: reason)
        case "correct":
            guard let reason else { return nil }
            if let decision = text("decision") { return .correct(.decision(decision), reason: reason) }
            if let reference = text("reference") { return .correct(.reference(reference), reason: reason) }
            if let type = text("type").flatMap(Bestuurstype.init(slug:)) {
                return .correct(.type(type), reason: reason)
            }
            if let kbo = text("kbo").flatMap({ KBONummer($0) }) { return .correct(.kbo(kbo), reason: reason) }
            if let announced = number(json["announced"]) { return .correct(.announced(announced), reason: reason) }
            return code(json["ovo"]).map { .correct(.ovo($0), reason: reason) }
        default: return nil
        }
    }
}
