import Foundation
import Testing

@testable import Policy

@Suite("A fixture of a policy test suite")
struct FixtureTests {
    static let suite = """
        suite: Shared
        fixtures: [people.yaml, requests.yaml]
        people:
          bo: { bestuur: { type: ocmw }, doelgroep: LB, roles: [ToezichtGebruiker] }
        requests:
          write: POST /submissions
        tests:
          - name: staff
            people: [staff, bo]
            requests: [read, write]
            expect:
              - { people: [staff], request: read, decision: allow, by: toezicht }
              - { person: bo, decision: allow }
              - { person: an, request: write, decision: allow }

        """

    static let files = [
        "people.yaml": """
        people:
          an: { bestuur: { type: gemeente }, doelgroep: LB, roles: [ToezichtGebruiker] }
          cas: { bestuur: { type: gemeente }, doelgroep: LB, roles: [ToezichtGebruiker] }
          dirk: anonymous
        groups:
          staff: [an]
          others: [cas, dirk]

        """,
        "requests.yaml": "requests: { read: GET /submissions/1, lists: GET /lists }\n",
    ]

    static func load(_ text: String, _ files: [String: String] = files) -> Result<PolicyTestSuite, DocumentMistakes> {
        PolicyTestSuite.load(
            file: "suite.yaml", text: text,
            sources: SuiteSources(fixture: { path in
                files[path].map { .success(.init(name: "tests/\(path)", text: $0)) }
                    ?? .failure(.init("there is no file `\(path)`", hint: "look for it"))
            }))
    }

    @Test("lends its people, groups and requests, and nobody minds what is not used of it")
    func lends() throws {
        let result = try Self.load(Self.suite).get().run(policy: try SmallPolicy.load())
        #expect(result.cells.map { "\($0.person) \($0.request)" } == ["an read", "an write", "bo read", "bo write"])
        #expect(result.passed, "\(result.failures.map(\.title))")
    }

    @Test("can hold everything but the tests")
    func everything() throws {
        let text = """
            suite: All
            fixtures: [people.yaml, requests.yaml]
            tests:
              - { name: t, people: [others], requests: [read], expect: [{ person: cas, decision: allow }] }

            """
        let suite = try Self.load(text).get()
        #expect(suite.tests[0].cells.count == 2)
        #expect(suite.run(policy: try SmallPolicy.load()).passed)
        let unnamed = text.replacingOccurrences(of: "people: [others], ", with: "")
        #expect(Self.mistakes(unnamed).contains { $0.contains("suite.yaml:4:5: error: the test needs `people`") })
    }

    static func mistakes(_ text: String, _ files: [String: String] = files) -> [String] {
        guard case .failure(let failure) = load(text, files) else { return [] }
        return failure.mistakes.map(\.description)
    }

    @Test(
        "is refused with the suite for what is wrong in either, each in its own file",
        arguments: [
            (
                "suite", "  bo:", "  an:",
                "suite.yaml:4:3: error: person `an` has a name that is taken at tests/people.yaml:2:3"
            ),
            ("suite", "  bo:", "  staff:", "person `staff` has a name that is taken at tests/people.yaml:6:3"),
            ("suite", "  write:", "  read:", "request `read` has a name that is taken at tests/requests.yaml:1:13"),
            ("suite", "requests.yaml]", "requests.yml]", "suite.yaml:2:25: error: there is no file `requests.yml`"),
            ("suite", "requests.yaml]", "people.yaml]", "fixture `people.yaml` is listed twice, first on line 2"),
            ("suite", "person: bo,", "person: staff,", "suite.yaml:13:19: error: `staff` is a group, not a person"),
            ("suite", "[staff, bo]", "[stafff, bo]", "did you mean `staff`?"),
            ("suite", "[staff, bo]", "[staff]", "person `bo` is not in this test, so this is never checked"),
            ("suite", "people: [staff], request", "people: [others], request", "person `cas` is not in this test"),
            (
                "suite", "\ntests:", "\n  idle: GET /lists\ntests:",
                "suite.yaml:7:3: error: no test asks about request `idle`"
            ),
            ("suite", "\nrequests:\n", "\n  eva: anonymous\nrequests:\n", "no test asks about person `eva`"),
            ("suite", "\nrequests:\n", "\ngroups: { crew: [bo] }\nrequests:\n", "no test asks about group `crew`"),
            ("suite", "fixtures: [", "fixture: [", "did you mean `fixtures`?"),
            ("people.yaml", "staff: [an]", "staff: [ana]", "tests/people.yaml:6:11: error: unknown person `ana`"),
            ("people.yaml", "staff: [an]", "staff: []", "group `staff` must not be empty"),
            ("people.yaml", "staff: [an]", "staff: [an, an]", "person `an` is listed twice"),
            ("people.yaml", "groups:", "tests:", "tests/people.yaml:5:1: error: unknown key `tests`"),
            ("people.yaml", "type: gemeente", "type: gemeent", "tests/people.yaml:2:26: error: unknown bestuurstype"),
            ("requests.yaml", "GET /lists", "GET lists", "tests/requests.yaml:1:46: error: `lists` is not a target"),
        ])
    func mistakes(_ file: String, _ fragment: String, _ replacement: String, _ words: String) {
        var files = Self.files
        var suite = Self.suite
        func changed(_ text: String) -> String {
            guard let range = text.range(of: fragment) else { return "not found" }
            return text.replacingCharacters(in: range, with: replacement)
        }
        if file == "suite" { suite = changed(suite) } else { files[file] = files[file].map(changed) }
        let mistakes = Self.mistakes(suite, files)
        #expect(mistakes.contains { $0.contains(words) }, "\(mistakes)")
    }

    @Test("is needed where a suite has no people, no requests, or none left")
    func nobody() {
        let text = "suite: S\nfixtures: [requests.yaml]\ntests:\n  - { name: t, requests: [read] }\n"
        #expect(
            Self.mistakes(text) == [
                "suite.yaml:4:5: error: the test needs `people`\n    hint: the suite has none of its own, so say which of its fixtures are meant"
            ])
        let none = "suite: S\npeople: {}\nrequests: {}\ntests:\n  - { name: t }\n"
        #expect(Self.mistakes(none).count == 2)
        #expect(!Self.mistakes("suite: S\ntests:\n  - { name: t }\n").isEmpty)
    }

    @Test("cannot make a test that asks without end")
    func bounds() {
        let people = (0..<400).map { "  p\($0): anonymous\n" }.joined()
        let requests = (0..<400).map { "  r\($0): GET /\($0)\n" }.joined()
        let text = "suite: S\npeople:\n\(people)requests:\n\(requests)tests:\n  - { name: t }\n"
        #expect(Self.mistakes(text).contains { $0.contains("the test asks 160000 times, more than 100000") })
    }
}
