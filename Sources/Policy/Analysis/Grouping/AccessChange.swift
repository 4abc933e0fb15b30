/// Access that one policy gives and another does not, in one sentence.
package struct AccessChange: Sendable {
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        case gained, lost
    }

    package let direction: Direction
    /// The cells, as a product.
    package let box: CellBox
    /// Who, in words.
    package let who: String
    /// `READ`, `WRITE`, `READ and WRITE`, with the methods where they are not all that the route admits.
    package let access: String
    /// Paths, modules and groups, in words.
    package let what: [String]
    /// The paths, all of them.
    package let paths: [String]
    /// For which besturen, in words; empty when nobody acts for one.
    package let conditions: String
    /// Somebody whose access changed, under the policy that allows it.
    package let example: CellExample
    /// Why the other policy refuses the example.
    package let refusal: AccessReasonCode?

    package var cellCount: Int { box.cellCount }

    /// The whole change in one sentence, without a final stop. Long lists of paths are cut after `limit`.
    package func sentence(limit: Int = 12) -> String {
        var shown = what
        if shown.count > limit { shown = shown.prefix(limit - 1) + ["\(what.count - limit + 1) more"] }
        let verb = direction == .gained ? "may now" : "may no longer"
        let cells = cellCount == 1 ? "1 cell" : "\(cellCount) cells"
        return "\(who) \(verb) \(access) \(shown.joined(separator: ", "))\(conditions): \(cells)"
    }

    /// Groups changed cells of a domain whose first policy is the old one, and whose second is the new.
    package static func group(
        gained: some Sequence<AccessDomain.Cell>, lost: some Sequence<AccessDomain.Cell>, in domain: AccessDomain
    ) -> [AccessChange] {
        let grouping = CellGrouping(domain)
        return group(grouping.boxes(of: gained), .gained, in: domain)
            + group(grouping.boxes(of: lost), .lost, in: domain)
    }

    static func group(_ boxes: [CellBox], _ direction: Direction, in domain: AccessDomain) -> [AccessChange] {
        let winner = direction == .gained ? 1 : 0
        let words = CellWords(domain: domain, policy: winner)
        return boxes.flatMap { box in
            words.parts(box.areas).map { part in
                let areas = part.areas.sorted()
                let cell = AccessDomain.Cell(profile: box.profiles[0], area: areas[0])
                let example = CellExample(cell, in: domain, policy: winner)
                let other = domain.policies[1 - winner]
                let explanation = other.explain(
                    principal: other.principal(of: example.profile), request: example.request)
                return AccessChange(
                    direction: direction, box: box.with(areas: areas), who: words.who(box), access: part.verb,
                    what: words.what(part), paths: part.titles, conditions: words.conditions(box), example: example,
                    refusal: explanation.code)
            }
        }
    }
}
