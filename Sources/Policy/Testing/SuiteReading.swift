/// Reads a test suite from its document.
struct SuiteReading {
    let reader: DocumentReader
    private static let keys = ["suite", "policy", "people", "requests", "tests"]

    init(_ reader: DocumentReader) {
        self.reader = reader
    }

    func read(_ validateTarget: (String) -> String?) -> PolicyTestSuite? {
        guard let root = reader.root, let top = reader.mapping(root, "a suite", keys: SuiteReading.keys) else {
            return nil
        }
        let name = top.requiredString("suite")
        let policy = top.optionalString("policy")
        let people = (top.required("people").flatMap { reader.entries($0, "`people`") } ?? []).map(person)
        let requests = (top.required("requests").flatMap { reader.entries($0, "`requests`") } ?? [])
            .map { request($0, validateTarget) }
        let names = Names(people: people.map(\.name), requests: requests.map(\.name))
        var tests: [PolicyTestSuite.Test] = []
        for node in top.required("tests").flatMap({ reader.nonEmptyList($0, "`tests`") }) ?? [] {
            guard let test = test(node, names) else { continue }
            if let first = tests.first(where: { $0.name == test.name }) {
                let message = "two tests are named `\(test.name)`, the first on line \(first.location.line)"
                reader.report(test.location, message, hint: "a name tells which test failed")
            }
            tests.append(test)
        }
        guard let name else { return nil }
        return PolicyTestSuite(
            name: name, file: reader.file, policy: policy, people: people, requests: requests, tests: tests)
    }

    private struct Names {
        var people: [String]
        var requests: [String]
    }

    // MARK: - Requests

    /// `METHOD /path`, or `METHOD https://host/path` where the host matters.
    private func request(_ pair: LocatedNode.Pair, _ validate: (String) -> String?) -> PolicyTestSuite.Request {
        let nothing = AccessRequest(method: .other, path: "")
        func unread(_ text: String) -> PolicyTestSuite.Request {
            PolicyTestSuite.Request(name: pair.key, text: text, request: nothing)
        }
        guard let text = reader.string(pair.value, "request `\(pair.key)`") else { return unread("") }
        let place = pair.value.location
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            let hint = "write a method and a target, such as `GET /submissions`"
            reader.report(place, "`\(text)` is not a request", hint: hint)
            return unread(text)
        }
        guard parts[0].utf8.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else {
            reader.report(place, "`\(parts[0])` is not a method", hint: "methods are written in capitals")
            return unread(text)
        }
        let target = String(parts[1])
        if let complaint = validate(target) {
            let hint = "the gateway refuses such a target before any policy is asked"
            reader.report(place, "target `\(target)` is not canonical: \(complaint)", hint: hint)
            return unread(text)
        }
        guard let (host, path) = SuiteReading.split(target) else {
            let hint = "write a path from the root, or `https://host/path`"
            reader.report(place, "`\(target)` is not a target", hint: hint)
            return unread(text)
        }
        let request = AccessRequest(method: RequestMethod(String(parts[0])), host: host, path: path)
        return PolicyTestSuite.Request(name: pair.key, text: text, request: request)
    }

    /// Host and path of a target, without its query.
    private static func split(_ target: String) -> (host: String, path: String)? {
        var rest = target.utf8[...]
        var host = ""
        if let scheme = ["https://", "http://"].first(where: { rest.starts(with: $0.utf8) }) {
            rest = rest.dropFirst(scheme.utf8.count)
            let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            host = String(Substring(rest[..<slash]))
            rest = rest[slash...]
            guard !host.isEmpty else { return nil }
        }
        guard rest.first == UInt8(ascii: "/") else { return nil }
        let path = rest.prefix { $0 != UInt8(ascii: "?") }
        return (host, String(Substring(path)))
    }

    // MARK: - Tests

    private func test(_ node: LocatedNode, _ names: Names) -> PolicyTestSuite.Test? {
        let keys = ["name", "people", "requests", "expect"]
        guard let mapping = reader.mapping(node, "a test", keys: keys) else { return nil }
        let name = mapping.requiredString("name")
        let people = chosen(mapping, "people", "person", names.people)
        let requests = chosen(mapping, "requests", "request", names.requests)
        var listed: [Pair: PolicyTestSuite.Expectation] = [:]
        for item in mapping.optional("expect").flatMap({ reader.list($0, "`expect`") }) ?? [] {
            expectation(item, names, people, requests, &listed)
        }
        guard let name else { return nil }
        var cells: [PolicyTestSuite.Cell] = []
        for person in people {
            for request in requests {
                let expectation = listed[Pair(person: person, request: request)] ?? .unlisted
                cells.append(PolicyTestSuite.Cell(person: person, request: request, expectation: expectation))
            }
        }
        return PolicyTestSuite.Test(name: name, cells: cells, location: node.location)
    }

    private struct Pair: Hashable {
        var person: Int
        var request: Int
    }

    /// The positions named under a key, all of them when it is absent.
    private func chosen(_ mapping: MappingReader, _ key: String, _ what: String, _ all: [String]) -> [Int] {
        guard let node = mapping.optional(key) else { return Array(all.indices) }
        return positions(node, key, what, all)
    }

    private func positions(_ node: LocatedNode, _ key: String, _ what: String, _ all: [String]) -> [Int] {
        var found: [Int] = []
        for item in reader.nonEmptyList(node, "`\(key)`") ?? [] {
            guard let name = reader.string(item, "a \(what)") else { continue }
            guard let position = all.firstIndex(of: name) else {
                reader.reportUnknown(item.location, what, name, among: all)
                continue
            }
            if found.contains(position) {
                reader.report(item.location, "\(what) `\(name)` is listed twice")
            } else {
                found.append(position)
            }
        }
        return found
    }

    private func expectation(
        _ node: LocatedNode, _ names: Names, _ people: [Int], _ requests: [Int],
        _ listed: inout [Pair: PolicyTestSuite.Expectation]
    ) {
        let keys = ["person", "people", "request", "requests", "decision", "reason", "route", "by"]
        guard let mapping = reader.mapping(node, "an expectation", keys: keys) else { return }
        let who = subjects(mapping, one: "person", many: "people", names.people, people)
        let what = subjects(mapping, one: "request", many: "requests", names.requests, requests)
        let allowed = mapping.required("decision").flatMap {
            reader.choice($0, "`decision`", among: [("allow", true), ("deny", false)])
        }
        let reason = mapping.optional("reason").flatMap {
            reader.choice($0, "`reason`", among: AccessReasonCode.allCases.map { ($0.rawValue, $0) })
        }
        let route = mapping.optionalString("route")
        let by = mapping.optionalString("by")
        guard let allowed else { return }
        if allowed, mapping.has("reason") {
            reader.report(
                mapping.place(of: "reason"), "an allowed request has no `reason`", hint: "use `by` or `route`")
        }
        if !allowed, mapping.has("by") {
            reader.report(mapping.place(of: "by"), "nothing grants a denied request", hint: "use `reason` or `route`")
        }
        let expectation = PolicyTestSuite.Expectation(
            isAllowed: allowed, reason: reason, route: route, by: by, location: node.location)
        for person in who {
            for request in what {
                let pair = Pair(person: person, request: request)
                if let first = listed[pair]?.location {
                    let message =
                        "`\(names.people[person])` with `\(names.requests[request])` is already expected on line \(first.line)"
                    reader.report(node.location, message, hint: "expect each pair once")
                } else {
                    listed[pair] = expectation
                }
            }
        }
    }

    /// The people or requests of an expectation: one or several by name, all of the test when none is named. A name that the
    /// test does not have would make an expectation that is never checked.
    private func subjects(
        _ mapping: MappingReader, one: String, many: String, _ all: [String], _ inTest: [Int]
    ) -> [Int] {
        if mapping.has(one), mapping.has(many) {
            reader.report(mapping.place(of: many), "an expectation has either `\(one)` or `\(many)`")
            return []
        }
        var found: [(position: Int, location: SourceLocation)] = []
        if let node = mapping.optional(one) {
            guard let name = reader.string(node, "`\(one)`") else { return [] }
            guard let position = all.firstIndex(of: name) else {
                reader.reportUnknown(node.location, one, name, among: all)
                return []
            }
            found = [(position, node.location)]
        } else if let node = mapping.optional(many) {
            found = positions(node, many, one, all).map { ($0, node.location) }
        } else {
            return inTest
        }
        for item in found where !inTest.contains(item.position) {
            let message = "\(one) `\(all[item.position])` is not in this test, so this is never checked"
            reader.report(item.location, message, hint: "add it to `\(many)` of the test")
        }
        return found.map(\.position).filter(inTest.contains)
    }
}
