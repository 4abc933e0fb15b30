import Besturen
import Foundation
import Testing

@testable import Policy

/// The import of the recorded facts about the Loket, written in the shapes of its sources, beside the policy that people made
/// of the same facts.
@Suite(
    "The import of the Loket",
    .enabled(if: LoketFiles.factsArePresent, "../shared/data with the recorded facts is absent"))
struct LoketImportTests {
    /// The recorded rules as a `dispatcher.ex`, each on its recorded line.
    static func dispatcher() throws -> String {
        var lines: [Int: String] = [1: "defmodule Dispatcher do", 2: "use Matcher", 3: "define_accept_types []"]
        var last = 3
        for row in try LoketFiles.facts("routes.csv") {
            let line = try #require(row["line"].flatMap { Int($0) })
            var options: [String] = []
            if let accept = row["accept"], !accept.isEmpty { options.append("accept: %{ \(accept): true }") }
            if let host = row["host"], !host.isEmpty {
                options.append("reverse_host: [\"\(host.replacingOccurrences(of: ".*", with: ""))\" | _rest]")
            }
            let verb = row["method"] == "ANY" ? "match" : (row["method"] ?? "").lowercased()
            let url = (row["upstream"] ?? "").split(separator: "{").first.map(String.init) ?? ""
            let body =
                url.hasPrefix("http") ? "forward conn, path, \"\(url)\"" : "send_resp(conn, 404, \"Route not found\")"
            let list = options.isEmpty ? "" : ", %{ \(options.joined(separator: ", ")) }"
            lines[line] = "\(verb) \"\(row["path_pattern"] ?? "")\"\(list) do \(body) end"
            last = max(last, line)
        }
        lines[last + 1] = "end"
        return (1...(last + 1)).map { lines[$0] ?? "" }.joined(separator: "\n") + "\n"
    }

    static func rules() throws -> String {
        var order: [String] = []
        var types: [String: [String]] = [:]
        for row in try LoketFiles.facts("eligibility.csv") {
            let role = row["role"] ?? ""
            if types[role] == nil { order.append(role) }
            types[role, default: []].append(row["classification_uri"] ?? "")
        }
        let rules = order.map { role in
            let uris = (types[role] ?? []).filter { $0.hasPrefix("http") }.map { "\"\($0)\"" }
            let restriction = uris.isEmpty ? "" : ", \"restrictToClassifications\": [\(uris.joined(separator: ", "))]"
            return "{ \"sessionRole\": \"\(role)\"\(restriction) }"
        }
        return "{ \"rules\": [\n\(rules.joined(separator: ",\n"))\n] }\n"
    }

    static func draft() throws -> PolicyDraft {
        let roles = try String(contentsOf: LoketFiles.facts.appending(path: "roles.csv"), encoding: .utf8)
        return try PolicyDraft.make(
            dispatcher: .init(file: "dispatcher.ex", text: dispatcher()),
            rules: .init(file: "rules.json", text: rules()),
            roles: .init(file: "roles.csv", text: roles)
        ).get()
    }

    /// Path shape and host, for comparison.
    static func addresses(_ policy: PolicySet) -> Set<String> {
        Set(
            policy.routes.map { route in
                let segments = route.path.segments.map { if case .literal(let text) = $0 { text } else { ":" } }
                return (route.host ?? "") + "/"
                    + (segments + (route.path.matchesBelow ? ["**"] : [])).joined(separator: "/")
            })
    }

    @Test("has a route for every rule, and opens nothing")
    func routes() throws {
        let draft = try Self.draft()
        let policy = try PolicyLoader.load(file: "draft", text: draft.text).get()
        #expect(draft.counts.rules == 166)
        #expect(policy.routes.allSatisfy { $0.access == .closed })
        let ours = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        // People wrote two addresses that the dispatcher does not tell apart: those of which only a part may be written or read.
        let (imported, written) = (Self.addresses(policy), Self.addresses(ours))
        #expect(written.subtracting(imported) == ["/bestuurseenheden/:", "/impersonations/current"])
        #expect(imported.subtracting(written) == [])
        // What the order of the dispatcher decides, a person had to find out for the policy; the import finds it too.
        let marked = Set(
            policy.routes.filter { $0.why?.contains("hands these methods") == true }.map(\.path.description))
        #expect(marked.isSuperset(of: ["/mandatarissen/:id", "/submission-forms/:id/submit", "/files/:id/download"]))
        #expect(draft.notes.allSatisfy { $0.location.file == "roles.csv" }, "every rule of the dispatcher was placed")
    }

    @Test("knows each role for the same types of bestuur as the policy")
    func roles() throws {
        let draft = try PolicyLoader.load(file: "draft", text: Self.draft().text).get()
        let ours = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        #expect(draft.modules.count == ours.modules.count { $0.role != nil })
        for module in draft.modules {
            guard let role = module.role, let written = ours.modules.first(where: { $0.role == role }) else {
                Issue.record("module \(module.id) of the import is not in the policy")
                continue
            }
            #expect(module.bestuurstypes == written.bestuurstypes && module.isExternal == written.isExternal, "\(role)")
            #expect(module.id == written.id)
        }
        for role in draft.administrativeRoles {
            #expect(
                ours.administrativeRoles.first { $0.name == role.name }?.bestuurstypes == role.bestuurstypes,
                "\(role.name)")
        }
    }
}
