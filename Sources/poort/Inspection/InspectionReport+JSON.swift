import Besturen
import JOSE
import Policy

extension InspectionReport {
    /// The stable form, described in `Schemas/token-inspection.schema.json`: members are added, never renamed.
    var json: JSONValue { .object(verdict + content + meaning) }

    private var verdict: [(String, JSONValue)] {
        var codes = inspection.failures
        if codes.isEmpty, let code { codes = [code] }
        return [
            ("result", .string(result)),
            ("valid", .bool(isAccepted)),
            ("code", .optional(code?.rawValue)),
            ("codes", .strings(codes.map(\.rawValue))),
            ("detail", .optional(detail)),
            ("left_out", .strings(leftOut)),
            ("remedy", .optional(remedies.first?.text)),
            ("mended_by", .optional(remedies.first?.by.rawValue)),
            (
                "remedies",
                .array(
                    remedies.map {
                        .object([
                            ("code", .string($0.code.rawValue)), ("text", .string($0.text)),
                            ("mended_by", .string($0.by.rawValue)),
                        ])
                    })
            ),
            ("exit_code", .integer(Int(outcome?.rawValue ?? 0))),
            ("at", .string("\(now)")),
            ("not_compared", .strings(uncompared.map(\.rawValue))),
            ("checks", .array(inspection.checks.map(Self.json))),
        ]
    }

    private var content: [(String, JSONValue)] {
        [
            ("header", inspection.header ?? .null),
            ("header_text", Self.text(inspection.headerContent)),
            ("claims", inspection.claims ?? .null),
            ("claims_text", Self.text(inspection.claimsContent)),
            ("dates", .array(inspection.dates.map(json))),
        ]
    }

    private var meaning: [(String, JSONValue)] {
        let roles = self.roles.map { JSONValue.array($0.map(json)) }
        return [
            ("bestuur", bestuur.map(json) ?? .null), ("roles", roles ?? .null),
            ("decision", decision.map(json) ?? .null),
        ]
    }

    /// Whatever is hidden in the token is hidden in all that is said about it. Our own words are left alone: no token can
    /// hide the verdict by having it as its national number.
    private func shown(_ text: String) -> JSONValue { .string(inspection.redaction.apply(to: text)) }

    private var result: String {
        switch inspection.verdict {
        case .accepted: "accepted"
        case .refused: "refused"
        case .unverified: "unverified"
        }
    }

    private static func json(_ check: TokenInspection.Check) -> JSONValue {
        .object([
            ("name", .string(check.name)), ("outcome", .string(check.outcome.rawValue)),
            ("code", .optional(check.code?.rawValue)), ("text", .string(check.text)),
        ])
    }

    private static func text(_ content: TokenInspection.Content) -> JSONValue {
        if case .text(let text) = content { .string(text) } else { .null }
    }

    private func json(_ date: ClaimDate) -> JSONValue {
        var time: String?
        var seconds: JSONValue = .null
        if case .instant(let instant) = date.value {
            time = "\(instant)"
            seconds = .integer(instant.seconds(since: now))
        }
        return .object([
            ("claim", .string(date.claim)), ("time", .optional(time)), ("seconds_from_now", seconds),
            ("text", .string(date.text + (date.distance(from: now).map { ", \($0)" } ?? ""))),
        ])
    }

    private func json(_ finding: BestuurFinding) -> JSONValue {
        let (outcome, code, besturen): (String, String?, [Bestuurseenheid]) =
            switch finding {
            case .absent: ("absent", nil, [])
            case .notACode: ("not_a_code", nil, [])
            case .unknown(let code): ("unknown", "\(code)", [])
            case .pending(let code, _): ("pending", "\(code)", [])
            case .found(let code, let bestuur): ("found", "\(code)", [bestuur])
            case .conflict(let code, let besturen): ("conflict", "\(code)", besturen)
            }
        return .object([
            ("outcome", .string(outcome)), ("code", code.map(shown) ?? .null),
            (
                "besturen",
                .array(
                    besturen.map {
                        .object([
                            ("name", .string($0.name)), ("uri", .string($0.uri)), ("type", .string($0.type.label)),
                            ("status", .string($0.status.label)),
                        ])
                    })
            ),
        ])
    }

    private func json(_ role: RoleExplanation) -> JSONValue {
        .object([
            ("value", shown(role.value)), ("role", shown(role.name)), ("known", .bool(role.isKnown)),
            ("holds", .bool(role.holds)), ("nearest", .optional(role.nearest)), ("retired", .optional(role.retired)),
            ("opens", .array(role.openings.map(Self.json))),
        ])
    }

    private static func json(_ opening: RoleExplanation.Opening) -> JSONValue {
        let (access, reasons): (String, [AccessReasonCode]) =
            switch opening.access {
            case .granted(isReadOnly: true): ("read", [])
            case .granted(isReadOnly: false): ("write", [])
            case .refused(let codes): ("closed", codes)
            case .unknown: ("unknown", [])
            }
        return .object([
            ("kind", .string(opening.kind.rawValue)), ("id", .string(opening.id)), ("label", .string(opening.label)),
            ("external", .bool(opening.isExternal)), ("access", .string(access)),
            ("reasons", .strings(reasons.map(\.rawValue))),
        ])
    }

    private func json(_ decision: DecisionFinding) -> JSONValue {
        var members: [(String, JSONValue)] = [("request", .string(decision.request))]
        switch decision.answer {
        case .forwarded: members += [("answer", "forwarded"), ("status", .null), ("code", .null)]
        case .refused(let status, let code):
            members += [("answer", "refused"), ("status", .integer(status)), ("code", .string(code))]
        case .unknown: members += [("answer", "unknown"), ("status", .null), ("code", .null)]
        }
        members.append(("needs_token", .bool(decision.needsToken)))
        members.append(
            (
                "needed",
                .array(
                    decision.needs.map {
                        .object([
                            ("code", .string($0.code)), ("text", shown($0.text)),
                            ("mended_by", .string($0.mendedBy.rawValue)),
                        ])
                    })
            ))
        if case .policy(let explanation, _) = decision.basis {
            // The explanation writes its own JSON, which is read back to stand beside the rest.
            let policy = (try? JSONValue.parse(Array(explanation.json.text.utf8))) ?? .null
            members.append(("policy", inspection.redaction.apply(to: policy)))
        } else {
            members.append(("policy", .null))
        }
        return .object(members)
    }
}
