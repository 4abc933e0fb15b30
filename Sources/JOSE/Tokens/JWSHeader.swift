/// A token's protected header, checked for form (RFC 7515 section 4). Nothing in it is verified.
///
/// Immutable, and a class because nearly all tokens of an issuer share one (see `TokenReader`).
package final class JWSHeader: Sendable {
    package let algorithm: JWSAlgorithm
    package let keyID: String?
    /// `typ` as it is written.
    package let type: String?
    /// The kind of token that `typ` names, if it is one that can be accepted at all.
    package let kind: TokenKind?

    private init(algorithm: JWSAlgorithm, keyID: String?, type: String?) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.type = type
        kind = TokenKind(headerType: type)
    }

    static let maximumBytes = 4 * 1024

    /// Members by which a header would bring its own key or certificate. No URL in a token is ever called and no key in one
    /// ever used (RFC 8725 section 3.10, CVE-2018-0114); a token that has one is refused, not read in spite of it.
    static let keyMembers = ["jwk", "jku", "x5u", "x5c"]

    /// Reads the encoded header.
    static func parse(_ encoded: borrowing Span<UInt8>) -> Result<JWSHeader, TokenRefusal> {
        let size = encoded.count / 4 * 3
        guard size <= maximumBytes else { return .failure(.headerTooLarge(bytes: size, limit: maximumBytes)) }
        guard let bytes = Base64URL.decode(encoded) else { return .failure(.invalidBase64URL(.header)) }
        do throws(JSONError) {
            return check(try JSONDocument.object(bytes, limits: .header))
        } catch {
            return .failure(.headerInvalid(error))
        }
    }

    private static func check(_ document: JSONDocument) -> Result<JWSHeader, TokenRefusal> {
        guard let algorithmIndex = document.member("alg"), let name = document.string(algorithmIndex) else {
            return .failure(.headerMember("alg", expected: "a string"))
        }
        if let critical = document.member("crit") {
            return .failure(.criticalHeader(document.elements(of: critical).compactMap(document.string)))
        }
        guard document.member("b64") == nil else { return .failure(.unencodedPayload) }
        for member in keyMembers where document.member(member) != nil { return .failure(.keyInHeader(member)) }
        var texts: [String: String] = [:]
        for member in ["kid", "typ", "cty"] {
            guard let index = document.member(member) else { continue }
            guard let text = document.string(index) else {
                return .failure(.headerMember(member, expected: "a string"))
            }
            texts[member] = text
        }
        if let content = texts["cty"], TokenKind(headerType: content) != nil { return .failure(.nestedToken) }
        guard let algorithm = JWSAlgorithm(exactly: name) else {
            return .failure(name.lowercased() == "none" ? .unsigned(name) : .algorithmUnknown(name))
        }
        return .success(JWSHeader(algorithm: algorithm, keyID: texts["kid"], type: texts["typ"]))
    }
}

extension JWSAlgorithm {
    /// By the exact bytes of the name.
    init?(exactly name: String) {
        guard let algorithm = JWSAlgorithm(rawValue: name), sameBytes(algorithm.rawValue, name) else { return nil }
        self = algorithm
    }
}
