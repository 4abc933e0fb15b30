/// Why a text is no JSON that this reader accepts, and where.
package struct JSONError: Error, Sendable, Equatable {
    /// What is wrong.
    package enum Problem: Sendable, Equatable {
        case tooLong(bytes: Int, limit: Int)
        case tooDeep(limit: Int)
        case tooManyValues(limit: Int)
        case numberTooLong(limit: Int)
        case numberOutOfRange
        case invalidNumber
        case empty
        case byteOrderMark
        case unexpectedEnd
        case unexpectedByte(UInt8, expected: String)
        case trailingBytes
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case repeatedMember(String)
        /// The text is JSON, but not of the kind that is needed here.
        case wrongKind(expected: String)
    }

    package let problem: Problem
    /// From the start of the text, in bytes.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// From 1, in bytes.
    package let column: Int

    init(_ problem: Problem, at offset: Int, in bytes: borrowing Span<UInt8>) {
        self.problem = problem
        self.offset = offset
        var line = 1
        var start = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
            line += 1
            start = index + 1
        }
        self.line = line
        self.column = offset - start + 1
    }
}

extension JSONError: CustomStringConvertible {
    /// `line 3, column 7: …`
    package var description: String { "line \(line), column \(column): \(message)" }

    /// One sentence in lower case, without the place.
    package var message: String {
        switch problem {
        case .tooLong(let bytes, let limit): "the text has \(bytes) bytes; at most \(limit) are accepted"
        case .tooDeep(let limit): "more than \(limit) arrays and objects lie in one another"
        case .tooManyValues(let limit): "more than \(limit) values"
        case .numberTooLong(let limit): "a number of more than \(limit) characters"
        case .numberOutOfRange: "a number beyond what can be represented"
        case .invalidNumber: "this is no number as JSON writes it"
        case .empty: "the text is empty"
        case .byteOrderMark: "a byte order mark is not allowed"
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte(let byte, let expected): "\(Quoted.byte(byte)) where \(expected) is expected"
        case .trailingBytes: "something follows after the end of the value"
        case .invalidUTF8: "this is no valid UTF-8"
        case .controlCharacter: "a control character inside a string must be written as an escape"
        case .invalidEscape: "this escape does not exist in JSON"
        case .loneSurrogate: "half of a surrogate pair stands alone"
        case .repeatedMember(let name): "the member \(Quoted.text(name)) occurs twice"
        case .wrongKind(let expected): "\(expected) is needed here"
        }
    }
}
