import Besturen

/// Something that differs between two policies and that nobody gains or loses access by, but that an owner wants to see.
package struct DiffNote: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Where requests go.
        case upstream
        /// What stands before the upstream: a login with identity, a credential of the upstream's own, or nothing.
        case door
        /// How far the JSON:API behind a route may be asked: related data, relationships, filters. Cells say nothing about
        /// it, for they ask for nothing besides; yet somebody can see more or less.
        case relatedData = "related-data"
        /// From which claims of a token people are made. Cells say nothing about it: they begin at the values.
        case claims
        case loginRight = "login-right"
        /// An invariant that was removed or changed, and whether the new policy keeps it nevertheless.
        case invariant
    }

    package let kind: Kind
    /// One sentence, without a final stop.
    package let text: String
    /// The paths concerned.
    package let paths: [String]
    /// Whether somebody may see what they might not, and whether somebody may no longer. Both are false but for related data.
    package var gains = false
    package var loses = false

    /// Of two policies, the old one first.
    static func notes(_ domain: AccessDomain) throws(AnalysisError) -> [DiffNote] {
        let (old, new) = (domain.policies[0], domain.policies[1])
        return try claims(old.claimNames, new.claimNames) + loginRight(old, new) + routes(domain) + invariants(old, new)
    }

    // MARK: - Invariants

    private static func invariants(_ old: PolicySet, _ new: PolicySet) throws(AnalysisError) -> [DiffNote] {
        var texts: [String] = []
        for invariant in old.invariants {
            let now = new.invariants.first { $0.name == invariant.name }
            guard now?.words != invariant.words else { continue }
            let proof = try InvariantProof.prove([invariant], of: new)[0]
            let kept =
                switch proof.verdict {
                case .proved: "the new policy keeps the old one all the same"
                case .broken(let counterexample): "the new policy breaks the old one: \(counterexample.sentence)"
                case .empty(let reason): "the old one says nothing of the new policy: \(reason)"
                }
            let change =
                now.map { "is `\($0.words)`, before `\(invariant.words)`" } ?? "(`\(invariant.words)`) was removed"
            texts.append("invariant `\(invariant.name)` \(change); \(kept)")
        }
        for invariant in new.invariants where !old.invariants.contains(where: { $0.name == invariant.name }) {
            texts.append("invariant `\(invariant.name)` (`\(invariant.words)`) is new")
        }
        // Neither file had to keep its own to be compared.
        for proof in try InvariantProof.prove(new.invariants, of: new) {
            guard case .broken(let counterexample) = proof.verdict else { continue }
            texts.append(
                "the new policy breaks its invariant `\(proof.invariant.name)` and would not be loaded: "
                    + counterexample.sentence)
        }
        return texts.map { DiffNote(kind: .invariant, text: $0, paths: []) }
    }

    // MARK: - People

    private static func claims(_ old: ClaimNames, _ new: ClaimNames) -> [DiffNote] {
        let pairs: [(String, String?, String?)] = [
            ("the account", old.account, new.account), ("the bestuur", old.bestuur, new.bestuur),
            ("the doelgroep", old.doelgroep, new.doelgroep), ("the roles", old.roles, new.roles),
            ("the modules", old.modules, new.modules),
        ]
        return pairs.compactMap { what, before, after in
            // By bytes, as claims are found: other bytes can look the same.
            guard before.map(ExactText.init) != after.map(ExactText.init) else { return nil }
            func shown(_ name: String?) -> String { name.map { "`\($0)`" } ?? "none" }
            let text = "the claim of \(what) is \(shown(after)), before: \(shown(before))"
            return DiffNote(kind: .claims, text: text, paths: [])
        }
    }

    private static func loginRight(_ old: PolicySet, _ new: PolicySet) -> [DiffNote] {
        guard old.loginRight != new.loginRight else { return [] }
        func shown(_ right: String?) -> String { right.map { "login right `\($0)`" } ?? "no login right" }
        let text = "the policy asks for \(shown(new.loginRight)), before for \(shown(old.loginRight))"
        return [DiffNote(kind: .loginRight, text: text, paths: [])]
    }

    // MARK: - Doors

    private static func routes(_ domain: AccessDomain) -> [DiffNote] {
        var order: [DiffNote] = []
        var paths: [DiffNote: [String]] = [:]
        for area in domain.areas {
            guard let before = domain.route(of: area, policy: 0), let after = domain.route(of: area, policy: 1),
                before.access != .closed, after.access != .closed
            else { continue }
            func add(_ kind: Kind, _ text: String, gains: Bool = false, loses: Bool = false) {
                let note = DiffNote(kind: kind, text: text, paths: [], gains: gains, loses: loses)
                if paths[note] == nil { order.append(note) }
                let title = domain.title(of: area)
                if paths[note]?.contains(title) != true { paths[note, default: []].append(title) }
            }
            if before.upstream != after.upstream {
                let (from, to) = (before.upstream ?? "", after.upstream ?? "")
                add(.upstream, "requests go to upstream `\(to)`, before to `\(from)`")
            }
            let (from, to) = (door(before), door(after))
            if from != to { add(.door, "\(to), before: \(from)") }
            let (asked, asks) = (
                RelatedData(before, domain.policies[0]), RelatedData(after, domain.policies[1])
            )
            let (gains, loses) = (!asks.isWithin(asked), !asked.isWithin(asks))
            for (people, change) in others(area, asked, asks, domain) {
                guard change.gains && !gains || change.loses && !loses else { continue }
                add(.relatedData, "\(change.words), by \(people)", gains: change.gains, loses: change.loses)
            }
            let place = AddressPlace.change(before, after, area)
            if place.gains || place.loses {
                add(
                    .relatedData, "relationships and paths of the query are read from another place of the path",
                    gains: place.gains, loses: place.loses)
            }
            guard gains || loses else { continue }
            let more = gains ? ["may now be asked: " + asked.missing(from: asks).joined(separator: ", ")] : []
            let less = loses ? ["may no longer be asked: " + asks.missing(from: asked).joined(separator: ", ")] : []
            add(.relatedData, (more + less).joined(separator: "; "), gains: gains, loses: loses)
        }
        return order.map {
            DiffNote(kind: $0.kind, text: $0.text, paths: paths[$0] ?? [], gains: $0.gains, loses: $0.loses)
        }
        .sorted { left, right in
            (left.kind == .upstream ? 0 : 1, left.text) < (right.kind == .upstream ? 0 : 1, right.text)
        }
    }

    /// What somebody may ask for and what they might, where that hangs on which modules and roles let them in: the names of a
    /// list can stay while other people come by them.
    private static func others(
        _ area: Area, _ asked: RelatedData, _ asks: RelatedData, _ domain: AccessDomain
    ) -> [(people: String, change: (gains: Bool, loses: Bool, words: String))] {
        let isToldApart = [asked, asks].contains { $0.entries?.contains { $0.names != nil } ?? false }
        guard isToldApart, let position = domain.areas.firstIndex(of: area) else { return [] }
        var seen: Set<[Set<String>]> = []
        var found: [(people: String, change: (gains: Bool, loses: Bool, words: String))] = []
        for people in 0..<domain.classCount {
            let sets = [0, 1].map { policy in
                Set(domain.grants(class: people, area: position, policy: policy).map { domain.name($0, policy) })
            }
            // Who is let in by one policy alone is told by the cells.
            guard !sets[0].isEmpty, !sets[1].isEmpty, seen.insert(sets).inserted else { continue }
            let (before, after) = (asked.granted(sets[0]), asks.granted(sets[1]))
            let (gains, loses) = (!after.isWithin(before), !before.isWithin(after))
            guard gains || loses else { continue }
            let more = gains ? ["may now be asked: " + before.missing(from: after).joined(separator: ", ")] : []
            let less = loses ? ["may no longer be asked: " + after.missing(from: before).joined(separator: ", ")] : []
            let names = [sets[1].sorted(), sets[0].sorted()].map { $0.joined(separator: ", ") }
            let who = "whoever comes by \(names[0])" + (names[0] == names[1] ? "" : ", before by \(names[1])")
            found.append((who, (gains, loses, (more + less).joined(separator: "; "))))
        }
        return found
    }

    /// What stands before the upstream.
    private static func door(_ route: Route) -> String {
        switch route.access {
        case .everyone: "nothing is checked and no identity is added"
        case .authenticated, .granted: "Poort asks for a login and adds the identity"
        case .delegated(let credential): "the upstream checks `\(credential)` itself and no identity is added"
        case .closed: "closed"
        }
    }
}
