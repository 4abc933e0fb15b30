import Testing

@testable import Policy

@Suite("Whatever the query")
struct QueryPropertyTests {
    private static let pieces = [
        "include", "filter", "sort", "page", "fields", "=", "=", "&", "[", "]", "%5B", "%5D", "%2C", ",", ".", "-", ":",
        "status", "form-data", "passed-by", "owner", "sent-date", "id", ":id:", ":or:", ":has:", ":exact:", "size", "x",
        "%00", "%25", ";", "?", "Include", "+", "%69", "name", "submission", "message", "documents",
    ]

    @Test("adding it never opens what is closed without it, and the same decision is made twice", arguments: 0..<20)
    func onlyTakesAway(_ seed: UInt64) throws {
        let policy = try JSONAPIGiven.load()
        var random = SeededGenerator(state: seed)
        let roles = ["Toezicht", "Berichten", "Beheer"]
        let paths = [
            "/submissions", "/submissions/1", "/submissions/1/form-data", "/submissions/1/owner", "/files/1/jobs",
            "/files", "/concepts", "/units/1", "/pages/1", "/free/1",
        ]
        var allowed = 0
        for _ in 0..<400 {
            let count = Int.random(in: 1...8, using: &random)
            let query = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let path = paths.randomElement(using: &random) ?? "/"
            let method = ["GET", "POST", "DELETE"].randomElement(using: &random) ?? "GET"
            let held = roles.filter { _ in Bool.random(using: &random) }
            let without = try JSONAPIGiven.explain(policy, "\(method) \(path)", roles: held)
            let with = try JSONAPIGiven.explain(policy, "\(method) \(path)?\(query)", roles: held)
            if with.isAllowed {
                allowed += 1
                #expect(without.isAllowed, "\(method) \(path)?\(query)")
                #expect(with.grant == without.grant)
            }
        }
        #expect(allowed > 0)
    }

    @Test(
        "what passes says the same to a reader that decodes it once and splits it at brackets and dots",
        arguments: 0..<20)
    func oneReading(_ seed: UInt64) throws {
        let policy = try JSONAPIGiven.load()
        var random = SeededGenerator(state: seed &+ 1_000)
        let admitted: Set<String> = [
            "status", "form-data", "form-data.passed-by", "form-data.decision-type", "sent-date", "status.label",
            "documents.name", "",
        ]
        let parts = [
            "include=status", "include=form-data.passed-by", "include=owner", "filter[status]=owner", "sort=sent-date",
            "filter%5Bsent-date%5D=1", "filter[owner]=1", "filter[status][:id:]=2", "sort=-owner", "page[size]=3",
            "include=status%2Cowner", "filter[:or:][owner][name]=1", "filter[:has:owner]=1",
        ]
        for _ in 0..<200 {
            var query = (0...Int.random(in: 0...2, using: &random))
                .map { _ in parts.randomElement(using: &random) ?? "" }.joined(separator: "&")
            // One byte anywhere, as a slip or an attack would have it.
            if Bool.random(using: &random), let piece = Self.pieces.randomElement(using: &random) {
                let place = Int.random(in: 0...query.count, using: &random)
                query.insert(contentsOf: piece, at: query.index(query.startIndex, offsetBy: place))
            }
            guard try JSONAPIGiven.explain(policy, "GET /submissions?\(query)").isAllowed else { continue }
            for path in Self.paths(namedBy: query) {
                #expect(admitted.contains(path), "`\(path)` in \(query)")
            }
        }
    }

    /// How mu-cl-resources reads a query: split, decode, look at any name that begins with `filter`.
    private static func paths(namedBy query: String) -> [String] {
        query.split(separator: "&").flatMap { parameter -> [String] in
            let halves = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = decoded(String(halves[0]))
            let value = decoded(halves.count > 1 ? String(halves[1]) : "")
            if name == "include" { return value.split(separator: ",").map(String.init) }
            if name == "sort" {
                return value.split(separator: ",").map { item in
                    let bare = item.hasPrefix("-") ? item.dropFirst() : item
                    return String(bare.hasPrefix(":no-case:") ? bare.dropFirst(9) : bare)
                }
            }
            guard name.hasPrefix("filter") else { return [] }
            var components = name.split(separator: "[").dropFirst().map { String($0.dropLast()) }
            if components.first?.hasPrefix(":or:") == true { components.removeFirst() }
            guard var last = components.popLast() else { return [] }
            if last.hasPrefix(":"), let end = last.dropFirst().firstIndex(of: ":") {
                last = String(last[last.index(after: end)...])
            }
            if last == "id" { last = "" }
            return [(components + (last.isEmpty ? [] : [last])).joined(separator: ".")]
        }
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
