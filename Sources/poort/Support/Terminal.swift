import Foundation
import JOSE

/// Where commands print: results on standard output, everything else on standard error.
enum Terminal {
    static func print(_ text: String) { write(text + "\n") }

    /// The same for text that has its line ends.
    static func write(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            // What could not be said must not look like success, nor print what is in memory.
            self.error("error: standard output cannot be written to")
            exit(Outcome.internal.rawValue)
        }
    }

    /// Lines of text; what files and tokens brought into them cannot act on a terminal.
    static func error(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((shownLines(text) + "\n").utf8))
    }

    /// Text from a token or a file, safe to show: control characters and everything a terminal could act on become
    /// escapes (CWE-150).
    static func shown(_ text: String) -> String {
        escaped(text) { "\\u{\(String($0.value, radix: 16))}" }
    }

    /// The same for several lines.
    static func shownLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { shown(String($0)) }.joined(separator: "\n")
    }

    /// The same for JSON, which stays what it is: in its strings such characters are written as `\u202e`.
    static func json(_ text: String) -> String {
        escaped(text, keeping: "\n") { scalar in
            UTF16.encode(scalar)?.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() ?? ""
        }
    }

    static func json(_ value: JSONValue) -> String { json(value.pretty) }

    private static func escaped(
        _ text: String, keeping kept: Unicode.Scalar? = nil, _ escape: (Unicode.Scalar) -> String
    ) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == kept || isPrintable(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += escape(scalar)
            }
        }
        return result
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
