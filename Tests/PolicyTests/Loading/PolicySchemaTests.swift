import Besturen
import Foundation
import JOSE
import JSONSchema
import Testing

@testable import Policy

/// `Schemas/policy.schema.json` and `PolicyReference.md` against the loader, in both directions.
@Suite("The schema of policies for editors")
struct PolicySchemaTests {
    static func faults(_ text: String) throws -> [String] {
        let root = try #require(DocumentReader(file: "policy.yaml", text: text).root)
        return try JSONSchema("policy.schema.json").faults(json(root))
    }

    /// As an editor reads YAML (1.2, core schema), as far as policies use it.
    static func json(_ node: LocatedNode) -> JSONValue {
        switch node.content {
        case .list(let items): return .array(items.map(json))
        case .mapping(let pairs): return .object(pairs.map { ($0.key, json($0.value)) })
        case .scalar(let text, let plain):
            guard plain else { return .string(text) }
            if node.isNull { return .null }
            if text == "true" || text == "false" { return .bool(text == "true") }
            if let number = Int64(text), "\(number)" == text { return .integer(number) }
            return .string(text)
        }
    }

    // MARK: - What loads fits

    static let sound: [String] =
        [
            Given.policy, SmallPolicy.text, PolicyText().text, PolicyText.parts + "\n" + PolicyText(more: "").text,
            PolicyText.module("{ label: 7, open-to: authenticated, why: true, bestuurstypes: all, external: false }"),
            PolicyText.module(
                "{ label: L, role: a.B-c_9, bestuurstypes: [gemeente], view-only: ignored, doelgroepen: [LB] }"),
            PolicyText(
                claims: "claims: { account: a, bestuur: b c, doelgroep: \"1\", roles: \"https://x/r\", modules: m }"
            ).text,
            PolicyText.more("hosts:\n  main: [LOKET.example.org, \"dashboard.*\", a]\n  b: [x]"),
            PolicyText.route(
                "{ path: /, methods: all, access: public, upstream: api }",
                "{ path: /**, methods: [DELETE, OPTIONS], access: public, upstream: api, why: \"so\" }",
                "{ path: \"/a.b/~!$&'()+,=@-_/:id/**\", access: authenticated, upstream: api, group: a b }",
                "{ path: /a/.., access: closed, why: so }".replacing("/..", with: "/..."),
                "{ path: /d, access: delegated, delegated-to: a key, why: so, host: main, upstream: api }"),
            PolicyText.route(
                "{ path: /a/**, modules: [toezicht], roles: [Beheer], upstream: api, json-api: {} }",
                "{ path: /b/**, modules: [toezicht], roles: [Beheer], upstream: api, json-api: { include: { toezicht: [a.b-c], Beheer: [d] }, relationships: [x_y], filter: [\(String(repeating: "a", count: 100))] } }",
                "{ path: /c/**, access: public, upstream: api, json-api: { relationships: [a] } }"),
        ]
        + PolicySchemaTests.invariants.map { SmallPolicy.text + "invariants:\n  - { name: n, \($0) }\n" }

    /// Which say something of the small policy and hold.
    static let invariants = [
        "never: { module: toezicht, bestuurstypes: { not: [gemeente, ocmw] } }",
        "never: { path: [/submissions/**, /old/**], anonymous: true, why: no }".replacing(", why: no", with: ""),
        "why: 3, never: { group: { not: none }, anonymous: true, access: write }",
        "only: { module: [toezicht], state: active }", "never: { door: [granted, authenticated], anonymous: true }",
        "never: { state: not-active, door: { not: [public, delegated, closed, none] } }",
        "never: { role: Beheerder, doelgroepen: [none, EA], module: toezicht }",
    ]

    @Test("admits every policy that loads", arguments: sound.indices)
    func admits(_ index: Int) throws {
        let text = Self.sound[index]
        #expect(Given.mistakes(text) == [], "\(text)")
        let faults = try Self.faults(text)
        #expect(faults == [], "\(text)")
    }

    @Test("admits random policies, and the Loket's")
    func admitsMany() throws {
        let schema = try JSONSchema("policy.schema.json")
        for seed in UInt64(0)..<200 {
            var random = RandomPolicy(seed: seed)
            let root = try #require(DocumentReader(file: "p", text: random.policy()).root)
            let faults = schema.faults(Self.json(root))
            #expect(faults == [], "\(seed)")
        }
        let loket = try String(contentsOf: Self.root.appending(path: "Examples/loket/policy.yaml"), encoding: .utf8)
        #expect(try Self.faults(loket) == [])
        // Where editors find it.
        let header = "# yaml-language-server: $schema=../../Schemas/policy.schema.json"
        #expect(loket.split(separator: "\n").contains { $0 == header })
    }

    // MARK: - What does not load does not fit

    static let faulty: [FaultyDocument] =
        PartMistakeTests.top + PartMistakeTests.claims + PartMistakeTests.doelgroepen + PartMistakeTests.modules
        + PartMistakeTests.roles + PartMistakeTests.places + RouteMistakeTests.routes + RouteMistakeTests.methods
        + RouteMistakeTests.access + RouteMistakeTests.names + RouteMistakeTests.clashes
        + JSONAPIMistakeTests.documents + InvariantTests.mistakes

    /// Mistakes that a schema cannot see: names that must exist elsewhere, one name with two meanings, things that must differ in
    /// more than their text, and what is proved.
    static let seenByTheLoaderAlone: Set<String> = [
        "a doelgroep that the policy does not admit", "an administrative role for a doelgroep not admitted",
        "a login right that opens a module", "an administrative role that opens a module",
        "a retired role that is an administrative one", "a retired login right", "a host pattern listed twice",
        "a misspelled module", "an unknown module",
        "an external module", "a misspelled role", "an unknown role", "a retired role", "the role of a module",
        "the login right", "a module for a role", "a misspelled host", "a misspelled upstream", "an unknown upstream",
        "the same route twice", "parameters of other names", "one method of several", "HEAD, which comes with GET",
        "one host", "a module that the route does not admit", "a module where none is told apart",
        "a parameter before everything below", "a module that is no module", "a role that is no role",
        "a group that no route has", "two of one name", "broken", "empty", "an upstream that is none",
        "a host where the policy has none",
        "a login right that nobody asks for",
    ]

    @Test("refuses every mistake of the tables that a schema can see, and no other", arguments: faulty)
    func refuses(_ document: FaultyDocument) throws {
        let text = MarkedText(document.text).text
        #expect(!Given.mistakes(text).isEmpty)
        let faults = try Self.faults(text)
        #expect(faults.isEmpty == Self.seenByTheLoaderAlone.contains(document.name), "\(document.name): \(faults)")
    }

    @Test("refuses what is no host", arguments: PartMistakeTests.notHosts)
    func hosts(_ host: String) throws {
        #expect(try !Self.faults(PolicyText.more("hosts:\n  main: ['\(host)']")).isEmpty)
    }

    @Test("knows the same paths as the loader")
    func paths() throws {
        let pieces = [
            "a", "A9", ":id", ":", ":a b", "**", "*", ".", "..", "...", "", "a;b", "a%20", "é", "~!$&'()+,=@", "a*",
            "a b",
        ]
        let pattern = try #require(
            try JSONSchema("policy.schema.json").root["$defs"]?["path-pattern"]?["pattern"]?.stringValue)
        var texts = [
            "", "/", "a", "a/b", String(repeating: "/a", count: 32), String(repeating: "/a", count: 33),
            String(repeating: "/a", count: 32) + "/**",
        ]
        for first in pieces {
            texts += ["/\(first)", "/\(first)/"]
            for second in pieces {
                texts += ["/\(first)/\(second)", "/\(first)/\(second)/x", "/\(first)/\(second)/**"]
            }
        }
        var (sound, wrong) = (0, 0)
        // One parameter twice is more than a pattern can tell.
        for text in texts where !text.hasPrefix("/:id/:id") {
            let loads = (try? PathPattern(text)) != nil
            let fits = text.range(of: pattern, options: .regularExpression) != nil
            #expect(loads == fits, "\(text)")
            if loads { sound += 1 } else { wrong += 1 }
        }
        #expect(sound > 30 && wrong > 300, "\(sound) \(wrong)")
    }

    // MARK: - The same keys and words in loader, schema and reference

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The keys that the loader names when one is unknown.
    private func loaderKeys(_ text: String) throws -> Set<String> {
        let mistake = try #require(Given.mistakes(text).first { $0.message == "unknown key `qqqqqqqq`" }, "\(text)")
        let hint = try #require(mistake.hint)
        let list = try #require(hint.firstRange(of: " has the keys "))
        return Set(hint[list.upperBound...].split(separator: ", ").map { $0.filter { $0 != "`" } })
    }

    static let places: [(heading: String, definition: String?, text: String)] = [
        ("The document", nil, PolicyText.more("qqqqqqqq: 1")),
        ("claims", "claims", PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: r, qqqqqqqq: 1 }").text),
        ("modules", "module", PolicyText.module("{ label: T, open-to: authenticated, qqqqqqqq: 1 }")),
        (
            "administrative-roles", "administrative-role",
            PolicyText.more("administrative-roles:\n  A: { label: A, bestuurstypes: all, qqqqqqqq: 1 }")
        ),
        ("routes", "route", PolicyText.route("{ path: /a, access: public, upstream: api, qqqqqqqq: 1 }")),
        (
            "json-api", "json-api",
            PolicyText.route("{ path: /a, access: public, upstream: api, json-api: { qqqqqqqq: 1 } }")
        ),
        (
            "invariants", "invariant",
            SmallPolicy.text + "invariants:\n  - { name: n, never: { path: /a }, qqqqqqqq: 1 }\n"
        ),
        (
            "What an invariant selects", "selection",
            SmallPolicy.text + "invariants:\n  - { name: n, never: { path: /a, qqqqqqqq: 1 } }\n"
        ),
    ]

    @Test("has the keys of the loader, and the reference explains each", arguments: places.indices)
    func keys(_ index: Int) throws {
        let (heading, definition, text) = Self.places[index]
        let keys = try loaderKeys(text)
        let schema = try JSONSchema("policy.schema.json").root
        let described = definition.map { schema["$defs"]?[$0]?["properties"] } ?? schema["properties"]
        #expect(Set(described?.objectValue?.names ?? []) == keys)
        #expect(Set(try Self.rows(heading).map(\.key)) == keys)
    }

    @Test("has the types of bestuur and doelgroepen of the loader")
    func words() throws {
        let definitions = try #require(try JSONSchema("policy.schema.json").root["$defs"])
        func words(_ name: String) -> [String] {
            definitions[name]?["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        #expect(words("bestuurstype") == Bestuurstype.allCases.map(\.slug))
        #expect(words("doelgroep") == Doelgroep.allCases.map(\.rawValue))
        #expect(Set(words("door")) == Set(InvariantSelection.Door.allCases.map(\.rawValue)))
    }

    /// Rows of the table under a heading of the reference.
    static func rows(_ heading: String) throws -> [(key: String, cells: [String])] {
        let file = root.appending(path: "Sources/Gateway/Documentation.docc/PolicyReference.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == "## \(heading)" || $0 == "## `\(heading)`" }, "\(heading)")
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.dropFirst().dropLast().split(separator: " | ").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return (cells[0].filter { $0 != "`" }, cells)
        }
    }

    @Test("is explained with messages that the loader gives")
    func messages() throws {
        let known = Set(Self.faulty.map(\.message))
        var count = 0
        for (heading, _, _) in Self.places {
            for (key, cells) in try Self.rows(heading) {
                // Key, meaning, default, example, mistake.
                try #require(cells.count == 5, "\(heading) \(key)")
                #expect(!cells[1].isEmpty && !cells[2].isEmpty && !cells[3].isEmpty, "\(heading) \(key)")
                // Between double backticks and blanks, since messages have backticks.
                let message = String(cells[4].dropFirst(3).dropLast(3))
                #expect(known.contains(message), "\(heading) \(key): \(message)")
                count += 1
            }
        }
        #expect(count > 50)
    }
}
