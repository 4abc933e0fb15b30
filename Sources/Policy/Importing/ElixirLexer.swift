/// Cuts a `dispatcher.ex` into tokens. Every byte is looked at once and nothing calls itself, so no text can make it slow or
/// deep.
struct ElixirLexer {
    struct Comment: Hashable, Sendable {
        let text: String
        let line: Int
    }

    private(set) var tokens: [ElixirToken] = []
    private(set) var comments: [Comment] = []
    private(set) var mistakes: [Mistake] = []

    private let file: String
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var lineStart = 0

    private static let operators = [
        "<>", "|>", "->", "=>", "%{", "::", "&&", "||", "==", "!=", "<=", ">=", "\\\\", "..", "++", "--",
    ]
    .map { Array($0.utf8) }
    private static let closers: [UInt8: UInt8] = [
        UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
        UInt8(ascii: "{"): UInt8(ascii: "}"),
        UInt8(ascii: "<"): UInt8(ascii: ">"),
    ]

    init(file: String, text: String) {
        self.file = file
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        while at < bytes.count, mistakes.isEmpty { step() }
    }

    private func peek(_ offset: Int = 0) -> UInt8 { at + offset < bytes.count ? bytes[at + offset] : 0 }

    private mutating func report(_ line: Int, _ column: Int, _ message: String, _ hint: String? = nil) {
        let location = SourceLocation(file: file, line: line, column: column)
        mistakes.append(Mistake(location: location, message: message, hint: hint))
    }

    private var column: Int { at - lineStart + 1 }

    private mutating func add(_ kind: ElixirToken.Kind, at start: Int) {
        tokens.append(ElixirToken(kind: kind, line: line, column: start - lineStart + 1))
    }

    private mutating func advanceLine() {
        line += 1
        lineStart = at
    }

    private mutating func step() {
        let byte = bytes[at]
        let start = at
        switch byte {
        case UInt8(ascii: "\n"):
            add(.lineEnd, at: start)
            at += 1
            advanceLine()
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            at += 1
        case UInt8(ascii: "#"):
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
            comments.append(Comment(text: String(decoding: bytes[(start + 1)..<at], as: UTF8.self), line: line))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            quoted()
        case UInt8(ascii: "~") where isLetter(peek(1)):
            sigil()
        case UInt8(ascii: ":") where isNameStart(peek(1)):
            at += 1
            add(.atom(name()), at: start)
        case UInt8(ascii: "@") where isNameStart(peek(1)):
            at += 1
            add(.attribute(name()), at: start)
        case UInt8(ascii: "?") where peek(1) > 0x20:
            // A character as a number: `?a`, `?"`, `?\n`.
            at += peek(1) == UInt8(ascii: "\\") ? 3 : 2
            add(.number("?"), at: start)
        case _ where isNameStart(byte):
            let word = name()
            if peek() == UInt8(ascii: ":"), peek(1) <= 0x20 {
                at += 1
                add(.label(word), at: start)
            } else {
                add(.word(word), at: start)
            }
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while isDigit(peek()) || isLetter(peek()) || peek() == UInt8(ascii: "_") { at += 1 }
            add(.number(String(decoding: bytes[start..<at], as: UTF8.self)), at: start)
        default:
            let found = Self.operators.first { bytes[at...].starts(with: $0) } ?? [byte]
            at += found.count
            add(.mark(String(decoding: found, as: UTF8.self)), at: start)
        }
    }

    // MARK: - Names

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func isNameStart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }

    private mutating func name() -> String {
        let start = at
        while isNameStart(peek()) || isDigit(peek()) { at += 1 }
        if peek() == UInt8(ascii: "?") || peek() == UInt8(ascii: "!"), peek(1) != UInt8(ascii: "=") { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    // MARK: - Text

    private mutating func quoted() {
        let quote = bytes[at]
        let isHeredoc = peek(1) == quote && peek(2) == quote
        let (startLine, startColumn) = (line, column)
        at += isHeredoc ? 3 : 1
        guard let text = text(until: isHeredoc ? [quote, quote, quote] : [quote], interpolates: true) else {
            report(startLine, startColumn, "this text is never closed")
            return
        }
        tokens.append(
            ElixirToken(
                kind: .string(text.value, isInterpolated: text.isInterpolated), line: startLine, column: startColumn))
    }

    /// `~s|…|`, with any of the delimiters that Elixir has.
    private mutating func sigil() {
        let (startLine, startColumn) = (line, column)
        let isCapital = peek(1) & 0x20 == 0
        at += 1
        while isLetter(peek()) { at += 1 }
        let opener = peek()
        guard "()[]{}<>|/\"'".utf8.contains(opener) else {
            report(startLine, startColumn, "this sigil cannot be read")
            return
        }
        let isHeredoc = opener == UInt8(ascii: "\"") && peek(1) == opener && peek(2) == opener
        at += isHeredoc ? 3 : 1
        let closer = Self.closers[opener] ?? opener
        guard let text = text(until: isHeredoc ? [opener, opener, opener] : [closer], interpolates: !isCapital) else {
            report(startLine, startColumn, "this text is never closed")
            return
        }
        while isLetter(peek()) { at += 1 }
        // What a sigil makes of its text is its own affair.
        tokens.append(
            ElixirToken(kind: .string(text.value, isInterpolated: true), line: startLine, column: startColumn))
    }

    /// Text up to its end, which is stepped over; nil when there is none. What stands between `#{` and `}` is left out.
    private mutating func text(until end: [UInt8], interpolates: Bool) -> (value: String, isInterpolated: Bool)? {
        var value: [UInt8] = []
        var isInterpolated = false
        // How many brackets are open within an interpolation, and whether a text within it is.
        var depth = 0
        var isInnerText = false
        while at < bytes.count {
            let byte = bytes[at]
            if depth == 0, bytes[at...].starts(with: end) {
                at += end.count
                return (String(decoding: value, as: UTF8.self), isInterpolated)
            }
            at += 1
            if byte == UInt8(ascii: "\n") { advanceLine() }
            if byte == UInt8(ascii: "\\"), interpolates, at < bytes.count {
                if depth == 0 { value += Self.escaped(bytes[at]) }
                if bytes[at] == UInt8(ascii: "\n") {
                    at += 1
                    advanceLine()
                } else {
                    at += 1
                }
            } else if depth > 0 {
                switch byte {
                case UInt8(ascii: "\""): isInnerText.toggle()
                case UInt8(ascii: "{") where !isInnerText: depth += 1
                case UInt8(ascii: "}") where !isInnerText: depth -= 1
                default: break
                }
            } else if interpolates, byte == UInt8(ascii: "#"), peek() == UInt8(ascii: "{") {
                at += 1
                depth = 1
                isInnerText = false
                isInterpolated = true
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "n"): [0x0A]
        case UInt8(ascii: "t"): [0x09]
        case UInt8(ascii: "r"): [0x0D]
        case UInt8(ascii: "\n"): []
        default: [byte]
        }
    }
}
