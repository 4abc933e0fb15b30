/// Reads the tests of a suite, whose people and requests are known.
struct TestReading {
    private let reader: DocumentReader
    private let cast: SuiteCast
    /// Whether nothing was lost of the cast to a mistake, of which the suite's owner hears already.
    private let isWhole: Bool
    /// Nobody reads the failures of a test that asks more.
    private static let maximumCells = 100_000
    private let personNames: [String]
    private let requestNames: [String]

    init(_ reader: DocumentReader, _ cast: SuiteCast) {
        self.reader = reader
        self.cast = cast
        isWhole = reader.mistakes.isEmpty
        personNames = cast.people.map(\.value.name)
        requestNames = cast.requests.map(\.value.name)
    }

    func test(_ node: LocatedNode, _ used: inout SuiteCast.Use) -> PolicyTestSuite.Test? {
        let keys = ["name", "people", "requests", "expect"]
        guard let mapping = reader.mapping(node, "a test", keys: keys) else { return nil }
        let name = mapping.requiredString("name")
        let people = people(mapping, &used)
        let requests = requests(mapping)
        used.people.formUnion(people)
        used.requests.formUnion(requests)
        var listed: [Pair: PolicyTestSuite.Expectation] = [:]
        for item in mapping.optional("expect").flatMap({ reader.list($0, "`expect`") }) ?? [] {
            expectation(item, people, requests, &used, &listed)
        }
        guard people.count * requests.count <= TestReading.maximumCells else {
            let message = "the test asks \(people.count * requests.count) times, more than \(TestReading.maximumCells)"
            reader.report(node.location, message, hint: "split it")
            return nil
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

    // MARK: - Who and what

    /// The people whom a test names, or all of the suite's own.
    private func people(_ mapping: MappingReader, _ used: inout SuiteCast.Use) -> [Int] {
        if let node = mapping.optional("people") { return members(node, &used).map(\.position) }
        let own = cast.people.indices.filter { !cast.people[$0].isFixture }
        if own.isEmpty { reportNobody(mapping, "people", isKnown: !cast.people.isEmpty) }
        return own
    }

    private func requests(_ mapping: MappingReader) -> [Int] {
        if let node = mapping.optional("requests") { return positions(node, "requests", "request", requestNames) }
        let own = cast.requests.indices.filter { !cast.requests[$0].isFixture }
        if own.isEmpty { reportNobody(mapping, "requests", isKnown: !cast.requests.isEmpty) }
        return own
    }

    /// All of a shared file would make a test that grows whenever another suite adds somebody.
    private func reportNobody(_ mapping: MappingReader, _ key: String, isKnown: Bool) {
        guard isKnown || isWhole else { return }
        let hint = "the suite has none of its own, so say which of its fixtures are meant"
        reader.report(mapping.location, "the test needs `\(key)`", hint: hint)
    }

    /// People by name, and those of groups by the name of the group.
    private func members(
        _ node: LocatedNode, _ used: inout SuiteCast.Use
    ) -> [(position: Int, location: SourceLocation)] {
        var found: [(position: Int, location: SourceLocation)] = []
        var direct: Set<Int> = []
        let known = personNames + cast.groups.map(\.value.name)
        for item in reader.nonEmptyList(node, "`people`") ?? [] {
            guard let name = reader.string(item, "a person") else { continue }
            if let group = cast.groups.firstIndex(where: { $0.value.name == name }) {
                used.groups.insert(group)
                for position in cast.groups[group].value.people
                where !found.contains(where: { $0.position == position }) {
                    found.append((position, item.location))
                }
            } else if let position = personNames.firstIndex(of: name) {
                if !direct.insert(position).inserted {
                    reader.report(item.location, "person `\(name)` is listed twice")
                } else if !found.contains(where: { $0.position == position }) {
                    found.append((position, item.location))
                }
            } else {
                reader.reportUnknown(item.location, "person", name, among: known)
            }
        }
        return found
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

    // MARK: - Expectations

    private func expectation(
        _ node: LocatedNode, _ people: [Int], _ requests: [Int], _ used: inout SuiteCast.Use,
        _ listed: inout [Pair: PolicyTestSuite.Expectation]
    ) {
        let keys = [
            "person", "people", "request", "requests", "decision", "reason", "reasons", "route", "by", "read-only",
        ]
        guard let mapping = reader.mapping(node, "an expectation", keys: keys) else { return }
        let who = expectedPeople(mapping, people, &used)
        let what = expectedRequests(mapping, requests)
        guard let expectation = values(mapping) else { return }
        for person in who {
            for request in what {
                let pair = Pair(person: person, request: request)
                if let first = listed[pair]?.location {
                    let names = "`\(personNames[person])` with `\(requestNames[request])`"
                    let message = "\(names) is already expected on line \(first.line)"
                    reader.report(node.location, message, hint: "expect each pair once")
                } else {
                    listed[pair] = expectation
                }
            }
        }
    }

    /// What is expected, without whom and what it is about.
    private func values(_ mapping: MappingReader) -> PolicyTestSuite.Expectation? {
        let choices = ExpectedReason.all.map { ($0.rawValue, $0) }
        let allowed = mapping.required("decision").flatMap {
            reader.choice($0, "`decision`", among: [("allow", true), ("deny", false)])
        }
        let reason = mapping.optional("reason").flatMap { reader.choice($0, "`reason`", among: choices) }
        var reasons: Set<ExpectedReason>?
        if let node = mapping.optional("reasons"), let items = reader.nonEmptyList(node, "`reasons`") {
            reasons = []
            for item in items {
                guard let code = reader.choice(item, "a reason", among: choices) else { continue }
                if reasons?.insert(code).inserted == false {
                    reader.report(item.location, "reason `\(code.rawValue)` is listed twice")
                }
            }
            if let reason, reasons?.contains(reason) == false {
                let message = "`reason` is `\(reason.rawValue)`, which `reasons` does not list"
                reader.report(mapping.place(of: "reason"), message, hint: "`reasons` lists all of them")
            }
        }
        let route = mapping.optionalString("route")
        let by = mapping.optionalString("by")
        let readOnly = mapping.optionalBool("read-only")
        guard let allowed else { return nil }
        for key in ["reason", "reasons"] where allowed && mapping.has(key) {
            reader.report(
                mapping.place(of: key), "an allowed request has no `\(key)`", hint: "use `by` or `route`")
        }
        for key in ["by", "read-only"] where !allowed && mapping.has(key) {
            reader.report(mapping.place(of: key), "nothing grants a denied request", hint: "use `reason` or `route`")
        }
        let places = Dictionary(
            mapping.pairs.map { ($0.key, $0.value.location) }, uniquingKeysWith: { first, _ in first })
        return PolicyTestSuite.Expectation(
            isAllowed: allowed, reason: reason, reasons: reasons, route: route, by: by, isReadOnly: readOnly,
            location: mapping.location, places: places)
    }

    /// The people of an expectation: one or several by name, all of the test when none is named. A name that the test does
    /// not have would make an expectation that is never checked.
    private func expectedPeople(_ mapping: MappingReader, _ inTest: [Int], _ used: inout SuiteCast.Use) -> [Int] {
        guard !hasBoth(mapping, "person", "people") else { return [] }
        var found: [(position: Int, location: SourceLocation)] = []
        if let node = mapping.optional("person") {
            guard let name = reader.string(node, "`person`") else { return [] }
            if cast.groups.contains(where: { $0.value.name == name }) {
                reader.report(node.location, "`\(name)` is a group, not a person", hint: "write `people: [\(name)]`")
                return []
            }
            guard let position = personNames.firstIndex(of: name) else {
                reader.reportUnknown(node.location, "person", name, among: personNames)
                return []
            }
            found = [(position, node.location)]
        } else if let node = mapping.optional("people") {
            found = members(node, &used)
        } else {
            return inTest
        }
        return checked(found, "person", "people", personNames, inTest)
    }

    private func expectedRequests(_ mapping: MappingReader, _ inTest: [Int]) -> [Int] {
        guard !hasBoth(mapping, "request", "requests") else { return [] }
        var found: [(position: Int, location: SourceLocation)] = []
        if let node = mapping.optional("request") {
            guard let name = reader.string(node, "`request`") else { return [] }
            guard let position = requestNames.firstIndex(of: name) else {
                reader.reportUnknown(node.location, "request", name, among: requestNames)
                return []
            }
            found = [(position, node.location)]
        } else if let node = mapping.optional("requests") {
            found = positions(node, "requests", "request", requestNames).map { ($0, node.location) }
        } else {
            return inTest
        }
        return checked(found, "request", "requests", requestNames, inTest)
    }

    private func hasBoth(_ mapping: MappingReader, _ one: String, _ many: String) -> Bool {
        guard mapping.has(one), mapping.has(many) else { return false }
        reader.report(mapping.place(of: many), "an expectation has either `\(one)` or `\(many)`")
        return true
    }

    private func checked(
        _ found: [(position: Int, location: SourceLocation)], _ one: String, _ many: String, _ all: [String],
        _ inTest: [Int]
    ) -> [Int] {
        for item in found where !inTest.contains(item.position) {
            let message = "\(one) `\(all[item.position])` is not in this test, so this is never checked"
            reader.report(item.location, message, hint: "add it to `\(many)` of the test")
        }
        return found.map(\.position).filter(inTest.contains)
    }
}
