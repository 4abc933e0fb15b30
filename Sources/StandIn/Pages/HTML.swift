/// Markup. Text that is put into it is escaped; only other markup is taken as it is.
///
/// So whoever writes a page cannot forget it: `"<p>\(name)</p>"` is safe whatever the name.
struct HTML: Sendable, Equatable {
    /// The markup as text.
    let text: String

    /// - Parameter text: is taken as it is.
    init(markup text: String) { self.text = text }

    static let nothing = HTML(markup: "")

    /// Text with the five characters escaped that mean something in elements and quoted attributes.
    static func escaped(_ text: String) -> HTML {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return HTML(markup: result)
    }
}

extension HTML: ExpressibleByStringInterpolation {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value).text }

        mutating func appendInterpolation(_ value: Int64) { text += String(value) }

        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }

        mutating func appendInterpolation(_ markup: [HTML]) { text += markup.map(\.text).joined(separator: "\n") }
    }

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
}
