/// The comments `# dispatcher 26, 47` behind the routes of a policy file, by line.
struct LoketRouteComments: Sendable {
    private let byLine: [Int: [Int]]

    init(text: String) {
        var byLine: [Int: [Int]] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let parts = line.split(separator: "# dispatcher ")
            guard parts.count == 2 else { continue }
            byLine[index + 1] = parts[1].split(separator: ", ").compactMap { Int($0) }
        }
        self.byLine = byLine
    }

    func rules(atLine line: Int) -> [Int] { byLine[line] ?? [] }
}
