extension AccessRefusal {
    /// The changing parts of a sentence.
    struct Words {
        enum Language { case english, dutch }
        enum Joint { case and, or }

        private let facts: Facts
        private let language: Language

        init(_ facts: Facts, language: Language) {
            self.facts = facts
            self.language = language
        }

        /// The bestuur by name, or without one.
        var name: String {
            facts.bestuur ?? (language == .english ? "your bestuur" : "uw bestuur")
        }

        func modules(_ joint: Joint) -> String {
            guard !facts.modules.isEmpty else { return language == .english ? "this module" : "deze module" }
            let noun =
                switch (language, facts.modules.count) {
                case (_, 1): "module"
                case (.english, _): "modules"
                case (.dutch, _): "modules"
                }
            return (language == .english ? "the \(noun) " : "de \(noun) ") + list(facts.modules, joint)
        }

        func roles(_ joint: Joint) -> String {
            facts.roles.isEmpty
                ? (language == .english ? "for this address" : "voor dit adres") : list(facts.roles, joint)
        }

        /// Modules and administrative roles together.
        func things(_ joint: Joint) -> String {
            if facts.roles.isEmpty { return modules(joint) }
            let all = facts.modules + facts.roles
            return list(all, joint)
        }

        /// The verb that goes with `things(.and)`.
        var isAre: String {
            let several = facts.modules.count + facts.roles.count > 1
            return switch (language, several) {
            case (.english, false): "is"
            case (.english, true): "are"
            case (.dutch, false): "is"
            case (.dutch, true): "zijn"
            }
        }

        func list(_ items: [String], _ joint: Joint) -> String {
            let word =
                switch (language, joint) {
                case (.english, .and): "and"
                case (.english, .or): "or"
                case (.dutch, .and): "en"
                case (.dutch, .or): "of"
                }
            guard items.count > 1 else { return items.first ?? "" }
            return items.dropLast().joined(separator: ", ") + " \(word) " + items[items.count - 1]
        }
    }
}
