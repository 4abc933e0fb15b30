/// What a provider answers by way of the browser (RFC 6749 section 4.1.2, RFC 9207).
package struct AuthorizationResponse: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case code(String)
        case error(String)
    }

    package let state: String
    /// `iss`, where it was sent.
    package let issuer: String?
    package let content: Content

    private static let maximumBytes = 8_192

    /// Reads the query of the redirect address. It comes from anybody: nothing in it counts before ``judged(by:)``.
    ///
    /// A member that comes twice, an answer with both code and error, or without state, is refused: another reader could take
    /// the other one.
    package static func read(_ query: borrowing Span<UInt8>) -> Result<AuthorizationResponse, LoginRefusal> {
        guard query.count <= maximumBytes, let members = FormEncoding.decode(query),
            let state = members["state"], !state.isEmpty
        else { return .failure(.responseMalformed) }
        let content: Content
        switch (members["code"], members["error"]) {
        case (let code?, nil) where !code.isEmpty: content = .code(code)
        case (nil, let error?) where isErrorCode(error): content = .error(error)
        default: return .failure(.responseMalformed)
        }
        return .success(AuthorizationResponse(state: state, issuer: members["iss"], content: content))
    }

    /// The code, when the answer is one of this provider.
    package func judged(by provider: LoginProvider) -> Result<String, LoginRefusal> {
        // RFC 9207 section 2.4: one that says it names the issuer must, errors included; one that names it must name this one.
        if let issuer {
            guard issuer.utf8.elementsEqual(provider.issuer.utf8) else { return .failure(.issuerMismatch) }
        } else if provider.namesIssuer {
            return .failure(.issuerMismatch)
        }
        switch content {
        case .code(let code): return .success(code)
        case .error(let error): return .failure(.provider(error: error))
        }
    }

    /// RFC 6749 section 4.1.2.1 names the characters; nothing else is shown or logged.
    static func isErrorCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
