/// Reads the people, groups and requests of a suite or of a fixture.
struct PartsReading {
    let reader: DocumentReader
    let sources: SuiteSources
    let now: String?

    init(_ reader: DocumentReader, _ sources: SuiteSources, _ now: String?) {
        self.reader = reader
        self.sources = sources
        self.now = now
    }

    func read(_ top: MappingReader, isFixture: Bool, into cast: inout SuiteCast) {
        for pair in top.optional("people").flatMap({ reader.entries($0, "`people`") }) ?? [] {
            report("person", pair, cast.add(person(pair), isFixture: isFixture))
        }
        for pair in top.optional("requests").flatMap({ reader.entries($0, "`requests`") }) ?? [] {
            report("request", pair, cast.add(request(pair), isFixture: isFixture))
        }
        for pair in top.optional("groups").flatMap({ reader.entries($0, "`groups`") }) ?? [] {
            report("group", pair, cast.add(group(pair, cast), isFixture: isFixture))
        }
    }

    private func report(_ what: String, _ pair: LocatedNode.Pair, _ first: SourceLocation?) {
        guard let first else { return }
        let message = "\(what) `\(pair.key)` has a name that is taken at \(first)"
        reader.report(pair.keyLocation, message, hint: "give each its own name")
    }

    /// People by name. A group within a group would only hide who is in it.
    private func group(_ pair: LocatedNode.Pair, _ cast: SuiteCast) -> SuiteCast.Group {
        var people: [Int] = []
        for item in reader.nonEmptyList(pair.value, "group `\(pair.key)`") ?? [] {
            guard let name = reader.string(item, "a person") else { continue }
            guard let position = cast.people.firstIndex(where: { $0.value.name == name }) else {
                reader.reportUnknown(item.location, "person", name, among: cast.people.map(\.value.name))
                continue
            }
            if people.contains(position) {
                reader.report(item.location, "person `\(name)` is listed twice")
            } else {
                people.append(position)
            }
        }
        return SuiteCast.Group(name: pair.key, people: people, location: pair.keyLocation)
    }

    // MARK: - Requests

    /// `METHOD /path`, or `METHOD https://host/path` where the host matters.
    private func request(_ pair: LocatedNode.Pair) -> PolicyTestSuite.Request {
        func made(_ text: String, _ request: AccessRequest) -> PolicyTestSuite.Request {
            PolicyTestSuite.Request(name: pair.key, text: text, request: request, location: pair.keyLocation)
        }
        let nothing = AccessRequest(method: .other, path: "")
        guard let text = reader.string(pair.value, "request `\(pair.key)`") else { return made("", nothing) }
        let place = pair.value.location
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            let hint = "write a method and a target, such as `GET /submissions`"
            reader.report(place, "`\(text)` is not a request", hint: hint)
            return made(text, nothing)
        }
        guard parts[0].utf8.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else {
            reader.report(place, "`\(parts[0])` is not a method", hint: "methods are written in capitals")
            return made(text, nothing)
        }
        let known = RequestMethod.allCases.filter { $0 != .other }.map(\.description)
        if RequestMethod(String(parts[0])) == .other,
            let meant = NearMiss.suggestion(for: String(parts[0]), among: known)
        {
            reader.report(place, "no such method as `\(parts[0])`", suggestion: meant)
            return made(text, nothing)
        }
        let target = String(parts[1])
        if let complaint = sources.targetMistake(target) {
            let hint = "the gateway refuses such a target before any policy is asked"
            reader.report(place, "target `\(target)` is not canonical: \(complaint)", hint: hint)
            return made(text, nothing)
        }
        guard let (host, path, query) = PartsReading.split(target) else {
            let hint = "write a path from the root, or `https://host/path`"
            reader.report(place, "`\(target)` is not a target", hint: hint)
            return made(text, nothing)
        }
        return made(text, AccessRequest(method: RequestMethod(String(parts[0])), host: host, path: path, query: query))
    }

    /// Host, path and query of a target.
    private static func split(_ target: String) -> (host: String, path: String, query: String)? {
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
        return (host, String(Substring(path)), String(Substring(rest[path.endIndex...].dropFirst())))
    }
}
