/// Something in a document that keeps it from being loaded, in words for whoever wrote it.
package struct Mistake: Hashable, Sendable, CustomStringConvertible {
    package let location: SourceLocation
    /// What is wrong, with the document's own words in backticks.
    package let message: String
    /// What to do about it, where that can be said.
    package let hint: String?
    /// The name that was probably meant, for a misspelled one.
    package let suggestion: String?

    package init(location: SourceLocation, message: String, hint: String? = nil, suggestion: String? = nil) {
        self.location = location
        self.message = message
        self.hint = hint
        self.suggestion = suggestion
    }

    /// `file:line:column: error: message`, with the hint on a line of its own.
    package var description: String {
        var text = "\(location): error: \(message)"
        if let suggestion {
            text += "\n    hint: did you mean `\(suggestion)`?"
        }
        if let hint {
            text += "\n    hint: \(hint)"
        }
        return text
    }
}

/// All mistakes of a document that could not be loaded, in the order of the document.
package struct DocumentMistakes: Error, Hashable, Sendable, CustomStringConvertible {
    package let mistakes: [Mistake]

    package init(_ mistakes: [Mistake]) {
        self.mistakes = mistakes.sorted {
            ($0.location.file, $0.location.line, $0.location.column) < (
                $1.location.file, $1.location.line, $1.location.column
            )
        }
    }

    package var description: String {
        mistakes.map(\.description).joined(separator: "\n")
    }
}
