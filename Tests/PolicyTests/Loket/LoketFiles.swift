import Foundation

/// Where the real policy and the recorded facts about the Loket lie.
///
/// The policy and its suites are part of the package. The facts (the dispatcher's rules, the roles, the types of bestuur
/// each role is meant for) are kept beside the package and may be absent; tests that need them are skipped then.
enum LoketFiles {
    static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent()  // Loket
        .deletingLastPathComponent()  // PolicyTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()

    static let loket = packageRoot.appending(path: "Examples/loket")
    static let facts = packageRoot.deletingLastPathComponent().appending(path: "shared/data")

    static let factsArePresent = ["routes.csv", "roles.csv", "eligibility.csv"].allSatisfy {
        FileManager.default.isReadableFile(atPath: facts.appending(path: $0).path)
    }

    static func policyText() throws -> String {
        try String(contentsOf: loket.appending(path: "policy.yaml"), encoding: .utf8)
    }

    /// The suites in `policy-tests`, by name, in a fixed order.
    static func suites() throws -> [URL] {
        try FileManager.default
            .contentsOfDirectory(at: loket.appending(path: "policy-tests"), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static func facts(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: facts.appending(path: name), encoding: .utf8)
        return LoketTable.rows(of: text)
    }
}
