package import JOSE
package import Libcrypto

/// How this client shows a token endpoint that it is itself (OpenID Connect Core 1.0, section 9).
package enum ClientAuthentication: Sendable {
    /// `client_secret_basic`: in the `Authorization` field.
    case secretBasic(Secret)
    /// `client_secret_post`: in the body.
    case secretPost(Secret)
    /// `private_key_jwt`: an assertion that is signed anew for each request.
    case privateKey(JWTSigner)

    /// How long an assertion counts; a code must be redeemed within 30 seconds at ACM/IDM.
    static let assertionSeconds: Int64 = 60

    /// What a request needs to be authenticated.
    struct Credentials: Sendable {
        /// The value of `Authorization`; secret.
        var authorization: Secret?
        var members: [(name: String, value: String)] = []
    }

    /// - Parameter audience: whom the assertion is for: the token endpoint.
    /// - Throws: ``LoginRefusal/assertionFailed`` when nothing can be signed.
    func credentials(
        clientID: String, audience: String, at now: Instant
    ) throws(LoginRefusal) -> Credentials {
        switch self {
        case .secretBasic(let secret):
            // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            let pair = FormEncoding.encode(clientID) + ":" + secret.formEncoded
            return Credentials(authorization: Secret(Array("Basic \(Base64.encode(Array(pair.utf8)))".utf8)))
        case .secretPost(let secret):
            return Credentials(members: [
                ("client_id", clientID), ("client_secret", secret.text),
            ])
        case .privateKey(let signer):
            do {
                let id = Base64URL.encode(try Random.bytes(count: 16))
                // RFC 7523 section 3: issuer and subject are the client; `jti` makes it good for one use.
                let assertion = try signer.sign(
                    claims: .object([
                        ("iss", .string(clientID)), ("sub", .string(clientID)), ("aud", .string(audience)),
                        ("jti", .string(id)), ("iat", .integer(now.unixSeconds)),
                        ("exp", .integer(now.unixSeconds + Self.assertionSeconds)),
                    ]))
                return Credentials(members: [
                    ("client_id", clientID),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                    ("client_assertion", assertion),
                ])
            } catch {
                throw .assertionFailed
            }
        }
    }
}

extension Secret {
    fileprivate var text: String {
        withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
    }

    fileprivate var formEncoded: String { FormEncoding.encode(text) }
}
