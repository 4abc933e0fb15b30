import Testing

@testable import Policy

@Suite("A mistake in what a route says of its JSON:API")
struct JSONAPIMistakeTests {
    private static func route(_ rules: String, _ door: String = "modules: [toezicht], upstream: api") -> String {
        PolicyText.route("{ path: /a/**, \(door), json-api: \(rules) }")
    }

    static let documents: [FaultyDocument] = [
        .init("a list", route("‸[status]"), "`json-api` must be a mapping, not a list"),
        .init("nothing", route("‸~"), "`json-api` must be a mapping, not nothing"),
        .init("a word", route("‸strict"), "`json-api` must be a mapping, not a text"),
        .init("an unknown key", route("{ ‸includes: [status] }"), "unknown key `includes`", suggestion: "include"),
        .init(
            "a key of JSON:API that is not judged", route("{ ‸page: [size] }"), "unknown key `page`",
            hint: "`json-api` has the keys `include`, `relationships`, `filter`"),
        .init(
            "one path that is no list", route("{ include: ‸status }"), "`include` must be a list, not a text",
            hint: "`[…]`"),
        .init("an empty list", route("{ include: ‸[] }"), "`include` must not be empty"),
        .init("an empty path", route("{ include: [‸\"\"] }"), "an item of `include` must not be empty"),
        .init("a path twice", route("{ include: [status, a.b, ‸status] }"), "`status` is listed twice"),
        .init(
            "an empty name", route("{ include: [‸a..b] }"), "`a..b` cannot be an item of `include`", hint: "with a dot"),
        .init("a star", route("{ filter: [‸\"*\"] }"), "`*` cannot be an item of `filter`", hint: "letters, digits"),
        .init(
            "a name with an accent", route("{ include: [‸caté] }"), "`caté` cannot be an item of `include`",
            hint: "letters, digits"),
        .init(
            "an order", route("{ filter: [‸-sent-date] }"), "`-sent-date` cannot be an item of `filter`",
            hint: "letters, digits"),
        .init(
            "brackets", route("{ filter: [‸\"status[id]\"] }"), "`status[id]` cannot be an item of `filter`",
            hint: "letters, digits"),
        .init(
            "a path of relationships", route("{ relationships: [‸a.b] }"), "`a.b` cannot be an item of `relationships`",
            hint: "one relationship"),
        .init(
            "a path that is too long", route("{ include: [‸\(String(repeating: "a", count: 101))] }"),
            "`\(String(repeating: "a", count: 101))` cannot be an item of `include`", hint: "letters, digits"),
        .init(
            "a module that the route does not admit",
            route("{ include: { toezicht: [a], ‸Beheer: [b, c] } }"), "unknown module or role of this route `Beheer`",
            hint: "name one that the route admits"),
        .init(
            "a misspelled module", route("{ relationships: { ‸toezichtt: [a] } }"),
            "unknown module or role of this route `toezichtt`", suggestion: "toezicht"),
        .init(
            "a module where none is told apart",
            route("{ include: { ‸toezicht: [a] } }", "access: authenticated, upstream: api"),
            "unknown module or role of this route `toezicht`", hint: "write a list"),
        .init(
            "a mapping in a mapping", route("{ include: { toezicht: ‸{ toezicht: [a] } } }"),
            "`include` must be a list, not a mapping", hint: "`[…]`"),
        .init(
            "a closed route", PolicyText.route("{ path: /a, access: closed, why: no, ‸json-api: {} }"),
            "a closed route has no `json-api`", hint: "nothing is asked"),
        .init(
            "a delegated route",
            PolicyText.route(
                "{ path: /a, access: delegated, delegated-to: key, upstream: api, why: theirs, ‸json-api: {} }"),
            "a delegated route has no `json-api`", hint: "also judges"),
        .init(
            "a parameter before everything below",
            PolicyText.route("{ path: /a/:id/**, modules: [toezicht], upstream: api, ‸json-api: {} }"),
            "`json-api` cannot tell what stands below `/a/:id/**`", hint: "whole paths"),
    ]

    @Test("is reported at its place, with what to do", arguments: documents)
    func reported(_ document: FaultyDocument) {
        document.expect(Given.mistakes(MarkedText(document.text).text), file: "policy.yaml")
    }

    @Test("does not keep the same path from being named for several modules, or the same module twice over")
    func merged() throws {
        let policy = try JSONAPIGiven.load()
        let entries = policy.routes[1].jsonAPI?.include.entries
        #expect(entries?.map(\.path) == ["submission", "owner", "message"])
        #expect(entries?.map(\.candidates) == [CandidateSet([0]), CandidateSet([0, 1]), CandidateSet([1])])
    }
}
