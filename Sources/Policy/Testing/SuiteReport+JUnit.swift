extension SuiteReport {
    var junit: String {
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        let empty = results.count(where: \.cells.isEmpty)
        lines.append("<testsuites tests=\"\(cellCount + empty)\" failures=\"\(failureCount + empty)\">")
        for result in results {
            let name = SuiteReport.xml(result.suite)
            let counts =
                "tests=\"\(max(1, result.cells.count))\" failures=\"\(max(result.failures.count, result.cells.isEmpty ? 1 : 0))\""
            lines.append("  <testsuite name=\"\(name)\" \(counts) file=\"\(SuiteReport.xml(result.file))\">")
            if result.cells.isEmpty {
                // Build servers read an empty suite as a passed one.
                lines.append("    <testcase classname=\"\(name)\" name=\"the suite has tests\">")
                lines.append("      <failure message=\"the suite checks nothing\"/>")
                lines.append("    </testcase>")
            }
            for cell in result.cells {
                let attributes =
                    "classname=\"\(name).\(SuiteReport.xml(cell.test))\" name=\"\(SuiteReport.xml(cell.title))\" "
                    + "file=\"\(SuiteReport.xml(cell.location.file))\" line=\"\(cell.location.line)\""
                guard let failure = cell.failure else {
                    lines.append("    <testcase \(attributes)/>")
                    continue
                }
                lines.append("    <testcase \(attributes)>")
                let text = SuiteReport.xml(SuiteReport.detail(of: cell).joined(separator: "\n"))
                lines.append("      <failure message=\"\(SuiteReport.xml(failure))\">\(text)</failure>")
                lines.append("    </testcase>")
            }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text for an attribute or element of XML 1.0, which has no way at all to write most control characters.
    private static func xml(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
