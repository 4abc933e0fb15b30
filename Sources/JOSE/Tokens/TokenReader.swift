import Libcrypto

/// Takes tokens apart, one after the other, with what that needs at hand: the last header, as nearly all tokens of an
/// issuer have the same, and room to decode in. What was read before changes nothing but the time it takes.
struct TokenReader: ~Copyable {
    /// A token that was taken apart. Its payload and its signature are with the reader until it reads the next one.
    struct Parts: ~Copyable {
        let header: JWSHeader
        /// How many bytes at the start of the token are signed: header, dot and payload.
        let signedByteCount: Int
        fileprivate let payload: Range<Int>
        fileprivate let signature: Range<Int>
    }

    private var encodedHeader: [UInt8] = []
    private var header: JWSHeader?
    /// The decoded payload and, behind it, the decoded signature.
    private var room: [UInt8] = []

    /// Splits a token and checks its form.
    mutating func read(_ token: borrowing Span<UInt8>) throws(TokenRefusal) -> Parts {
        let places = try Places(in: token)
        let header = try header(token.extracting(0..<places.firstDot))
        let encodedPayload = token.extracting(places.firstDot + 1..<places.secondDot)
        let encodedSignature = token.extracting(places.secondDot + 1..<token.count)
        guard let payload = decode(encodedPayload, at: 0) else { throw .invalidBase64URL(.payload) }
        guard let signature = decode(encodedSignature, at: payload.upperBound) else {
            throw .invalidBase64URL(.signature)
        }
        return Parts(header: header, signedByteCount: places.secondDot, payload: payload, signature: signature)
    }

    func payload(of parts: borrowing Parts) -> [UInt8] { [UInt8](copying: room.span.extracting(parts.payload)) }

    func withSignature<R>(of parts: borrowing Parts, _ body: (borrowing Span<UInt8>) -> R) -> R {
        body(room.span.extracting(parts.signature))
    }

    private mutating func header(_ encoded: borrowing Span<UInt8>) throws(TokenRefusal) -> JWSHeader {
        if let header, encodedHeader.span.equals(encoded) { return header }
        let read = try JWSHeader.parse(encoded).get()
        encodedHeader = [UInt8](copying: encoded)
        header = read
        return read
    }

    /// Decodes a part into the room from a place on; `nil` when it is no base64url.
    private mutating func decode(_ text: borrowing Span<UInt8>, at place: Int) -> Range<Int>? {
        guard let count = Base64URL.decodedByteCount(of: text.count) else { return nil }
        let range = place..<place + count
        if room.count < range.upperBound {
            room.append(contentsOf: repeatElement(0, count: range.upperBound - room.count))
        }
        var output = room.mutableSpan
        return Base64URL.decode(text, into: &output, at: place) ? range : nil
    }

    /// Where the two dots are.
    struct Places {
        let firstDot: Int
        let secondDot: Int

        init(in token: borrowing Span<UInt8>) throws(TokenRefusal) {
            guard !token.isEmpty else { throw .missing }
            guard token.count <= UnverifiedJWS.maximumBytes else {
                throw .tooLarge(bytes: token.count, limit: UnverifiedJWS.maximumBytes)
            }
            let dot = UInt8(ascii: ".")
            if let first = token.firstIndex(of: dot), let second = token.firstIndex(of: dot, from: first + 1),
                token.firstIndex(of: dot, from: second + 1) == nil
            {
                firstDot = first
                secondDot = second
                return
            }
            if token[0] == UInt8(ascii: "{") { throw .jsonSerialization }
            var dots = 0
            for index in token.indices where token[index] == dot { dots += 1 }
            throw dots == 4 ? .encrypted : .wrongNumberOfParts(dots + 1)
        }
    }
}
