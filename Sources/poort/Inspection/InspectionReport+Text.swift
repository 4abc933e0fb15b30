import Besturen
import HTTPWire
import JOSE
import Policy

extension InspectionReport {
    /// For people: verdict and content, never one without the other.
    func text(_ style: Style) -> String {
        var sections = [head(style), checks(style), part("HEADER", inspection.headerContent, style)]
        sections.append(part("CLAIMS", inspection.claimsContent, style))
        sections.append(dates(style))
        sections.append(bestuurLines(style))
        sections.append(roleLines(style))
        sections.append(decisionLines(style))
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// For scripts: the verdict on one line.
    func line(_ style: Style) -> String {
        guard let code else { return style.good("ACCEPTED") + comparisons }
        let word = inspection.refusal == nil ? style.doubtful("UNVERIFIED") : style.bad("REFUSED")
        let others = inspection.failures.dropFirst().map(\.rawValue)
        let also = others.isEmpty ? "" : "; also " + others.joined(separator: ", ")
        return "\(word)  \(code.rawValue): \(sentence(code))\(also)"
    }

    // MARK: Verdict and checks

    private func head(_ style: Style) -> [String] {
        let all = inspection.checks.count
        let failed = inspection.failedChecks.count
        let skipped = inspection.checks.count { $0.outcome == .skipped }
        let result = style.heading("RESULT") + "  "
        guard let code else {
            return ["\(result)\(style.good("ACCEPTED"))  \(all) of \(all) checks passed\(comparisons)"] + around(style)
        }
        var lines: [String] = []
        if inspection.refusal == nil {
            lines.append(
                "\(result)\(style.doubtful("UNVERIFIED"))  no check failed, \(skipped) of \(all) could not be made: "
                    + code.rawValue)
        } else {
            lines.append(
                "\(result)\(style.bad("REFUSED"))  \(failed) of \(all) checks failed: "
                    + inspection.failures.map(\.rawValue).joined(separator: ", "))
        }
        lines.append("\(style.heading("WHY"))     \(sentence(code))")
        let remedies = self.remedies
        for (index, remedy) in remedies.enumerated() {
            let number = remedies.count == 1 ? "" : "\(index + 1). "
            let title = index == 0 ? style.heading("MEND") + "    " : "        "
            lines.append("\(title)\(number)by \(remedy.by.name): \(remedy.text)")
        }
        return lines + around(style)
    }

    /// What was pasted along belongs beside the verdict: with it, the gateway would have said something else.
    private func around(_ style: Style) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        return [
            "\(style.heading("NOTE"))    judged without what stood around the token: \(leftOut.joined(separator: ", ")). "
                + "In a request nothing but `Authorization: Bearer TOKEN` counts"
        ]
    }

    private func sentence(_ code: TokenReasonCode) -> String {
        code.english + (detail.map { ": \(shown($0))" } ?? "")
    }

    /// What an accepted token was not compared with.
    private var comparisons: String {
        uncompared.isEmpty
            ? ""
            : "  not compared: " + uncompared.map { "\($0.rawValue) (give --\($0.rawValue))" }.joined(separator: ", ")
    }

    private func checks(_ style: Style) -> [String] {
        inspection.checks.map { check in
            let mark =
                switch check.outcome {
                case .ok: style.good(padded("ok", 6))
                case .fail: style.bad(padded("FAIL", 6))
                case .note: style.doubtful(padded("note", 6))
                case .skipped: style.faint(padded("--", 6))
                }
            let code = check.code.map { "  [\($0.rawValue)]" } ?? ""
            return mark + padded(check.name, 11) + shown(check.text) + code
        }
    }

    // MARK: Content

    private func part(_ title: String, _ content: TokenInspection.Content, _ style: Style) -> [String] {
        var heading = style.heading(title)
        if !isAccepted { heading += "  " + style.doubtful(distrust) }
        switch content {
        case .json(let value):
            return [heading] + Terminal.json(value).split(separator: "\n").map { "  \($0)" }
        case .text(let text): return ["\(heading), and no JSON that is accepted; as text:", "  \(shown(text))"]
        case .withheld:
            return [
                "\(heading), and no JSON that is accepted; as text it may hold a national number: --reveal shows it"
            ]
        case .binary(let count): return ["\(heading), and \(count) bytes that are no text"]
        case .absent: return ["\(heading), and nothing that can be read"]
        }
    }

    private var distrust: String {
        guard inspection.refusal != nil else { return "NOT TRUSTED: nothing proves it" }
        let failed = inspection.failedChecks.count
        return "NOT TRUSTED: \(failed) check\(failed == 1 ? "" : "s") failed"
    }

    private func dates(_ style: Style) -> [String] {
        guard !inspection.dates.isEmpty else { return [] }
        return [style.heading("DATES") + "  judged at \(Instant(unixSeconds: now.unixSeconds))"]
            + inspection.dates.map { date in
                let distance = date.distance(from: now).map { ", \($0)" } ?? ""
                return "  \(padded(date.claim, 12))\(date.text)\(distance)"
            }
    }

    // MARK: Bestuur and roles

    private func bestuurLines(_ style: Style) -> [String] {
        guard let bestuur else { return [] }
        let line: String
        switch bestuur {
        case .absent(let claim): line = "the token does not say which: the claim `\(claim)` is missing or no text"
        case .notACode(let claim, let text):
            line = "`\(claim)` is neither a KBO number nor an OVO code: \(shown(Quoted.text(text)))"
        case .unknown(let code): line = "\(shown("\(code)")): not in the register"
        case .pending(let code, let pending):
            line =
                "\(shown("\(code)")): \(shown(pending.name)) is being onboarded (dossier \(pending.dossier)), waiting for "
                + pending.awaited.map { "\($0.english), by \($0.party.english)" }.joined(separator: " and ")
        case .found(let code, let bestuur): line = "\(shown("\(code)")): \(Self.words(bestuur))"
        case .conflict(let code, let besturen):
            line =
                "\(shown("\(code)")): several besturen, none of which it means alone: "
                + besturen.map(Self.words).joined(separator: "; ")
        }
        return [style.heading("BESTUUR"), "  \(line)"]
    }

    private static func words(_ bestuur: Bestuurseenheid) -> String {
        Terminal.shown("\(bestuur.name) (\(bestuur.type.label), \(bestuur.status.label)), \(bestuur.uri)")
    }

    private func roleLines(_ style: Style) -> [String] {
        guard let roles else { return [] }
        let width = min(60, roles.map { shown($0.value).count }.max() ?? 0) + 2
        let lines = roles.map { "  " + padded(shown($0.value), width) + words($0, style) }
        return [style.heading("ROLES")] + (lines.isEmpty ? ["  none"] : lines)
    }

    private func words(_ role: RoleExplanation, _ style: Style) -> String {
        guard role.isKnown else {
            let nearest = role.nearest.map { "; did you mean `\($0)`?" } ?? ""
            return style.doubtful("UNKNOWN") + " to the policy\(nearest)"
        }
        if let why = role.retired { return "retired, opens nothing: \(shown(why))" }
        return role.openings.map { opening in
            let name =
                switch opening.kind {
                case .module:
                    "module \(opening.id) (\(shown(opening.label)))" + (opening.isExternal ? ", served elsewhere" : "")
                case .administrativeRole: "administrative role (\(shown(opening.label)))"
                case .loginRight: "the right to log in"
                }
            return "\(name): \(words(opening, style))"
        }.joined(separator: "; ")
    }

    private func words(_ opening: RoleExplanation.Opening, _ style: Style) -> String {
        switch opening.access {
        case .granted(isReadOnly: true): style.good("read")
        case .granted(isReadOnly: false): style.good(opening.kind == .module ? "read and write" : "granted")
        case .refused(let codes): style.bad("closed") + ", " + codes.map(\.rawValue).joined(separator: ", ")
        case .unknown: "not weighed without a bestuur"
        }
    }

    // MARK: Decision

    private func decisionLines(_ style: Style) -> [String] {
        guard let decision else { return [] }
        var lines = ["\(style.heading("DECISION"))  \(shown(decision.request)): \(words(decision.answer, style))"]
        switch decision.basis {
        case .target(let refusal): lines.append("  \(refusal.detail)")
        case .unread:
            lines.append("  the claims cannot be read, so nobody can say what they would open")
        case .policy(let explanation, _):
            if decision.needsToken, !isAccepted { lines.append("  were the token accepted:") }
            if !decision.needsToken, explanation.isAllowed {
                lines.append("  whatever the token: this route does not look at it")
            }
            lines += explanation.text.split(separator: "\n").map { "  \(shown(String($0)))" }
        }
        let needs = decision.needs
        if !needs.isEmpty { lines.append("  to pass, it takes") }
        for (index, need) in needs.enumerated() {
            lines.append("    \(index + 1). \(shown(need.text)) (by \(need.mendedBy.name))")
        }
        return lines
    }

    private func words(_ answer: DecisionFinding.Answer, _ style: Style) -> String {
        switch answer {
        case .forwarded: style.good("ALLOWED") + ", the gateway lets it through"
        case .refused(let status, let code):
            style.bad("REFUSED") + ", the gateway answers \(status) \(code)"
                + (isToldBriefly(code) ? " (token_invalid to the asker, unless refusals are explained in full)" : "")
        case .unknown: style.doubtful("UNVERIFIED") + ", nothing proves the token"
        }
    }

    /// What is wrong with a token is for the log; the asker hears it only from a gateway that explains refusals in full.
    private func isToldBriefly(_ code: String) -> Bool {
        guard let reason = TokenReasonCode(rawValue: code) else { return false }
        return ![.tokenMissing, .tokenExpired, .keysUnavailable].contains(reason)
    }

    /// Foreign text, with what is hidden taken out and nothing in it that a terminal could act on.
    private func shown(_ text: String) -> String { Terminal.shown(inspection.redaction.apply(to: text)) }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
