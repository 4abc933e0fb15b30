/// Reads the rules of a dispatcher from its tokens.
struct DispatcherParser {
    private let file: String
    private let tokens: [ElixirToken]
    private let sections: DispatcherSections
    private var at = 0
    private var attributes: [String: ElixirValue] = [:]
    private var layers: [String] = []

    private(set) var rules: [DispatcherRule] = []
    private(set) var notes: [ImportNote] = []
    private(set) var mistakes: [Mistake] = []

    private static let verbs: [String: MethodSet] = [
        "match": .all, "get": MethodSet([.get]), "put": MethodSet([.put]), "post": MethodSet([.post]),
        "delete": MethodSet([.delete]), "patch": MethodSet([.patch]), "head": MethodSet([.head]),
        "options": MethodSet([.options]),
    ]
    /// Values nest no deeper than this.
    private static let maximumDepth = 16

    init(file: String, tokens: [ElixirToken], sections: DispatcherSections) {
        self.file = file
        self.tokens = tokens
        self.sections = sections
    }

    mutating func parse() {
        guard let start = tokens.firstIndex(where: { $0.isWord("defmodule") }) else {
            report(line: 1, column: 1, "this is no dispatcher: it has no `defmodule`")
            return
        }
        at = start
        let opening = tokens[at]
        while let token = current, !token.isWord("do"), token.kind != .lineEnd { at += 1 }
        guard current?.isWord("do") == true else {
            report(opening, "`defmodule` has no `do`")
            return
        }
        at += 1
        while mistakes.isEmpty {
            skipLineEnds()
            guard let token = current else {
                report(opening, "the module that begins here is never ended")
                return
            }
            if token.isWord("end") { break }
            statement(token)
        }
        if mistakes.isEmpty, rules.isEmpty { report(opening, "the dispatcher has no rules") }
    }

    // MARK: - Places

    private var current: ElixirToken? { at < tokens.count ? tokens[at] : nil }

    private func token(_ offset: Int) -> ElixirToken? { at + offset < tokens.count ? tokens[at + offset] : nil }

    private mutating func skipLineEnds() {
        while current?.kind == .lineEnd { at += 1 }
    }

    private mutating func report(_ token: ElixirToken, _ message: String) {
        report(line: token.line, column: token.column, message)
    }

    private mutating func report(line: Int, column: Int, _ message: String) {
        let location = SourceLocation(file: file, line: line, column: column)
        mistakes.append(Mistake(location: location, message: message))
    }

    private mutating func note(_ token: ElixirToken, _ message: String) {
        let location = SourceLocation(file: file, line: token.line, column: token.column)
        notes.append(ImportNote(location: location, message: message))
    }

    // MARK: - Statements

    private mutating func statement(_ token: ElixirToken) {
        switch token.kind {
        case .word(let word):
            if let methods = Self.verbs[word], isApplied { return rule(token, methods) }
            if word == "define_layers" {
                at += 1
                layers = Self.names(in: argument())
                return
            }
            let known = [
                "use", "import", "require", "alias", "plug", "define_accept_types", "def", "defp", "defmacro",
                "defmacrop", "last_match",
            ]
            if !known.contains(word) { note(token, "`\(VisibleText.of(word))` is not known here and was left out") }
        case .attribute(let name):
            at += 1
            attributes[name] = argument()
            return
        default:
            note(token, "this is not understood and was left out")
        }
        skipStatement(token)
    }

    /// Whether a verb is followed by what it is applied to, and not used as a name.
    private var isApplied: Bool {
        switch token(1)?.kind {
        case .string, .attribute, .word: true
        case .mark("("): true
        default: false
        }
    }

    /// The rest of a statement: to the end of its line, past brackets that are open there and blocks that begin in it.
    private mutating func skipStatement(_ start: ElixirToken) {
        var brackets = 0
        var blocks = 0
        while let token = current {
            if token.kind == .lineEnd, brackets == 0, blocks == 0 {
                // A pipe goes on with what stands before it.
                var next = at
                while next < tokens.count, tokens[next].kind == .lineEnd { next += 1 }
                guard next < tokens.count, tokens[next].isMark("|>") else { return }
            }
            switch token.kind {
            case .mark("("), .mark("["), .mark("{"), .mark("%{"): brackets += 1
            case .mark(")"), .mark("]"), .mark("}"): brackets = max(0, brackets - 1)
            case .word("do"), .word("fn"): blocks += 1
            case .word("end"):
                // That of the module.
                guard blocks > 0 else { return }
                blocks -= 1
            default: break
            }
            at += 1
        }
        if brackets > 0 || blocks > 0 { report(start, "what begins here is never ended") }
    }

    /// Values behind a word, in brackets or without.
    private mutating func argument() -> ElixirValue {
        let start = at
        if current?.isMark("(") == true {
            at += 1
            let value = value(depth: 0)
            skipLineEnds()
            if current?.isMark(")") == true { at += 1 }
            return ended(value, start)
        }
        return ended(value(depth: 0), start)
    }

    /// A value that ends where its statement does; anything more is code.
    private mutating func ended(_ value: ElixirValue, _ start: Int) -> ElixirValue {
        guard current == nil || current?.kind == .lineEnd else {
            at = start
            skipStatement(tokens[start])
            return .unknown
        }
        return value
    }

    // MARK: - Rules

    private mutating func rule(_ start: ElixirToken, _ methods: MethodSet) {
        guard rules.count < DispatcherFile.maximumRules else {
            return report(start, "the dispatcher has more than \(DispatcherFile.maximumRules) rules")
        }
        at += 1
        if current?.isMark("(") == true { at += 1 }
        let path = value(depth: 0)
        var options = ElixirValue.map([:])
        skipLineEnds()
        if current?.isMark(",") == true {
            let comma = at
            at += 1
            skipLineEnds()
            if case .label("do")? = current?.kind {
                at = comma
            } else {
                options = isLabel ? labels(depth: 0) : value(depth: 0)
            }
        }
        guard let body = body(start) else { return }
        if case .word(let word) = options, word.hasPrefix("@"), attributes[String(word.dropFirst())] == nil {
            note(start, "`\(word)` is not written out in this file before this rule")
        }
        add(start, methods, path, options, body)
    }

    private var isLabel: Bool {
        if case .label? = current?.kind { return true }
        return false
    }

    /// The tokens of a rule's body; nil after a mistake.
    private mutating func body(_ start: ElixirToken) -> ArraySlice<ElixirToken>? {
        // What the options left over before `do` is code.
        while let token = current, !token.isWord("do"), token.kind != .lineEnd {
            if case .label("do") = token.kind { break }
            at += 1
        }
        if current?.kind == .lineEnd {
            skipLineEnds()
        }
        if case .label("do")? = current?.kind {
            at += 1
            let first = at
            skipStatement(start)
            return tokens[first..<at]
        }
        guard current?.isWord("do") == true else {
            report(start, "this rule has no `do`")
            return nil
        }
        at += 1
        let first = at
        var blocks = 1
        while let token = current {
            if token.isWord("do") || token.isWord("fn") { blocks += 1 }
            if token.isWord("end") { blocks -= 1 }
            if blocks == 0 {
                let body = tokens[first..<at]
                at += 1
                return body
            }
            at += 1
        }
        report(start, "this rule is never ended")
        return nil
    }

    private mutating func add(
        _ start: ElixirToken, _ methods: MethodSet, _ path: ElixirValue, _ options: ElixirValue,
        _ body: ArraySlice<ElixirToken>
    ) {
        guard let pattern = pattern(path, start) else { return }
        var reading = DispatcherOptions(resolved(options), layers: layers)
        reading.read()
        for message in reading.messages { note(start, message) }
        guard reading.host != .unwritable else {
            note(
                start, "the host of this rule cannot be written in a policy, so its requests have no route of their own"
            )
            return
        }
        let order = reading.isLastCall ? Int.max : reading.layer
        rules.append(
            DispatcherRule(
                line: start.line, pattern: pattern, methods: reading.methods ?? methods, host: reading.host,
                accepts: reading.accepts, order: order,
                action: reading.isUnclear ? .unclear : DispatcherAction.of(body),
                section: sections.title(at: start.line)))
    }

    private func resolved(_ options: ElixirValue) -> ElixirValue {
        if case .word(let word) = options, word.hasPrefix("@") {
            return attributes[String(word.dropFirst())] ?? .unknown
        }
        return options
    }

    private mutating func pattern(_ path: ElixirValue, _ start: ElixirToken) -> PathPattern? {
        let text: String
        switch path {
        case .string(let written): text = written
        case .word("_"): text = "/*_"
        default:
            note(start, "the path of this rule is not written out, so it was left out")
            return nil
        }
        let shown = VisibleText.of(String(text.prefix(100)))
        guard text.utf8.count <= 500 else {
            note(start, "path `\(shown)…` is longer than 500 bytes, so it was left out")
            return nil
        }
        do throws(PathPattern.Invalid) {
            return try PathPattern(Self.policyPath(text))
        } catch {
            note(
                start,
                "path `\(shown)` cannot be written in a policy, so it was left out: \(VisibleText.of(error.message))")
            return nil
        }
    }

    /// `/x/:id/*path` is `/x/:id/**`. Names that occur twice, which only a policy minds, are numbered.
    static func policyPath(_ text: String) -> String {
        let whole = text.utf8.first == UInt8(ascii: "/") ? text : "/" + text
        var parts = whole.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if let last = parts.last, last.utf8.first == UInt8(ascii: "*"), last != "**" { parts[parts.count - 1] = "**" }
        var names: Set<String> = []
        for index in parts.indices where parts[index].utf8.first == UInt8(ascii: ":") {
            var name = parts[index]
            var number = 2
            while !names.insert(name).inserted {
                name = parts[index] + "\(number)"
                number += 1
            }
            parts[index] = name
        }
        return "/" + parts.joined(separator: "/")
    }

    private static func names(in value: ElixirValue) -> [String] {
        guard case .list(let items, _) = value else { return [] }
        return items.compactMap { if case .atom(let name) = $0 { name } else { nil } }
    }

    // MARK: - Values

    /// A value; the tokens of one that is not understood are stepped over up to the next comma, bracket or line end.
    private mutating func value(depth: Int) -> ElixirValue {
        skipLineEnds()
        guard let token = current, depth < Self.maximumDepth else {
            if let token = current { report(token, "values nest deeper than \(Self.maximumDepth) levels") }
            return .unknown
        }
        switch token.kind {
        case .string(let text, let isInterpolated):
            at += 1
            return followed(isInterpolated ? .unknown : .string(text))
        case .atom(let name):
            at += 1
            return followed(.atom(name))
        case .word(let word) where word != "do" && word != "end" && word != "fn":
            at += 1
            return followed(.word(word))
        case .attribute(let name):
            at += 1
            return followed(.word("@" + name))
        case .mark("["):
            at += 1
            if afterLineEndsIsLabel { return closed(labels(depth: depth + 1), by: "]") }
            return list(depth: depth)
        case .mark("%{"):
            at += 1
            guard afterLineEndsIsLabel || nextIsClosing else { return skipToClose("}") }
            return closed(labels(depth: depth + 1), by: "}")
        case .number:
            at += 1
            return followed(.unknown)
        default:
            return skipOperand()
        }
    }

    private var afterLineEndsIsLabel: Bool {
        var next = at
        while next < tokens.count, tokens[next].kind == .lineEnd { next += 1 }
        if next < tokens.count, case .label = tokens[next].kind { return true }
        return false
    }

    private var nextIsClosing: Bool {
        var next = at
        while next < tokens.count, tokens[next].kind == .lineEnd { next += 1 }
        return next < tokens.count && tokens[next].isMark("}")
    }

    private mutating func list(depth: Int) -> ElixirValue {
        var items: [ElixirValue] = []
        var rest: String?
        while mistakes.isEmpty {
            skipLineEnds()
            guard let token = current, !token.isMark("]") else { break }
            items.append(value(depth: depth + 1))
            skipLineEnds()
            if current?.isMark("|") == true {
                at += 1
                if case .word(let name) = value(depth: depth + 1) { rest = name } else { rest = "" }
                skipLineEnds()
            }
            guard current?.isMark(",") == true else { break }
            at += 1
        }
        return closed(.list(items, rest: rest), by: "]")
    }

    /// `a: b, c: d`.
    private mutating func labels(depth: Int) -> ElixirValue {
        var members: [String: ElixirValue] = [:]
        while mistakes.isEmpty {
            skipLineEnds()
            guard case .label(let name)? = current?.kind, name != "do" else { break }
            at += 1
            members[name] = value(depth: depth + 1)
            let end = at
            skipLineEnds()
            guard current?.isMark(",") == true else {
                at = end
                break
            }
            let comma = at
            at += 1
            skipLineEnds()
            if case .label("do")? = current?.kind {
                at = comma
                break
            }
        }
        return .map(members)
    }

    private mutating func closed(_ value: ElixirValue, by mark: String) -> ElixirValue {
        skipLineEnds()
        guard current?.isMark(mark) == true else { return skipToClose(mark) }
        at += 1
        return followed(value)
    }

    private mutating func skipToClose(_ mark: String) -> ElixirValue {
        var depth = 0
        while let token = current {
            at += 1
            switch token.kind {
            case .mark("("), .mark("["), .mark("{"), .mark("%{"): depth += 1
            case .mark(let text) where text == mark && depth == 0: return .unknown
            case .mark(")"), .mark("]"), .mark("}"): depth = max(0, depth - 1)
            default: break
            }
        }
        return .unknown
    }

    /// A value behind which an operator or a call stands is worked out by code.
    private mutating func followed(_ value: ElixirValue) -> ElixirValue {
        guard let token = current else { return value }
        switch token.kind {
        case .lineEnd, .mark(","), .mark("]"), .mark("}"), .mark(")"), .mark("|"): return value
        case .word("do"): return value
        case .label("do"): return value
        default: return skipOperand()
        }
    }

    private mutating func skipOperand() -> ElixirValue {
        var depth = 0
        while let token = current {
            switch token.kind {
            case .lineEnd where depth == 0: return .unknown
            case .mark("("), .mark("["), .mark("{"), .mark("%{"): depth += 1
            case .mark(")"), .mark("]"), .mark("}"):
                guard depth > 0 else { return .unknown }
                depth -= 1
            case .mark(",") where depth == 0: return .unknown
            case .word("do") where depth == 0, .word("end") where depth == 0: return .unknown
            default: break
            }
            at += 1
        }
        return .unknown
    }
}
