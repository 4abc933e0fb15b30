import Besturen
import Testing

@testable import Policy

/// Cells ask for nothing besides, so what may be asked of a JSON:API is compared by itself.
@Suite("The difference in related data")
struct RelatedDataDiffTests {
    static let include = "include: [status, form-data.passed-by, form-data.decision-type]"

    static let cases: [(before: String, after: String, gains: Bool, loses: Bool)] = [
        (include, "include: [status, form-data.passed-by, form-data.decision-type, vendor]", true, false),
        (include, "include: [status, form-data.passed-by]", false, true),
        (include, "include: [form-data.decision-type, status, form-data.passed-by]", false, false),
        // Its beginnings come along.
        (include, "include: [status, form-data, form-data.passed-by, form-data.decision-type]", false, false),
        (include, "include: [status, form-data.passed-by, form-data.creator]", true, true),
        ("relationships: [form-data, documents]", "relationships: [form-data]", false, true),
        ("relationships: [form-data, documents]", "relationships: [form-data, documents, vendor]", true, false),
        ("filter: [sent-date, status.label, documents.name]", "filter: [sent-date, status.label]", false, true),
        ("toezicht: [submission, owner]", "toezicht: [submission]", false, true),
        ("berichten: [message, owner]", "berichten: [message, owner, submission]", true, false),
        (", upstream: api }\n", ", upstream: api, json-api: {} }\n", false, true),
        ("group: reference, json-api: { include: [kind] } }", "group: reference }", true, false),
    ]

    @Test("is told with its direction", arguments: cases.indices)
    func directions(_ index: Int) throws {
        let (before, after, gains, loses) = Self.cases[index]
        let text = JSONAPIGiven.text.replacing(before, with: after, maxReplacements: 1)
        #expect(text != JSONAPIGiven.text)
        let old = try JSONAPIGiven.load()
        let new = try PolicyLoader.load(file: "new.yaml", text: text).get()
        let comparison = try PolicyComparison(from: old, to: new)
        #expect(comparison.gained == 0 && comparison.lost == 0)
        #expect(comparison.gains == gains && comparison.loses == loses)
        let told = comparison.notes.filter { $0.kind == .relatedData }
        #expect(told.count == (gains || loses ? 1 : 0))
        let line = comparison.text(files: ("old.yaml", "new.yaml")).split(separator: "\n").first.map(String.init) ?? ""
        if gains || loses {
            let sign = gains && loses ? "±" : gains ? "+" : "-"
            #expect(line.hasPrefix("\(sign) related data: "), "\(line)")
        }
        let back = try PolicyComparison(from: new, to: old)
        #expect(back.gains == loses && back.loses == gains)
    }

    @Test("is none where a module more opens the route and nothing is told apart by modules")
    func otherModules() throws {
        let text = JSONAPIGiven.text.replacing("modules: [toezicht]\n", with: "modules: [berichten, toezicht]\n")
        let new = try PolicyLoader.load(file: "new.yaml", text: text).get()
        let comparison = try PolicyComparison(from: try JSONAPIGiven.load(), to: new)
        #expect(comparison.gained > 0 && comparison.notes.isEmpty, "\(comparison.notes)")
    }

    @Test("names what may be asked now and no longer, and where")
    func words() throws {
        let text = JSONAPIGiven.text.replacing(
            "filter: { berichten: [name] }", with: "filter: { berichten: [name, size] }")
        let new = try PolicyLoader.load(file: "new.yaml", text: text).get()
        let comparison = try PolicyComparison(from: try JSONAPIGiven.load(), to: new)
        let note = try #require(comparison.notes.first)
        #expect(note.text == "may now be asked: filter size (berichten)")
        #expect(note.paths == ["/files", "/files/**"] || note.paths == ["/files/**"], "\(note.paths)")
    }

    // MARK: - What lists of names do not say

    private static func policy(_ a: String, _ routes: String) -> String {
        """
        version: 1
        claims: { bestuur: o, doelgroep: d, roles: r }
        doelgroepen: [LB]
        modules:
          a: { label: A, role: ra, \(a) }
          b: { label: B, role: ra, bestuurstypes: all }
        upstreams: [u]
        routes:
          - { path: /x/**, modules: [a, b], upstream: u, json-api: \(routes)
        """
    }

    private static let perModule = "{ include: { a: [vendors] } } }\n"

    static let changes: [(name: String, old: String, new: String, text: String)] = [
        (
            "a module that is for more types, beside one that lets them in already",
            policy("bestuurstypes: [gemeente]", perModule), policy("bestuurstypes: all", perModule),
            "may now be asked: include vendors, by whoever comes by a, b, before by b"
        ),
        (
            "a whole path for what was a relationship", policy("bestuurstypes: all", "{} }\n"),
            policy(
                "bestuurstypes: all", "{} }\n  - { path: /x/:id/:rel, modules: [a, b], upstream: u, json-api: {} }\n"),
            "relationships and paths of the query are read from another place of the path"
        ),
    ]

    @Test("is seen where the lists stay the same", arguments: changes.indices)
    func behindTheNames(_ index: Int) throws {
        let (name, old, new, text) = Self.changes[index]
        let policies = try [old, new].map { try PolicyLoader.load(file: "p", text: $0).get() }
        let comparison = try PolicyComparison(from: policies[0], to: policies[1])
        #expect(comparison.gained == 0 && comparison.gains && !comparison.loses, "\(name)")
        #expect(comparison.notes.map(\.text).contains(text), "\(comparison.notes.map(\.text))")
        let back = try PolicyComparison(from: policies[1], to: policies[0])
        #expect(back.lost == 0 && back.loses && !back.gains, "\(name)")
    }

    @Test("is both ways where one route for everything below takes paths from another")
    func deeper() throws {
        let old = Self.policy("bestuurstypes: all", "{ relationships: [c] } }\n")
        let new = old + "  - { path: /x/y/**, modules: [a, b], upstream: u, json-api: { relationships: [c] } }\n"
        let policies = try [old, new].map { try PolicyLoader.load(file: "p", text: $0).get() }
        let comparison = try PolicyComparison(from: policies[0], to: policies[1])
        #expect(comparison.gains && comparison.loses)
        // `/x/y/z` was a relationship that is not listed, and is a resource.
        let request = AccessRequest(method: .get, path: "/x/y/z")
        let answers = try policies.map { policy in
            let bestuur = try Given.bestuur(.gemeente)
            let claims = PrincipalClaims(account: "a", bestuur: "0999999922", doelgroep: "LB", roles: ["ra"])
            return policy.decide(principal: policy.principal(from: claims, for: bestuur), request: request).isAllowed
        }
        #expect(answers == [false, true])
    }
}
