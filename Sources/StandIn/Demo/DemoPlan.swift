package import JOSE

/// The five requests that the demo prints, and that its check makes.
package enum DemoPlan {
    /// The client id that the demo's tokens are for, as in `Examples/demo/poort.yaml`.
    package static let audience = "11111111-2222-4333-8444-555555555555"

    /// The people whose tokens the requests carry.
    package static let people = [InventedPeople.an, InventedPeople.bart, InventedPeople.chris]

    package static let requests = [
        DemoRequest(
            name: "allowed", sentence: "An opens the submissions of Toezicht",
            person: InventedPeople.an, method: "GET", target: "/submissions", body: nil,
            answer: .init(status: 200, module: "toezicht")),
        DemoRequest(
            name: "no-token", sentence: "somebody without a token asks for the same",
            person: nil, method: "GET", target: "/submissions", body: nil,
            answer: .init(status: 401, code: "token_missing")),
        DemoRequest(
            name: "module-not-granted", sentence: "Chris, who has no Toezicht, asks for the same",
            person: InventedPeople.chris, method: "GET", target: "/submissions", body: nil,
            answer: .init(status: 403, code: "module_not_granted")),
        DemoRequest(
            name: "module-read-only", sentence: "Bart, who may only look, changes a minister",
            person: InventedPeople.bart, method: "PATCH", target: "/ministers/1", body: #"{"data":{}}"#,
            answer: .init(status: 403, code: "module_read_only")),
        DemoRequest(
            name: "target-ambiguous", sentence: "An spells a path in a way that two readers could read differently",
            person: InventedPeople.an, method: "GET", target: "/submissions/../ministers", body: nil,
            answer: .init(status: 400, code: "request_target_ambiguous")),
    ]

    /// The whole plan for machines: where the gateway listens and every request with its answer.
    package static func json(gateway: String, tokens: String) -> JSONValue {
        .object([
            ("gateway", .string("http://\(gateway)")),
            ("requests", .array(requests.map { $0.json(gateway: gateway, tokens: tokens) })),
        ])
    }
}
