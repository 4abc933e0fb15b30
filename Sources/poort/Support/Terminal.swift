import Foundation

/// Where commands print: results on standard output, everything else on standard error.
enum Terminal {
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func error(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Text from a token or a file, safe to show: control characters and everything a terminal could act on become
    /// escapes (CWE-150).
    static func shown(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isPrintable: Bool
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                isPrintable = false
            default: isPrintable = true
            }
            if isPrintable {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}
