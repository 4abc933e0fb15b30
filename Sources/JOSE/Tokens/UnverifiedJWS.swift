import Libcrypto

/// A token in compact serialisation (RFC 7515 section 7.1) of the right form. Nothing in it is true yet: it has a payload,
/// but no claims.
package struct UnverifiedJWS: Sendable {
    /// A token above this size is refused before it is looked at.
    package static let maximumBytes = 16 * 1024

    package let header: JWSHeader
    /// The decoded payload.
    package let payload: [UInt8]
    let signature: [UInt8]
    /// How many bytes at the start of the token are signed: header, dot and payload.
    let signedByteCount: Int

    /// Splits a token and checks its form.
    package static func parse(_ token: borrowing Span<UInt8>) -> Result<UnverifiedJWS, TokenRefusal> {
        var memory = HeaderMemory()
        return parse(token, &memory)
    }

    /// The same, with the header of the last token at hand: nearly all tokens of an issuer have the same one.
    static func parse(
        _ token: borrowing Span<UInt8>, _ memory: inout HeaderMemory
    ) -> Result<UnverifiedJWS, TokenRefusal> {
        let places: Places
        switch Places.find(in: token) {
        case .success(let found): places = found
        case .failure(let refusal): return .failure(refusal)
        }
        let header: JWSHeader
        switch memory.header(token.extracting(0..<places.firstDot)) {
        case .success(let read): header = read
        case .failure(let refusal): return .failure(refusal)
        }
        guard let payload = Base64URL.decode(token.extracting(places.firstDot + 1..<places.secondDot)) else {
            return .failure(.invalidBase64URL(.payload))
        }
        guard let signature = Base64URL.decode(token.extracting(places.secondDot + 1..<token.count)) else {
            return .failure(.invalidBase64URL(.signature))
        }
        return .success(
            UnverifiedJWS(
                header: header, payload: payload, signature: signature, signedByteCount: places.secondDot))
    }

    /// The `iss` that the token claims, read without any check. Only ever used to choose which issuer's keys and rules
    /// the token is then checked with; those compare `iss` again.
    package static func unverifiedIssuer(of token: borrowing Span<UInt8>) -> String? {
        guard case .success(let places) = Places.find(in: token),
            let payload = Base64URL.decode(token.extracting(places.firstDot + 1..<places.secondDot)),
            let document = try? JSONDocument.object(payload, limits: .claims),
            let index = document.member("iss")
        else { return nil }
        return document.string(index)
    }

    /// Where the two dots are.
    private struct Places {
        let firstDot: Int
        let secondDot: Int

        static func find(in token: borrowing Span<UInt8>) -> Result<Places, TokenRefusal> {
            guard !token.isEmpty else { return .failure(.missing) }
            guard token.count <= UnverifiedJWS.maximumBytes else {
                return .failure(.tooLarge(bytes: token.count, limit: UnverifiedJWS.maximumBytes))
            }
            var dots = 0
            var first = 0
            var second = 0
            for index in token.indices where token[index] == UInt8(ascii: ".") {
                dots += 1
                if dots == 1 { first = index }
                if dots == 2 { second = index }
            }
            if dots == 2 { return .success(Places(firstDot: first, secondDot: second)) }
            if token[0] == UInt8(ascii: "{") { return .failure(.jsonSerialization) }
            return .failure(dots == 4 ? .encrypted : .wrongNumberOfParts(dots + 1))
        }
    }
}

/// The last header that was read, with the bytes it was read from. Reading is a function of those bytes alone, so using
/// it again changes nothing but the time it takes.
struct HeaderMemory {
    private var encoded: [UInt8] = []
    private var last: JWSHeader?

    mutating func header(_ encoded: borrowing Span<UInt8>) -> Result<JWSHeader, TokenRefusal> {
        if let last, self.encoded.span.equals(encoded) { return .success(last) }
        let read = JWSHeader.parse(encoded)
        if case .success(let header) = read {
            self.encoded = [UInt8](copying: encoded)
            last = header
        }
        return read
    }
}
