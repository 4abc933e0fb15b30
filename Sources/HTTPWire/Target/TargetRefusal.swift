/// Why a request target was not taken: it is malformed, or two programs on the way could read it differently.
package enum TargetRefusal: Error, Sendable, Hashable, CaseIterable {
    case empty
    case formNotServed
    case asteriskWithoutOptions
    case authorityInvalid
    case authorityMismatch
    case absolutePathMissing
    case byteNotAllowed
    case nonASCII
    case controlByte
    case backslash
    case semicolon
    case fragment
    case emptySegment
    case dotSegment
    case tooManySegments
    case tooLong
    case escapeMalformed
    case escapeLowercase
    case escapeOfPlainCharacter
    case escapeOfSlash
    case escapeOfBackslash
    case escapeOfSemicolon
    case escapeOfQuestionMark
    case escapeOfNumberSign
    case escapeOfPercent
    case escapeOfControl
    case utf8Invalid
    case noncharacter

    /// The status of the answer.
    package var status: Int { self == .tooLong ? 414 : 400 }

    /// The reason code of the answer. It is API and never changes meaning.
    package var code: String {
        switch self {
        case .empty, .formNotServed, .asteriskWithoutOptions, .authorityInvalid, .authorityMismatch: "request_malformed"
        case .tooLong: "request_head_too_large"
        default: "request_target_ambiguous"
        }
    }

    /// One precise sentence. It never holds bytes of the peer.
    package var detail: String {
        switch self {
        case .empty: "the target is empty"
        case .formNotServed: "the target is neither a path nor an absolute http or https URI"
        case .asteriskWithoutOptions: "the target `*` is for OPTIONS only"
        case .authorityInvalid: "the authority in the target is no host with an optional port"
        case .authorityMismatch: "the authority in the target is not the one in the `host` field"
        case .absolutePathMissing: "the absolute target has no path"
        case .byteNotAllowed: "the target holds a byte that must be percent-encoded there"
        case .nonASCII: "the target holds a byte outside US-ASCII that is not percent-encoded"
        case .controlByte: "the target holds a space or control byte"
        case .backslash: "the path holds a backslash"
        case .semicolon: "the path holds a `;`"
        case .fragment: "the target holds a `#`"
        case .emptySegment: "the path holds an empty segment"
        case .dotSegment: "the path holds a `.` or `..` segment"
        case .tooManySegments: "the path has more segments than allowed"
        case .tooLong: "the target is longer than allowed"
        case .escapeMalformed: "a `%` is not followed by two hexadecimal digits"
        case .escapeLowercase: "a percent-encoding in the path has lower-case hexadecimal digits"
        case .escapeOfPlainCharacter: "the path percent-encodes a character that stands for itself"
        case .escapeOfSlash: "the path percent-encodes a `/`"
        case .escapeOfBackslash: "the path percent-encodes a backslash"
        case .escapeOfSemicolon: "the path percent-encodes a `;`"
        case .escapeOfQuestionMark: "the path percent-encodes a `?`"
        case .escapeOfNumberSign: "the path percent-encodes a `#`"
        case .escapeOfPercent: "the path percent-encodes a `%`"
        case .escapeOfControl: "the path percent-encodes a control character"
        case .utf8Invalid: "the percent-encoded bytes of the path are no UTF-8"
        case .noncharacter: "the path percent-encodes a code point that is no character"
        }
    }
}
