import Testing

@testable import Policy

@Suite("A policy that tells too much apart")
struct DomainLimitTests {
    /// Parameters with literals behind them multiply: every set of them is a kind of path.
    static let crossing: String = {
        var routes: [String] = []
        for depth in 0..<12 {
            for name in ["a", "b", "c"] {
                let before = (0..<depth).map { ":x\($0)" } + [name]
                let after = (depth + 1..<12).map { ":x\($0)" }
                routes.append(
                    "{ path: /\((before + after).joined(separator: "/")), access: authenticated, upstream: api }")
            }
        }
        return PolicyText(routes: routes).text
    }()

    static let manyHosts: String = {
        let hosts = (0..<400).map { "  h\($0): [h\($0).example]" }
        let routes = (0..<400).map { "{ path: /r\($0)/**, host: h\($0), access: authenticated, upstream: api }" }
        return PolicyText(more: (["modules: {}", "hosts:"] + hosts).joined(separator: "\n"), routes: routes).text
    }()

    @Test(
        "is loaded, but not enumerated",
        arguments: [
            (crossing, AnalysisError.tooManyPaths(limit: AddressWalk.limit)),
            (manyHosts, .tooManyAddresses(limit: AreaEnumeration.limit)),
        ])
    func limits(_ text: String, _ error: AnalysisError) throws {
        let policy = try PolicyLoader.load(file: "p", text: text).get()
        #expect(throws: error) { try AccessDomain([policy]) }
        // With an invariant it cannot be loaded, for nothing would be proved.
        let mistakes = Given.mistakes(text + "invariants:\n  - { name: n, never: { state: not-active } }\n")
        #expect(mistakes.map(\.message) == ["the invariants cannot be proved: \(error)"])
    }
}
