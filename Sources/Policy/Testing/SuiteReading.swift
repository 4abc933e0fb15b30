/// Reads a test suite from its document, with the fixtures that it names.
final class SuiteReading {
    let reader: DocumentReader
    let sources: SuiteSources
    private let limits: DocumentLimits
    /// The time that the suite fixes.
    private(set) var now: String?
    /// The readers of fixtures, for their mistakes.
    private var fixtures: [DocumentReader] = []
    private static let keys = ["suite", "policy", "now", "fixtures", "people", "groups", "requests", "tests"]

    init(_ reader: DocumentReader, _ sources: SuiteSources, _ limits: DocumentLimits) {
        self.reader = reader
        self.sources = sources
        self.limits = limits
    }

    var allMistakes: [Mistake] { reader.mistakes + fixtures.flatMap(\.mistakes) }

    func read() -> PolicyTestSuite? {
        guard let root = reader.root, let top = reader.mapping(root, "a suite", keys: SuiteReading.keys) else {
            return nil
        }
        let name = top.requiredString("suite")
        let policy = top.optionalString("policy")
        readNow(top)
        var cast = SuiteCast()
        for document in fixtureDocuments(top) { read(document, into: &cast) }
        let hasFixtures = top.has("fixtures")
        for key in ["people", "requests"] where !hasFixtures && !top.has(key) {
            reader.report(top.location, "a suite needs `\(key)`", hint: "its own, or those of files under `fixtures`")
        }
        PartsReading(reader, sources, now).read(top, isFixture: false, into: &cast)
        var used = SuiteCast.Use()
        let tests = self.tests(top, cast, &used)
        report(unused: cast, used)
        guard let name else { return nil }
        return PolicyTestSuite(
            name: name, file: reader.file, policy: policy, people: cast.people.map(\.value),
            requests: cast.requests.map(\.value), tests: tests)
    }

    private func readNow(_ top: MappingReader) {
        guard let node = top.optional("now"), let text = reader.string(node, "`now`") else { return }
        if let mistake = sources.timeMistake(text) {
            reader.report(node.location, mistake, hint: "write RFC 3339, such as 2026-01-15T12:00:00Z")
        } else {
            now = text
        }
    }

    // MARK: - Fixtures

    private func fixtureDocuments(_ top: MappingReader) -> [DocumentReader] {
        guard let node = top.optional("fixtures") else { return [] }
        var names: [String: Int] = [:]
        for item in reader.nonEmptyList(node, "`fixtures`") ?? [] {
            guard let path = reader.string(item, "a fixture") else { continue }
            switch sources.fixture(path) {
            case .failure(let problem):
                reader.report(item.location, problem.message, hint: problem.hint)
            case .success(let document):
                if let line = names[document.name] {
                    reader.report(item.location, "fixture `\(path)` is listed twice, first on line \(line)")
                    continue
                }
                names[document.name] = item.location.line
                fixtures.append(DocumentReader(file: document.name, text: document.text, limits: limits))
            }
        }
        return fixtures
    }

    private func read(_ fixture: DocumentReader, into cast: inout SuiteCast) {
        let keys = ["people", "groups", "requests"]
        guard let root = fixture.root, let top = fixture.mapping(root, "a fixture", keys: keys) else { return }
        if top.pairs.isEmpty { fixture.report(root.location, "a fixture needs `people`, `groups` or `requests`") }
        PartsReading(fixture, sources, now).read(top, isFixture: true, into: &cast)
    }

    // MARK: - Tests

    private func tests(
        _ top: MappingReader, _ cast: SuiteCast, _ used: inout SuiteCast.Use
    ) -> [PolicyTestSuite.Test] {
        var tests: [PolicyTestSuite.Test] = []
        let reading = TestReading(reader, cast)
        for node in top.required("tests").flatMap({ reader.nonEmptyList($0, "`tests`") }) ?? [] {
            guard let test = reading.test(node, &used) else { continue }
            if let first = tests.first(where: { $0.name == test.name }) {
                let message = "two tests are named `\(test.name)`, the first on line \(first.location.line)"
                reader.report(test.location, message, hint: "a name tells which test failed")
            }
            tests.append(test)
        }
        return tests
    }

    /// Somebody of the suite itself whom no test asks about looks as if they were tested.
    private func report(unused cast: SuiteCast, _ used: SuiteCast.Use) {
        guard reader.mistakes.isEmpty else { return }
        func report(_ what: String, _ name: String, _ location: SourceLocation) {
            reader.report(location, "no test asks about \(what) `\(name)`", hint: "add it to a test, or remove it")
        }
        for (position, person) in cast.people.enumerated() where !person.isFixture && !used.people.contains(position) {
            report("person", person.value.name, person.value.location)
        }
        for (position, request) in cast.requests.enumerated()
        where !request.isFixture && !used.requests.contains(position) {
            report("request", request.value.name, request.value.location)
        }
        for (position, group) in cast.groups.enumerated() where !group.isFixture && !used.groups.contains(position) {
            report("group", group.value.name, group.value.location)
        }
    }
}
