/// The findings on a document, told apart by whether its owner has said that they are meant.
package struct FindingReport: Sendable {
    /// A finding that a comment silences.
    package struct Silenced: Hashable, Sendable {
        package let finding: Finding
        package let because: String
    }

    /// In the order of the document.
    package let findings: [Finding]
    package let silenced: [Silenced]

    /// `text` is the text that the policy was read from, for the comments in it.
    package init(_ policy: PolicySet, text: String) {
        self.init(policy.findings(), file: policy.file, text: text)
    }

    /// The same for findings on any document.
    package init(_ findings: [Finding], file: String, text: String) {
        let comments = AllowComment.all(file: file, text: text)
        var used: Set<Int> = []
        var open: [Finding] = []
        var silenced: [Silenced] = []
        for finding in findings {
            var because: String?
            for (index, comment) in comments.enumerated() {
                guard case .allow(finding.code, let reason) = comment.content, comment.isAbout(finding) else {
                    continue
                }
                used.insert(index)
                because = because ?? reason
            }
            if let because {
                silenced.append(Silenced(finding: finding, because: because))
            } else {
                open.append(finding)
            }
        }
        for (index, comment) in comments.enumerated() where !used.contains(index) {
            open.append(comment.finding)
        }
        self.findings = open.sorted {
            ($0.location.line, $0.location.column, $0.code.rawValue, $0.message) < (
                $1.location.line, $1.location.column, $1.code.rawValue, $1.message
            )
        }
        self.silenced = silenced
    }

    package func count(_ severity: Finding.Severity) -> Int { findings.count { $0.severity == severity } }

    /// A silenced finding as JSON, with the reason.
    package static func json(_ silenced: Silenced) -> JSONText {
        silenced.finding.json(allowedBecause: silenced.because)
    }
}

extension AllowComment {
    /// A finding about the policy as a whole stands at its very beginning, and is silenced at the top of the file.
    fileprivate func isAbout(_ finding: Finding) -> Bool {
        guard finding.canBeAllowed else { return false }
        let isAboutAll = finding.location.line == 1 && finding.location.column == 1
        return finding.location.line == line || (isAboutAll && isAtTop)
    }

    /// What is said of a comment that silences nothing.
    fileprivate var finding: Finding {
        switch content {
        case .malformed(let message, let hint):
            return Finding(code: .allowMalformed, location: location, message: message, hint: hint)
        case .allow(let code, _):
            let place = line.map { "line \($0)" } ?? "the end of the file"
            return Finding(
                code: .allowUnused, location: location,
                message: "`allow \(code.rawValue)` silences nothing: \(place) has no such finding",
                hint: "remove it, or move it to the line of the finding or above")
        }
    }
}
