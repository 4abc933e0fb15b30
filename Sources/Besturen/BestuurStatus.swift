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

    /// The concept in the code list; nil for `onbekend`, which is never written.
    package var conceptURI: String? {
        switch self {
        case .inOprichting: BestuurStatus.concepts + "abf4fee82019f88cf122f986830621ab"
        case .actief: BestuurStatus.concepts + "63cc561de9188d64ba5840a42ae8f0d6"
        case .nietActief: BestuurStatus.concepts + "d02c4e12bf88d2fdf5123b07f29c9311"
        case .onbekend: nil
        }
    }

    /// Reads a label, the spelling of test suites, or a concept URI; nil for anything else. `onbekend` is never written.
    package init?(_ text: String) {
        let text = ExactText(text)
        let match = BestuurStatus.allCases.first { status in
            guard let concept = status.conceptURI else { return false }
            return [status.label, status.rawValue, concept].contains { ExactText($0) == text }
        }
        guard let match else { return nil }
        self = match
    }

    private static let concepts = "http://lblod.data.gift/concepts/"
}
