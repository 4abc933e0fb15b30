import NIOCore

/// Which of the two languages of the pages a person reads rather, from `Accept-Language` (RFC 9110 section 12.5.4). It decides
/// only in which language something is said, so it reads leniently.
package enum AcceptedLanguage: String, Sendable, CaseIterable {
    case dutch = "nl"
    case english = "en"

    /// Dutch, unless English is wanted more.
    package init(_ value: Substring) {
        var weights: [AcceptedLanguage: Double] = [:]
        for element in value.utf8.split(separator: UInt8(ascii: ",")).prefix(32) {
            let parts = element.split(separator: UInt8(ascii: ";"))
            guard let range = parts.first.map({ String(decoding: $0, as: UTF8.self).lowercased() }) else { continue }
            let tag = range.filter { !$0.isWhitespace }
            var weight = 1.0
            for part in parts.dropFirst() {
                let parameter = String(decoding: part, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
                if parameter.hasPrefix("q=") { weight = Double(parameter.dropFirst(2)) ?? 0 }
            }
            let language = Self.allCases.first { tag == $0.rawValue || tag.hasPrefix($0.rawValue + "-") }
            if let language { weights[language] = max(weights[language] ?? 0, weight) }
        }
        self = (weights[.english] ?? 0) > (weights[.dutch] ?? 0) ? .english : .dutch
    }
}

extension RequestHead {
    /// The language that the client's person reads rather.
    package var acceptedLanguage: AcceptedLanguage {
        value(.acceptLanguage).map { AcceptedLanguage(text($0)[...]) } ?? .dutch
    }
}
