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
        var reader = TokenReader()
        do throws(TokenRefusal) {
            let parts = try reader.read(token)
            return .success(
                UnverifiedJWS(
                    header: parts.header, payload: reader.payload(of: parts),
                    signature: reader.withSignature(of: parts) { [UInt8](copying: $0) },
                    signedByteCount: parts.signedByteCount))
        } catch {
            return .failure(error)
        }
    }

    /// The `iss` that the token claims, read without any check. Only ever used to choose which issuer's keys and rules
    /// the token is then checked with; those compare `iss` again.
    package static func unverifiedIssuer(of token: borrowing Span<UInt8>) -> String? {
        guard let places = try? TokenReader.Places(in: token),
            let payload = Base64URL.decode(token.extracting(places.firstDot + 1..<places.secondDot)),
            let document = try? JSONDocument.object(payload, limits: .claims),
            let index = document.member("iss")
        else { return nil }
        return document.string(index)
    }
}
