package import JOSE

/// One request of the demo with the answer it gets.
package struct DemoRequest: Sendable, Hashable {
    /// The answer, as far as the demo promises it.
    package struct Answer: Sendable, Hashable {
        package let status: Int
        /// The `code` member of a refusal, `nil` for an answer of a module.
        package let code: String?
        /// The `module` member of a sample module's answer, `nil` for a refusal.
        package let module: String?

        package init(status: Int, code: String? = nil, module: String? = nil) {
            self.status = status
            self.code = code
            self.module = module
        }
    }

    /// A word for lists and machines.
    package let name: String
    /// What happens, for people.
    package let sentence: String
    /// Whose token goes with it, `nil` for none.
    package let person: Person?
    package let method: String
    /// The request target, byte for byte.
    package let target: String
    /// A JSON body, `nil` for none.
    package let body: String?
    package let answer: Answer

    /// A command line for a POSIX shell. It prints the answer with its head.
    ///
    /// - Parameters:
    ///   - gateway: the gateway's `host:port`.
    ///   - tokens: the directory with the token files, as the shell sees it.
    package func command(gateway: String, tokens: String) -> String {
        var words = ["curl -is"]
        // Without it curl resolves dot segments itself, and the gateway never sees them.
        if target.contains("/.") { words.append("--path-as-is") }
        if method != "GET" { words.append("-X \(method)") }
        if let person {
            words.append("-H \"Authorization: Bearer $(cat \(Self.quotedInside(tokens))/\(person.id).jwt)\"")
        }
        if let body {
            words.append("-H 'Content-Type: application/vnd.api+json' -d \(Self.quoted(body))")
        }
        words.append("http://\(gateway)\(Self.isPlain(target) ? target : Self.quoted(target))")
        return words.joined(separator: " ")
    }

    /// The request for machines: what to run and what to expect.
    package func json(gateway: String, tokens: String) -> JSONValue {
        .object([
            ("name", .string(name)),
            ("sentence", .string(sentence)),
            ("person", person.map { .string($0.id) } ?? .null),
            ("method", .string(method)),
            ("target", .string(target)),
            ("command", .string(command(gateway: gateway, tokens: tokens))),
            ("status", .integer(Int64(answer.status))),
            ("code", answer.code.map { .string($0) } ?? .null),
            ("module", answer.module.map { .string($0) } ?? .null),
        ])
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// A path inside `"$( … )"`: only one that needs it is quoted, so that the usual command stays readable.
    private static func quotedInside(_ path: String) -> String {
        isPlain(path) ? path : quoted(path)
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
