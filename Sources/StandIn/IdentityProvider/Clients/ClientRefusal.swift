/// Why a client is not who it says it is (RFC 6749, section 5.2).
enum ClientRefusal: Error, Equatable {
    /// No authentication, or one that does not hold. A client never learns which.
    case invalid
    /// More than one way at once, or a request that cannot be read.
    case malformed(String)

    var code: String {
        switch self {
        case .invalid: "invalid_client"
        case .malformed: "invalid_request"
        }
    }
}
