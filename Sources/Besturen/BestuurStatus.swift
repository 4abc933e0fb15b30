/// Where a bestuur stands in its life (`regorg:orgStatus`). Only `actief` opens anything.
package enum BestuurStatus: String, CaseIterable, Hashable, Sendable {
    case inOprichting = "in-oprichting"
    case actief
    case nietActief = "niet-actief"
    /// The source does not say. It counts as not active: a doubt opens nothing.
    case onbekend

    /// The label in the code list.
    package var label: String {
        switch self {
        case .inOprichting: "In oprichting"
        case .actief: "Actief"
        case .nietActief: "Niet Actief"
        case .onbekend: "Onbekend"
        }
    }

    /// Reads a label, the spelling of test suites, or a concept URI; nil for anything else. `onbekend` is never written.
    package init?(_ text: String) {
        switch ExactText(text) {
        case ExactText("Actief"), ExactText("actief"), BestuurStatus.concept("63cc561de9188d64ba5840a42ae8f0d6"):
            self = .actief
        case ExactText("Niet Actief"), ExactText("niet-actief"),
            BestuurStatus.concept("d02c4e12bf88d2fdf5123b07f29c9311"):
            self = .nietActief
        case ExactText("In oprichting"), ExactText("in-oprichting"),
            BestuurStatus.concept("abf4fee82019f88cf122f986830621ab"):
            self = .inOprichting
        default:
            return nil
        }
    }

    private static func concept(_ code: String) -> ExactText {
        ExactText("http://lblod.data.gift/concepts/" + code)
    }
}
