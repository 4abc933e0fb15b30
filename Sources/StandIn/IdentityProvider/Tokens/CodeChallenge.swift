internal import JOSE
internal import Libcrypto

/// A PKCE challenge (RFC 7636). ACM/IDM knows both methods.
struct CodeChallenge: Sendable, Equatable {
    enum Method: String, Sendable, CaseIterable {
        case plain
        case s256 = "S256"
    }

    let method: Method
    let text: String

    /// - Parameter method: as it was sent; nil means `plain` (section 4.3).
    init?(_ text: String, method: String?) {
        guard let method = Method(rawValue: method ?? "plain"), Self.isSound(text) else { return nil }
        self.method = method
        self.text = text
    }

    /// Whether this is the challenge of a verifier (section 4.6).
    func fits(_ verifier: String) -> Bool {
        guard Self.isSound(verifier) else { return false }
        let computed =
            switch method {
            case .plain: verifier
            case .s256: Base64URL.encode(Hash.sha256.digest(Array(verifier.utf8)))
            }
        return constantTimeEqual(Array(computed.utf8).span, Array(text.utf8).span)
    }

    /// 43 to 128 unreserved characters (sections 4.1 and 4.2).
    private static func isSound(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }
}
