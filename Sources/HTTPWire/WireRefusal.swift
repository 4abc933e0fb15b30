/// Why bytes were not taken as an HTTP/1.1 message.
///
/// After any of these the connection must be closed: where the message ends is not known. For a response from an
/// upstream only `detail` is of use; what the client gets is then 502.
package enum WireRefusal: Error, Sendable, Hashable {
    // Lines and bytes
    case controlByte
    case bareCarriageReturn
    case bareLineFeed
    case startLineMalformed
    case startLineTooLong
    case headTooLarge
    case versionNotSupported
    case methodNotImplemented
    case upgradeNotAsked
    // Fields
    case tooManyFields
    case fieldNameTooLong
    case fieldNameEmpty
    case fieldNameInvalid
    case whitespaceBeforeColon
    case colonMissing
    case lineFolded
    case fieldDuplicated(KnownField)
    case hostMissing
    case hostInvalid
    case expectationUnknown
    case connectionInvalid
    case connectionNamesEndToEndField(KnownField)
    // Framing
    case contentLengthInvalid
    case contentLengthBesideTransferEncoding
    case transferEncodingUnsupported
    case transferEncodingInHTTP10
    case contentNotAllowed
    case contentTooLarge
    case chunkSizeInvalid
    case chunkExtensionInvalid
    case chunkLineTooLong
    case chunkNotTerminated
    case trailerInvalid
    case trailersTooLarge
    case bodyCutShort

    /// The status of the answer to a request refused for this.
    package var status: Int {
        switch self {
        case .startLineTooLong: 414
        case .headTooLarge, .tooManyFields, .fieldNameTooLong: 431
        case .versionNotSupported: 505
        case .methodNotImplemented: 501
        case .expectationUnknown: 417
        case .contentTooLarge: 413
        default: 400
        }
    }

    /// The reason code of the answer. It is API and never changes meaning.
    package var code: String {
        switch self {
        case .startLineTooLong, .headTooLarge, .tooManyFields, .fieldNameTooLong, .trailersTooLarge:
            "request_head_too_large"
        case .contentTooLarge: "request_too_large"
        case .fieldDuplicated: "header_duplicated"
        default: "request_malformed"
        }
    }

    /// One precise sentence for the log. It never holds bytes of the peer.
    package var detail: String {
        switch self {
        case .controlByte: "the head holds a control byte"
        case .bareCarriageReturn: "a carriage return is not followed by a line feed"
        case .bareLineFeed: "a line ends in a line feed without a carriage return"
        case .startLineMalformed: "the first line is no request line or status line of HTTP/1.1"
        case .startLineTooLong: "the first line is longer than allowed"
        case .headTooLarge: "the head is larger than allowed"
        case .versionNotSupported: "the protocol version is neither HTTP/1.1 nor HTTP/1.0"
        case .methodNotImplemented: "the method is none of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS"
        case .upgradeNotAsked: "the upstream switches protocols, which was not asked of it"
        case .tooManyFields: "the head has more fields than allowed"
        case .fieldNameTooLong: "a field name is longer than allowed"
        case .fieldNameEmpty: "a field has no name"
        case .fieldNameInvalid: "a field name holds a byte other than letters, digits and `-`"
        case .whitespaceBeforeColon: "there is whitespace between a field name and its colon"
        case .colonMissing: "a field line has no colon"
        case .lineFolded: "a field line begins with whitespace"
        case .fieldDuplicated(let field): "the field `\(field.name)` occurs more than once"
        case .hostMissing: "there is no `host` field"
        case .hostInvalid: "the `host` field is no host name or address with an optional port"
        case .expectationUnknown: "the `expect` field asks for something other than `100-continue`"
        case .connectionInvalid: "the `connection` field is no list of field names"
        case .connectionNamesEndToEndField(let field):
            "the `connection` field names `\(field.name)`, which is end to end"
        case .contentLengthInvalid: "the `content-length` field is no single decimal number"
        case .contentLengthBesideTransferEncoding: "there are both `content-length` and `transfer-encoding`"
        case .transferEncodingUnsupported: "the `transfer-encoding` field is not exactly `chunked`"
        case .transferEncodingInHTTP10: "an HTTP/1.0 message has a `transfer-encoding`"
        case .contentNotAllowed: "the message has content where none can be"
        case .contentTooLarge: "the content is larger than allowed"
        case .chunkSizeInvalid: "a chunk size is no hexadecimal number of at most 15 digits"
        case .chunkExtensionInvalid: "a chunk extension is malformed"
        case .chunkLineTooLong: "a chunk-size line is longer than allowed"
        case .chunkNotTerminated: "a chunk is not followed by a line end"
        case .trailerInvalid: "a trailer line is malformed"
        case .trailersTooLarge: "the trailers are larger than allowed"
        case .bodyCutShort: "the connection ended before the content was complete"
        }
    }
}
