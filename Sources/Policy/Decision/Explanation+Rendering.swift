extension Explanation {
    /// For people: the verdict first, then everything it rests on.
    package var text: String {
        var lines: [String] = []
        if let grantedBy {
            lines.append("ALLOWED  \(grantedByID == nil ? "because" : "by") \(grantedBy)")
        } else {
            lines.append("REFUSED  \(code?.rawValue ?? ""): \(refusals.first?.english ?? "")")
            for refusal in refusals.dropFirst() {
                lines.append("  also   \(refusal.code.rawValue): \(refusal.english)")
            }
            if let code { lines.append("  mended by \(code.mendedBy.english)") }
        }
        if let route {
            let host = route.host.map { "\($0):" } ?? ""
            lines.append("  route  \(host)\(route.pattern) (\(route.methods)), \(route.location)")
            lines.append("  admits \(route.access)")
            // Long, and of interest only when it is what refuses.
            if let rules = route.jsonAPI, refusals.contains(where: \.code.isOfRelatedData) {
                lines.append("  related \(rules)")
            }
            if let why = route.why { lines.append("  why    \(why)") }
        } else {
            lines.append("  route  none")
        }
        if let bestuur {
            lines.append(
                "  for    \(bestuur.name) (\(bestuur.type), \(bestuur.status)), doelgroep \(doelgroep ?? "none")")
        }
        for candidate in candidates {
            let verdict =
                candidate.failed.isEmpty
                ? "grants" + (candidate.isReadOnly ? " reading" : "")
                : candidate.failed.map(\.rawValue).joined(separator: ", ")
            lines.append("  \(candidate.kind.rawValue) \(candidate.id): \(verdict)")
        }
        if !rolesForOtherBestuur.isEmpty {
            lines.append(
                "  held for another organisation: "
                    + rolesForOtherBestuur.map(Explanation.shown).joined(separator: ", "))
        }
        for role in ignoredRoles {
            let nearest = role.nearest.map { "; did you mean `\($0)`?" } ?? ""
            lines.append("  ignored role \(Explanation.shown(role.name))\(nearest)")
        }
        return lines.joined(separator: "\n")
    }

    /// With a stable schema: members are added, never renamed.
    package var json: JSONText {
        .object([
            ("decision", .string(isAllowed ? "allow" : "deny")),
            ("code", .optional(code?.rawValue)),
            ("method", .string(method.description)),
            ("granted_by", .optional(grantedByID)),
            ("read_only", grant.map { .bool($0.isReadOnly) } ?? .null),
            ("refusals", .array(refusals.map(Explanation.json))),
            ("route", route.map(Explanation.json) ?? .null),
            (
                "bestuur",
                bestuur.map {
                    .object([
                        ("name", .string($0.name)), ("uri", .string($0.uri)), ("type", .string($0.type)),
                        ("status", .string($0.status)),
                    ])
                } ?? .null
            ),
            ("doelgroep", .optional(doelgroep)),
            ("considered", .array(candidates.map(Explanation.json))),
            ("held_roles", .strings(heldRoles)),
            ("roles_for_other_bestuur", .strings(rolesForOtherBestuur)),
            (
                "ignored_roles",
                .array(ignoredRoles.map { .object([("name", .string($0.name)), ("nearest", .optional($0.nearest))]) })
            ),
        ])
    }

    private static func json(_ refusal: AccessRefusal) -> JSONText {
        .object([
            ("code", .string(refusal.code.rawValue)), ("english", .string(refusal.english)),
            ("dutch", .string(refusal.dutch)), ("mended_by", .string(refusal.code.mendedBy.rawValue)),
        ])
    }

    private static func json(_ route: RouteFacts) -> JSONText {
        .object([
            ("pattern", .string(route.pattern)), ("host", .optional(route.host)), ("methods", .string(route.methods)),
            ("access", .string(route.access)), ("upstream", .optional(route.upstream)),
            ("group", .optional(route.group)), ("why", .optional(route.why)),
            ("json_api", .optional(route.jsonAPI)),
            ("file", .string(route.location.file)), ("line", .number(route.location.line)),
        ])
    }

    private static func json(_ candidate: Candidate) -> JSONText {
        .object([
            ("kind", .string(candidate.kind.rawValue)), ("id", .string(candidate.id)),
            ("label", .string(candidate.label)), ("role", .optional(candidate.role)),
            ("failed", .strings(candidate.failed.map(\.rawValue))), ("read_only", .bool(candidate.isReadOnly)),
        ])
    }

    /// A role name from a token in backticks, bounded, with whatever could move a terminal made visible.
    private static func shown(_ name: String) -> String {
        var text = "`"
        for scalar in name.unicodeScalars.prefix(100) {
            text += scalar.value >= 0x20 && scalar.value < 0x7F ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return text + "`"
    }
}
