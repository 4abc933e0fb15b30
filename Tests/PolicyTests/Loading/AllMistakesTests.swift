import Testing

@testable import Policy

@Suite("All mistakes of a policy")
struct AllMistakesTests {
    static let text = """
        version: 3
        claims: { bestuur: org, rolls: roles }
        doelgroepen: [LB, lb]
        modules:
          Toezicht: { role: R S, bestuurstypes: [gemeente, stad] }
          m: { label: M }
        administrative-roles:
          A: { bestuurstypes: 7 }
        retired-roles:
          A: ""
        hosts:
          h: [a b]
        upstreams: [API]
        routes:
          - { path: a, methods: [GETT], access: open, upstream: nowhere }
          - /b
          - { path: /c, modules: [nothing], roles: [nobody], host: h2, upstream: api }
        unknown: 1
        """

    @Test("come at once, in the order of the document")
    func atOnce() {
        let mistakes = Given.mistakes(Self.text)
        let places = mistakes.map { "\($0.location.line):\($0.location.column)" }
        #expect(
            places == [
                "1:10", "2:9", "2:9", "2:25", "3:19", "5:3", "5:13", "5:21", "5:52", "6:3", "8:6", "8:23", "10:3",
                "10:6",
                "12:7", "13:13", "15:13", "15:26", "15:41", "16:5", "17:27", "17:45", "17:60", "17:74", "18:1",
            ], "\(DocumentMistakes(mistakes))")
    }

    @Test("are sentences that begin small, end without a stop and fit one line")
    func sentences() {
        for mistake in Given.mistakes(Self.text) {
            let message = mistake.message
            #expect(message.first?.isUppercase == false, "\(message)")
            #expect(!message.hasSuffix(".") && !message.contains("\n"), "\(message)")
            #expect(mistake.hint?.hasSuffix(".") != true, "\(mistake)")
        }
    }

    @Test("are printed one below the other")
    func printed() {
        let failure = DocumentMistakes(Given.mistakes(Self.text))
        let lines = failure.description.split(separator: "\n")
        #expect(
            lines.filter { $0.hasPrefix("policy.yaml:") && $0.contains(": error: ") }.count == failure.mistakes.count)
        #expect(lines.filter { !$0.hasPrefix("policy.yaml:") }.allSatisfy { $0.hasPrefix("    hint: ") })
    }

    @Test("keep a policy from loading, each by itself", arguments: 1...18)
    func eachKeepsItFromLoading(_ line: Int) throws {
        let place = Given.mistakes(Self.text).first { $0.location.line == line }
        // Lines 4, 7, 9, 11 and 14 only open a mapping.
        #expect((place == nil) == [4, 7, 9, 11, 14].contains(line))
    }

    @Test("of several files sort by file, line and column")
    func order() {
        let places = [("b", 1, 1), ("a", 2, 1), ("a", 1, 9), ("a", 1, 10), ("a", 10, 1)]
        let mistakes = places.map {
            Mistake(location: SourceLocation(file: $0.0, line: $0.1, column: $0.2), message: "x")
        }
        let sorted = DocumentMistakes(mistakes).mistakes.map(\.location.description)
        #expect(sorted == ["a:1:9", "a:1:10", "a:2:1", "a:10:1", "b:1:1"])
    }

    // MARK: - What was probably meant

    static let near: [(word: String, candidates: [String], found: String?)] = [
        ("toezich", ["toezicht", "bbcdr"], "toezicht"), ("TOEZICHT", ["toezicht"], "toezicht"),
        ("teozicht", ["toezicht"], "toezicht"), ("toezicht", ["toezicht"], nil), ("", ["a"], "a"), ("x", [], nil),
        ("abc", ["xyz"], nil), ("ab", ["ba"], "ba"), ("same", ["sane", "sale"], "sale"),
        ("same", ["sale", "sane"], "sale"),
        ("path", ["methods", "host"], nil), ("LoketLB-toezicht", ["LoketLB-toezichtGebruiker"], nil),
        ("LoketLB-toezichtgebruikr", ["LoketLB-toezichtGebruiker"], "LoketLB-toezichtGebruiker"),
        (String(repeating: "a", count: 10_000), [String(repeating: "a", count: 3)], nil),
    ]

    @Test("name what was probably meant, and nothing far away", arguments: near)
    func suggests(_ row: (word: String, candidates: [String], found: String?)) {
        #expect(NearMiss.suggestion(for: row.word, among: row.candidates) == row.found)
    }

    static let distances: [(String, String, Int)] = [
        ("", "", 0), ("a", "", 1), ("", "ab", 2), ("abc", "abc", 0), ("abc", "ABC", 0), ("abc", "acb", 1),
        ("abc", "abcd", 1), ("abc", "xbc", 1), ("kitten", "sitting", 3), ("ab", "cd", 2),
    ]

    @Test("count slips alike in both directions", arguments: distances)
    func counts(_ row: (String, String, Int)) {
        #expect(NearMiss.distance(row.0, row.1, limit: 5) == row.2)
        #expect(NearMiss.distance(row.1, row.0, limit: 5) == row.2)
    }

    @Test("say no more than that a word is beyond the limit")
    func beyondLimit() {
        #expect(NearMiss.distance("a", "abcdef", limit: 2) == 3)
        #expect(NearMiss.distance("kitten", "sitting", limit: 2) > 2)
    }
}
