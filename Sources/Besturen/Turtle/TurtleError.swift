/// The first thing in a Turtle document that cannot be read, with its place.
package struct TurtleError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case notUTF8
        case documentTooLarge(limit: Int)
        case tooManyTriples(limit: Int)
        case tooDeep(limit: Int)
        case literalTooLong(limit: Int)
        case nameTooLong(limit: Int)
        case namesTooLong(limit: Int)
        case endsEarly(expected: String)
        case unexpected(found: String, expected: String)
        case literalAsSubject(String)
        case iriNotClosed
        case iriCharacter(String)
        case iriRelative(String)
        case baseRelative(String)
        case prefixUnknown(String)
        case directiveUnknown(String)
        case stringNotClosed
        case escapeUnknown(String)
        case escapeInvalid(String)
        case percentInvalid
        case languageInvalid
        case numberInvalid(String)
    }

    /// Counted from 1. A line ends with LF, CRLF or CR.
    package let line: Int
    /// In characters (Unicode scalar values), counted from 1; one behind the last where the document ends too early.
    package let column: Int
    package let problem: Problem

    package var description: String { "\(line):\(column): \(problem.message)" }

    /// What to do about it.
    package var hint: String { problem.hint }
}

extension TurtleError.Problem {
    package var message: String {
        switch self {
        case .notUTF8: "the document is not valid UTF-8"
        case .documentTooLarge(let limit): "the document is longer than \(limit) bytes"
        case .tooManyTriples(let limit): "the document has more than \(limit) statements"
        case .tooDeep(let limit): "more than \(limit) brackets stand within each other"
        case .literalTooLong(let limit): "the text is longer than \(limit) bytes"
        case .nameTooLong(let limit): "the name is longer than \(limit) bytes"
        case .namesTooLong(let limit): "the names of the document together are longer than \(limit) bytes"
        case .endsEarly(let expected): "the document ends where \(expected) is expected"
        case .unexpected(let found, let expected): "`\(found)` stands where \(expected) is expected"
        case .literalAsSubject(let text): "`\(text)` cannot be what a statement is about"
        case .iriNotClosed: "the URI is never closed"
        case .iriCharacter(let text): "`\(text)` cannot stand in a URI"
        case .iriRelative(let text): "`\(text)` is a relative URI and the document gives no base"
        case .baseRelative(let text): "`\(text)` is not an absolute URI and cannot be the base"
        case .prefixUnknown(let prefix): "the prefix `\(prefix):` is not declared"
        case .directiveUnknown(let text): "`@\(text)` is not a directive"
        case .stringNotClosed: "the text is never closed"
        case .escapeUnknown(let text): "`\\\(text)` is not an escape"
        case .escapeInvalid(let text): "`\(text)` stands for no character"
        case .percentInvalid: "`%` is not followed by two hexadecimal digits"
        case .languageInvalid: "`@` is not followed by a language"
        case .numberInvalid(let text): "`\(text)` is not a number"
        }
    }

    package var hint: String {
        switch self {
        case .notUTF8: "save the document as UTF-8"
        case .documentTooLarge, .tooManyTriples, .namesTooLong: "divide the document and import the parts together"
        case .tooDeep: "give the inner nodes names"
        case .literalTooLong, .nameTooLong: "is a closing quote or bracket missing before this place?"
        case .endsEarly: "is the document complete?"
        case .unexpected: "a statement is a subject, a predicate and an object, closed with `.`"
        case .literalAsSubject: "write the value behind the predicate"
        case .iriNotClosed: "close it with `>` on the same line"
        case .iriCharacter: "write it percent-encoded if the URI was minted so"
        case .iriRelative: "write the whole URI"
        case .baseRelative: "write the base with its scheme, such as `http://data.lblod.info/`"
        case .prefixUnknown(let prefix): "declare it with `@prefix \(prefix): <…> .`"
        case .directiveUnknown: "use `@prefix` or `@base`"
        case .stringNotClosed: "text over several lines stands between three quotes"
        case .escapeUnknown: "write a backslash twice"
        case .escapeInvalid: "write `\\u` and four, or `\\U` and eight hexadecimal digits of a character"
        case .percentInvalid: "write the percent sign as `\\%`"
        case .languageInvalid: "write a tag such as `@nl`"
        case .numberInvalid: "write it between quotes if it is text"
        }
    }
}
