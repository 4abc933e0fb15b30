import Policy
import Testing

/// A document with one mistake, marked, and what must be said about it.
struct FaultyDocument: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let message: String
    /// A part of the hint; nil when there is none.
    let hint: String?
    let suggestion: String?

    init(_ name: String, _ text: String, _ message: String, hint: String? = nil, suggestion: String? = nil) {
        self.name = name
        self.text = text
        self.message = message
        self.hint = hint
        self.suggestion = suggestion
    }

    var testDescription: String { name }

    /// Expects exactly this mistake, at the marked place.
    func expect(_ mistakes: [Mistake], file: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        #expect(mistakes.count == 1, "\(DocumentMistakes(mistakes))", sourceLocation: sourceLocation)
        guard let mistake = mistakes.first else { return }
        let place = MarkedText(text).place
        #expect(mistake.message == message, sourceLocation: sourceLocation)
        #expect(mistake.location.line == place?.line, "\(mistake)", sourceLocation: sourceLocation)
        #expect(mistake.location.column == place?.column, "\(mistake)", sourceLocation: sourceLocation)
        #expect(mistake.location.file == file, sourceLocation: sourceLocation)
        #expect(mistake.suggestion == suggestion, "\(mistake)", sourceLocation: sourceLocation)
        if let hint {
            #expect(mistake.hint?.contains(hint) == true, "\(mistake)", sourceLocation: sourceLocation)
        } else {
            #expect(mistake.hint == nil, "\(mistake)", sourceLocation: sourceLocation)
        }
        let shown = "\(file):\(place?.line ?? 0):\(place?.column ?? 0)"
        #expect(mistake.description.hasPrefix("\(shown): error: \(message)"), sourceLocation: sourceLocation)
        if let suggestion {
            #expect(mistake.description.contains("did you mean `\(suggestion)`?"), sourceLocation: sourceLocation)
        }
    }
}
