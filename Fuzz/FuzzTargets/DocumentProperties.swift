import Besturen
import Policy

enum DocumentProperties {
    private static let limits = DocumentLimits(bytes: 1 << 16, nodes: 5_000, depth: 16)

    static func policy(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 2
        switch PolicyLoader.load(file: "p", text: text, limits: limits) {
        case .success(let policy):
            check.holds(!policy.routes.isEmpty, "a policy that loads has a route")
            for route in policy.routes {
                let decision = policy.decide(principal: nil, route: route, method: .get)
                let explanation = policy.explain(principal: nil, route: route, method: .get)
                check.holds(decision.isAllowed == explanation.isAllowed, "decision and explanation agree")
                check.holds(
                    !decision.isAllowed || !route.needsPrincipal, "nobody comes in where somebody is asked for")
            }
            let report = FindingReport(policy, text: text)
            check.holds(
                (report.findings + report.silenced.map(\.finding)).allSatisfy {
                    (1...lines).contains($0.location.line) && $0.location.column >= 1
                }, "a finding lies within the document")
        case .failure(let failure):
            check.holds(!failure.mistakes.isEmpty, "a policy that does not load has a mistake")
            for mistake in failure.mistakes {
                check.holds(
                    (1...lines).contains(mistake.location.line) && mistake.location.column >= 1,
                    "a mistake lies within the document", "\(mistake)")
            }
        }
        if case .failure(let failure) = PolicyTestSuite.load(file: "s", text: text, limits: limits) {
            check.holds(!failure.mistakes.isEmpty, "a suite that does not load has a mistake")
        }
    }

    static func besturen(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let (register, problems) = BesturenRegister.read(csv: bytes, source: "b")
        let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
        check.holds(
            problems.allSatisfy { (1...lines).contains($0.line) }, "a problem lies within the list", "\(problems)")
        for bestuur in register.besturen {
            check.holds(register.bestuur(uri: bestuur.uri) == bestuur, "a bestuur is found by its URI", bestuur.uri)
            for code in bestuur.codes {
                switch register.lookup(code) {
                case .found(let found):
                    check.holds(
                        found == bestuur || bestuur.status != .actief, "an active bestuur is found or contested",
                        bestuur.uri)
                case .conflict(let all):
                    check.holds(all.contains(bestuur), "a conflict names every holder", bestuur.uri)
                case .unknown, .pending: check.holds(false, "a code that is listed is known", "\(code)")
                }
            }
        }
    }
}
