package import Besturen
import JOSE

/// What an entry of the journal says was done.
package enum RegisterAction: Hashable, Sendable {
    /// A dossier was opened for a bestuur that is not there yet.
    case open(name: String)
    case step(OnboardingStep)

    /// As it stands in the journal. The members and their order never change: the hash of an entry is over these bytes.
    var json: JSONValue {
        switch self {
        case .open(let name): .object([("action", "open"), ("name", .string(name))])
        case .step(let step): .object([("action", "step")] + Self.members(step))
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
        }
    }

    private static func text(_ ovo: OVOCode?) -> JSONValue { ovo.map { .string($0.description) } ?? .null }

    /// Nil for anything that ``json`` does not write.
    init?(_ json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        switch text("action") {
        case "open":
            guard let name = text("name") else { return nil }
            self = .open(name: name)
        case "step":
            guard let step = Self.step(json) else { return nil }
            self = .step(step)
        default: return nil
        }
        // One text for each action: whatever else it held would not be hashed.
        guard self.json == json else { return nil }
    }

    private static func step(_ json: JSONValue) -> OnboardingStep? {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        func ovo() -> OVOCode?? {
            switch json["ovo"] {
            case .null?: .some(nil)
            case .string(let code)?: OVOCode(code).map { .some($0) } ?? nil
            default: nil
            }
        }
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
            guard let type = text("type").flatMap(Bestuurstype.init(slug:)), let code = ovo() else { return nil }
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
            return ovo().map { .correct(.ovo($0), reason: reason) }
        default: return nil
        }
    }
}
