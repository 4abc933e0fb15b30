/// What the body of a rule does.
enum DispatcherAction {
    /// One call of `forward` or `send_resp` and nothing else is clear; anything more is for a person to read.
    static func of(_ body: ArraySlice<ElixirToken>) -> DispatcherRule.Action {
        let tokens = Array(body.filter { $0.kind != .lineEnd })
        var rest = tokens[...]
        for prefix in [["Proxy", "."], ["Plug", ".", "Conn", "."]] where starts(rest, prefix) {
            rest = rest.dropFirst(prefix.count)
        }
        guard case .word(let call)? = rest.first?.kind else { return .unclear }
        rest = rest.dropFirst()
        if rest.first?.isMark("(") == true, rest.last?.isMark(")") == true { rest = rest.dropFirst().dropLast() }
        guard rest.first?.isWord("conn") == true, rest.dropFirst().first?.isMark(",") == true else { return .unclear }
        rest = rest.dropFirst(2)
        switch call {
        case "forward": return forward(rest)
        case "send_resp": return response(rest)
        default: return .unclear
        }
    }

    private static func starts(_ tokens: ArraySlice<ElixirToken>, _ prefix: [String]) -> Bool {
        zip(tokens, prefix).allSatisfy { token, text in token.isWord(text) || token.isMark(text) }
            && tokens.count >= prefix.count
    }

    /// `path, "http://service/…"`, to which words and texts may be added.
    private static func forward(_ arguments: ArraySlice<ElixirToken>) -> DispatcherRule.Action {
        guard let comma = arguments.firstIndex(where: { $0.isMark(",") }) else { return .unclear }
        // One name, or a list in brackets, and no call: code in its place can refuse, and nobody reads it here.
        let path = arguments[..<comma]
        let isName = path.count == 1 && path.allSatisfy { if case .word = $0.kind { true } else { false } }
        let isList =
            path.first?.isMark("[") == true && path.last?.isMark("]") == true
            && path.dropFirst().dropLast().allSatisfy { if case .string = $0.kind { true } else { false } }
        guard isName || isList else { return .unclear }
        let address = arguments[(comma + 1)...]
        let isPlain = address.enumerated().allSatisfy { index, token in
            switch token.kind {
            case .string, .word: index.isMultiple(of: 2)
            case .mark("<>"): !index.isMultiple(of: 2)
            default: false
            }
        }
        guard isPlain, case .string(let url, _)? = address.first?.kind, let service = service(url) else {
            return .unclear
        }
        return .forward(service: service)
    }

    private static func service(_ url: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: { url.utf8.starts(with: $0.utf8) }) else { return nil }
        let host = url.utf8.dropFirst(scheme.utf8.count).prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "?")
        }
        let text = String(Substring(host))
        return PolicyDocument.isRoleName(text) ? text : nil
    }

    private static func response(_ arguments: ArraySlice<ElixirToken>) -> DispatcherRule.Action {
        guard case .number(let status)? = arguments.first?.kind, arguments.dropFirst().first?.isMark(",") == true,
            arguments.count == 3, case .string? = arguments.last?.kind
        else { return .unclear }
        return .respond(status: status)
    }
}
