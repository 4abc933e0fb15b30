/// The people, groups and requests that the tests of a suite can name, its own and those of its fixtures.
struct SuiteCast {
    struct Member<Value> {
        let value: Value
        /// From a fixture, which other suites share: nobody minds what this suite does not use of it.
        let isFixture: Bool
    }

    struct Group {
        let name: String
        /// Positions in `people`.
        let people: [Int]
        let location: SourceLocation
    }

    /// What tests name.
    struct Use {
        var people: Set<Int> = []
        var requests: Set<Int> = []
        var groups: Set<Int> = []
    }

    private(set) var people: [Member<PolicyTestSuite.Person>] = []
    private(set) var requests: [Member<PolicyTestSuite.Request>] = []
    private(set) var groups: [Member<Group>] = []

    /// Adds, unless something has the name already, whose place is then given back.
    mutating func add(_ person: PolicyTestSuite.Person, isFixture: Bool) -> SourceLocation? {
        if let place = placeOfPersonOrGroup(person.name) { return place }
        people.append(Member(value: person, isFixture: isFixture))
        return nil
    }

    mutating func add(_ request: PolicyTestSuite.Request, isFixture: Bool) -> SourceLocation? {
        if let other = requests.first(where: { $0.value.name == request.name }) { return other.value.location }
        requests.append(Member(value: request, isFixture: isFixture))
        return nil
    }

    mutating func add(_ group: Group, isFixture: Bool) -> SourceLocation? {
        if let place = placeOfPersonOrGroup(group.name) { return place }
        groups.append(Member(value: group, isFixture: isFixture))
        return nil
    }

    private func placeOfPersonOrGroup(_ name: String) -> SourceLocation? {
        people.first { $0.value.name == name }?.value.location ?? groups.first { $0.value.name == name }?.value.location
    }
}
