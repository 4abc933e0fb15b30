package import JOSE

/// What `curl -i` printed: the status and the body of the final answer.
package struct CurlTranscript: Sendable {
    package let status: Int
    /// The body when it is a JSON object, else `nil`.
    package let body: JSONValue?

    /// `nil` when the text holds no HTTP answer: nothing listened, or the connection was closed without one.
    package init?(_ text: String) {
        // An interim answer (100 Continue) stands before the final one, with a head of its own.
        var rest = text[...]
        while true {
            guard rest.hasPrefix("HTTP/"), let end = rest.firstRange(of: "\r\n\r\n"),
                let code = rest.split(separator: " ", maxSplits: 2).dropFirst().first?.prefix(3), let status = Int(code)
            else { return nil }
            rest = rest[end.upperBound...]
            guard status >= 200 else { continue }
            self.status = status
            body = try? JSONValue.parse(Array(rest.utf8))
            return
        }
    }

    /// Why this is not the answer that was promised, `nil` when it is.
    package func difference(from answer: DemoRequest.Answer) -> String? {
        let code = body?["code"]?.stringValue
        let module = body?["module"]?.stringValue
        guard status != answer.status || code != answer.code || module != answer.module else { return nil }
        return
            "expected \(Self.text(answer.status, answer.code, answer.module)), got \(Self.text(status, code, module))"
    }

    private static func text(_ status: Int, _ code: String?, _ module: String?) -> String {
        ([String(status)] + [code, module].compactMap(\.self)).joined(separator: " ")
    }
}
