import Testing

@testable import Policy

@Suite("What a route says of its JSON:API")
struct JSONAPIRulesTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let request: String
        let code: AccessReasonCode?
        var roles = ["Toezicht", "Berichten", "Beheer"]
        var testDescription: String { "\(request) by \(roles.joined(separator: ", "))" }

        init(_ request: String, _ code: AccessReasonCode? = nil, roles: [String]? = nil) {
            self.request = request
            self.code = code
            if let roles { self.roles = roles }
        }
    }

    @Test(
        "admits a path of relationships with its beginnings, and no other",
        arguments: [
            Case("GET /submissions"),
            Case("GET /submissions?include="),
            Case("GET /submissions?include=status"),
            Case("GET /submissions?include=form-data"),
            Case("GET /submissions?include=form-data.passed-by"),
            Case("GET /submissions?include=status,form-data.passed-by,form-data.decision-type"),
            // As `encodeURIComponent` writes it.
            Case("GET /submissions?include=status%2Cform-data&page%5Bsize%5D=20&sort=-sent-date"),
            Case("POST /submissions?include=status"),
            Case("HEAD /submissions/1?include=status"),
            Case("GET /submissions?include=owner", .includeNotAdmitted),
            Case("GET /submissions?include=status,owner", .includeNotAdmitted),
            Case("GET /submissions?include=status.owner", .includeNotAdmitted),
            Case("GET /submissions?include=form-data.passed-by.owner", .includeNotAdmitted),
            Case("GET /submissions?include=form", .includeNotAdmitted),
            Case("GET /submissions?include=form-data.passed", .includeNotAdmitted),
            Case("GET /submissions?include=passed-by", .includeNotAdmitted),
            Case("GET /submissions?include=Status", .includeNotAdmitted),
            Case("GET /submissions?include=documents", .includeNotAdmitted),
            Case("GET /submissions?include=sent-date", .includeNotAdmitted),
            Case("DELETE /submissions/1?include=owner", .includeNotAdmitted),
            Case("GET /submissions?include=\(String(repeating: "a", count: 400))", .includeNotAdmitted),
            Case("GET /concepts?include=status", .includeNotAdmitted),
            Case("GET /units/1?include=kind"),
            Case("GET /units/1?include=owner", .includeNotAdmitted),
            Case("GET /pages?include=author", roles: []),
            Case("GET /pages?include=editor", .includeNotAdmitted, roles: []),
        ])
    func include(_ test: Case) throws {
        try check(test)
    }

    @Test(
        "admits a relationship behind an identifier, and nothing deeper",
        arguments: [
            Case("GET /submissions/1"),
            Case("GET /submissions/1/"),
            Case("GET /submissions/1/form-data"),
            Case("GET /submissions/1/form-data/"),
            Case("GET /submissions/1/links/documents"),
            Case("PATCH /submissions/1/links/documents"),
            Case("DELETE /submissions/1/relationships/documents"),
            Case("GET /submissions/1/status", .relationshipNotAdmitted),
            Case("GET /submissions/1/Form-data", .relationshipNotAdmitted),
            Case("GET /submissions/1/form-dat%C3%A9", .relationshipNotAdmitted),
            Case("GET /submissions/1/links", .relationshipNotAdmitted),
            Case("GET /submissions/1/links/", .relationshipNotAdmitted),
            Case("GET /submissions/1/relationships", .relationshipNotAdmitted),
            Case("GET /submissions/1/links/status", .relationshipNotAdmitted),
            Case("GET /submissions/1/Links/documents", .relationshipNotAdmitted),
            Case("GET /submissions/1/links/documents/1", .relationshipNotAdmitted),
            Case("GET /submissions/1/documents/1", .relationshipNotAdmitted),
            Case("GET /submissions/1/documents/1/owner", .relationshipNotAdmitted),
            Case("GET /submissions/1/documents/links/owner", .relationshipNotAdmitted),
            Case("GET /submissions/1/form-data.passed-by", .relationshipNotAdmitted),
            Case("GET /concepts/1/top-concept-of", .relationshipNotAdmitted),
            // Named by a pattern of its own.
            Case("GET /units/1/kind"),
            Case("GET /units/1/owner", .routeUnknown),
        ])
    func relationships(_ test: Case) throws {
        try check(test)
    }

    @Test(
        "reads a path in the query from where the address stands",
        arguments: [
            Case("GET /submissions/1/form-data?include=passed-by"),
            Case("GET /submissions/1/form-data?include=form-data.passed-by", .includeNotAdmitted),
            Case("GET /submissions/1/form-data?include=status", .includeNotAdmitted),
            Case("GET /submissions/1/documents?include=form-data", .includeNotAdmitted),
            Case("GET /submissions/1/documents?filter[name]=x"),
            Case("GET /submissions/1/documents?sort=name"),
            Case("GET /submissions/1/documents?filter[sent-date]=x", .filterNotAdmitted),
            Case("GET /submissions/1/documents?filter=x&page[size]=1"),
            // Relative to the source or to the target, depending on whom one asks.
            Case("GET /submissions/1/links/form-data?include=passed-by", .includeNotAdmitted),
            Case("GET /submissions/1/links/form-data?include=form-data", .includeNotAdmitted),
            Case("GET /submissions/1/relationships/documents?sort=name", .filterNotAdmitted),
            Case("GET /submissions/1/links/documents?page[size]=1"),
        ])
    func relative(_ test: Case) throws {
        try check(test)
    }

    @Test(
        "admits filters and orders by what is included or named, because a filter tells what it looks at",
        arguments: [
            Case("GET /submissions?filter=text"),
            Case("GET /submissions?filter=text&filter[status][id]=1"),
            Case("GET /submissions?filter[sent-date]=2026&filter=text"),
            Case("GET /submissions?filter[id]=1,2"),
            Case("GET /submissions?filter[:id:]=1"),
            Case("GET /submissions?filter[:uri:]=http://x"),
            Case("GET /submissions?filter[sent-date]=2026"),
            Case("GET /submissions?filter[:gt:sent-date]=2026&filter[:lt:sent-date]=2027"),
            Case("GET /submissions?filter%5B%3Agt%3Asent-date%5D=2026"),
            Case("GET /submissions?filter[status]=x"),
            Case("GET /submissions?filter[status][id]=1"),
            Case("GET /submissions?filter[status][:id:]=1"),
            Case("GET /submissions?filter[status][:uri:]=1"),
            Case("GET /submissions?filter[status][label]=x"),
            Case("GET /submissions?filter[status][:exact:label]=x"),
            Case("GET /submissions?filter[:has:status]=true"),
            Case("GET /submissions?filter[:has-no:form-data]=true"),
            Case("GET /submissions?filter[:or:][status][label]=x&filter[:or:][sent-date]=y"),
            Case("GET /submissions?filter[form-data][passed-by][:id:]=1"),
            Case("GET /submissions?filter[documents][name]=x"),
            Case("GET /submissions?sort=sent-date"),
            Case("GET /submissions?sort=-sent-date,status.label"),
            Case("GET /submissions?sort=-:no-case:sent-date"),
            Case("GET /submissions?sort="),
            Case("GET /submissions?sort=owner", .filterNotAdmitted),
            Case("GET /submissions?sort=-owner.name", .filterNotAdmitted),
            Case("GET /submissions?sort=status.secret", .filterNotAdmitted),
            Case("GET /submissions?filter[owner]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[owner][name]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[owner][:id:]=1", .filterNotAdmitted),
            Case("GET /submissions?filter[status][secret]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[:has:owner]=true", .filterNotAdmitted),
            Case("GET /submissions?filter[:has-no:owner]=true", .filterNotAdmitted),
            Case("GET /submissions?filter[form-data][:has:owner]=true", .filterNotAdmitted),
            Case("GET /submissions?filter[:or:][owner][name]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[:not:owner]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[id][owner]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[:or:id][id]=x"),
            // Named as a whole: its beginning is not.
            Case("GET /submissions?filter[documents]=x", .filterNotAdmitted),
            Case("GET /submissions?filter[documents][:id:]=1", .filterNotAdmitted),
            Case("GET /concepts?filter[label]=x", .filterNotAdmitted),
            Case("GET /concepts?filter=x&page[number]=1&fields[concepts]=label"),
        ])
    func filter(_ test: Case) throws {
        try check(test)
    }

    @Test(
        "counts for what grants, and for nothing else",
        arguments: [
            Case("GET /files?include=submission", roles: ["Toezicht"]),
            Case("GET /files?include=owner", roles: ["Toezicht"]),
            Case("GET /files?include=owner", roles: ["Berichten"]),
            Case("GET /files?include=message", .includeNotAdmitted, roles: ["Toezicht"]),
            Case("GET /files?include=message,submission", roles: ["Toezicht", "Berichten"]),
            Case("GET /files?include=message,submission", .includeNotAdmitted, roles: ["Beheer", "Berichten"]),
            Case("GET /files?include=owner", .includeNotAdmitted, roles: ["Beheer"]),
            Case("GET /files/1/jobs", roles: ["Beheer"]),
            Case("GET /files/1/jobs", .relationshipNotAdmitted, roles: ["Toezicht", "Berichten"]),
            Case("GET /files?sort=name", .filterNotAdmitted, roles: ["Toezicht"]),
            Case("GET /files?sort=name", roles: ["Berichten"]),
            Case("GET /files?include=submission", .moduleNotGranted, roles: []),
        ])
    func perModule(_ test: Case) throws {
        try check(test)
    }

    @Test("does not count for a module that may only read, in a write")
    func readOnly() throws {
        let policy = try JSONAPIGiven.load()
        let viewOnly: Set<String> = ["Berichten"]
        let both = ["Toezicht", "Berichten"]
        #expect(
            try JSONAPIGiven.explain(policy, "GET /files?include=message", roles: both, viewOnly: viewOnly).isAllowed)
        let write = try JSONAPIGiven.explain(policy, "PATCH /files/1?include=message", roles: both, viewOnly: viewOnly)
        #expect(write.code == .includeNotAdmitted)
        #expect(
            try JSONAPIGiven.explain(policy, "PATCH /files/1?include=submission", roles: both, viewOnly: viewOnly)
                .isAllowed)
    }

    @Test("is not asked where the route is silent: path and query are then the upstream's")
    func silent() throws {
        let policy = try JSONAPIGiven.load()
        for target in ["/free?include=owner", "/free/1/2/3/4", "/free?Include=x&include=y;"] {
            #expect(try JSONAPIGiven.explain(policy, "GET \(target)").isAllowed)
        }
    }

    @Test("tells every piece that is refused, behind the conditions of the person")
    func everything() throws {
        let policy = try JSONAPIGiven.load()
        let all = try JSONAPIGiven.explain(policy, "GET /submissions/1/owner?include=x&sort=y&z=1")
        #expect(
            all.refusals.map(\.code) == [
                .relationshipNotAdmitted, .includeNotAdmitted, .filterNotAdmitted, .parameterUnknown,
            ])
        #expect(all.refusals[0].english == "this relationship may not be followed here: `owner`")
        #expect(all.refusals[1].dutch == "gekoppelde gegevens mogen hier niet mee opgevraagd worden: `x`")
        let nobody = policy.explain(.anonymous, request: JSONAPIGiven.read("GET /submissions?include=x"))
        #expect(nobody.refusals.map(\.code) == [.tokenMissing, .includeNotAdmitted])
        let other = try JSONAPIGiven.explain(policy, "GET /submissions?include=x", roles: ["Berichten"])
        #expect(other.refusals.map(\.code) == [.moduleNotGranted, .includeNotAdmitted])
        #expect(
            policy.remedies(for: other, asker: .anonymous).last?.needed
                == "an address without `x`; this one admits include status, form-data.passed-by, "
                + "form-data.decision-type; relationships form-data, documents; filter sent-date, status.label, documents.name"
        )
    }

    @Test("stands in the explanation, with the modules and roles where they differ")
    func explained() throws {
        let policy = try JSONAPIGiven.load()
        let explanation = try JSONAPIGiven.explain(policy, "GET /files")
        let words =
            "include submission (toezicht), owner (toezicht, berichten), message (berichten); "
            + "relationships jobs (Beheer), submission (toezicht); filter name (berichten)"
        #expect(explanation.route?.jsonAPI == words)
        // People read it where it is what refuses.
        #expect(!explanation.text.contains("related"))
        let refused = try JSONAPIGiven.explain(policy, "GET /files?include=x")
        #expect(refused.text.contains("\n  related \(words)\n"))
        #expect(explanation.json.text.contains("\"json_api\": \"\(words)\""))
        #expect(try JSONAPIGiven.explain(policy, "GET /concepts").route?.jsonAPI == "no related data")
        #expect(try JSONAPIGiven.explain(policy, "GET /free").route?.jsonAPI == nil)
    }

    private func check(_ test: Case) throws {
        let policy = try JSONAPIGiven.load()
        let explanation = try JSONAPIGiven.explain(policy, test.request, roles: test.roles)
        #expect(explanation.code == test.code)
        if let code = test.code, code != .moduleNotGranted, code != .routeUnknown {
            #expect(explanation.refusals.map(\.code) == [code])
        }
    }
}
