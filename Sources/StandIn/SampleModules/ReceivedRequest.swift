package import JOSE

/// What a sample module saw of a request, and tells the client: the gateway's effect made visible.
package struct ReceivedRequest: Sendable {
    package let method: String
    /// The request target as it arrived, with its query.
    package let target: String
    /// All fields as they arrived, in order, names in lower case.
    package let fields: [(name: String, value: String)]
    /// Bytes of body that arrived.
    package let bodyBytes: Int64

    package init(method: String, target: String, fields: [(name: String, value: String)], bodyBytes: Int64) {
        self.method = method
        self.target = target
        self.fields = fields
        self.bodyBytes = bodyBytes
    }

    package var json: JSONValue {
        .object([
            ("module", LoketModule.guess(path: target).map { .string($0) } ?? .null),
            ("method", .string(method)),
            ("target", .string(target)),
            ("identity", named("poort-")),
            ("forwarded", named("x-forwarded-")),
            // Whether a credential got through; its value is shown to nobody.
            ("authorization", .bool(fields.contains { $0.name == "authorization" })),
            ("body-bytes", .integer(bodyBytes)),
        ])
    }

    /// The fields whose names start so. A name that came more than once shows a list: two values are never joined.
    private func named(_ prefix: String) -> JSONValue {
        var names: [String] = []
        var values: [String: [JSONValue]] = [:]
        for (name, value) in fields where name.hasPrefix(prefix) {
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(.string(value))
        }
        return .object(
            names.map { name in
                let list = values[name] ?? []
                return (name, list.count == 1 ? list[0] : .array(list))
            })
    }
}
