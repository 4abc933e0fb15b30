package import JOSE
package import Libcrypto

/// A login that was begun and has not ended. It lives in a sealed cookie of the browser that began it, so nothing is kept here
/// and no other browser can end it.
///
/// Each has a cookie of its own, named after its state: several tabs can log in at once.
package struct LoginTransaction: Sendable, Equatable {
    /// How long somebody may take to log in.
    package static let lifetimeSeconds: Int64 = 600
    /// The longest return address; a longer one is replaced by `/`, so that cookies stay small.
    package static let maximumReturnBytes = 1_024
    private static let purpose: StaticString = "poort login"
    private static let randomBytes = 32

    package let state: String
    package let nonce: String
    /// The PKCE code verifier (RFC 7636, section 4.1): 43 characters.
    package let verifier: String
    /// The redirect address that the provider was told; it must be the same at the token endpoint.
    package let redirect: String
    /// Where the browser goes afterwards: a canonical path with query, on this host.
    package let returnAddress: String
    package let begun: Instant

    /// - Parameters:
    ///   - returnAddress: already judged by the canonicaliser.
    ///   - now: to the second.
    package static func begin(
        redirect: String, returnAddress: String, at now: Instant
    ) throws(LibcryptoError) -> LoginTransaction {
        func random() throws(LibcryptoError) -> String { Base64URL.encode(try Random.bytes(count: randomBytes)) }
        return LoginTransaction(
            state: try random(), nonce: try random(), verifier: try random(), redirect: redirect,
            returnAddress: returnAddress.utf8.count <= maximumReturnBytes ? returnAddress : "/",
            begun: Instant(unixSeconds: now.unixSeconds))
    }

    /// How the names of all cookies of logins begin.
    package static let cookiePrefix = "__Host-poort-login-"
    private static let hashBytes = 9

    /// The name of the cookie of a state. It tells nothing of the state, which the address bar shows anyway.
    package static func cookieName(state: String) -> String {
        cookiePrefix + Base64URL.encode(Array(Hash.sha256.digest(Array(state.utf8)).prefix(hashBytes)))
    }

    /// Whether ``cookieName(state:)`` could have made a name. Any other one came from outside, and no answer repeats it.
    package static func isCookieName(_ name: String) -> Bool {
        guard name.utf8.starts(with: cookiePrefix.utf8) else { return false }
        return Base64URL.decode(String(decoding: name.utf8.dropFirst(cookiePrefix.utf8.count), as: UTF8.self))?.count
            == hashBytes
    }

    package var cookieName: String { Self.cookieName(state: state) }

    /// The value of the cookie.
    package func sealed(with ring: SealingKeyRing) throws(LibcryptoError) -> String {
        let text = JSONValue.object([
            ("s", .string(state)), ("n", .string(nonce)), ("v", .string(verifier)), ("r", .string(redirect)),
            ("b", .string(returnAddress)), ("t", .integer(begun.unixSeconds)),
        ])
        return Base64URL.encode(try ring.seal(text.bytes().span, for: Self.purpose))
    }

    /// When the login in a cookie's value began; nil for anything that is none.
    package static func begun(in value: String, with ring: SealingKeyRing) -> Instant? {
        contents(value, ring)?["t"]?.numberValue?.integer.map { Instant(unixSeconds: $0) }
    }

    private static func contents(_ value: String, _ ring: SealingKeyRing) -> JSONValue? {
        guard value.utf8.count <= 4_096, let bytes = Base64URL.decode(value),
            let plain = try? ring.open(bytes.span, for: purpose)
        else { return nil }
        return try? JSONValue.parse(plain)
    }

    /// The transaction of the answer with this state.
    ///
    /// - Parameter value: of the cookie ``cookieName(state:)``; nil when the browser sent none.
    package static func open(
        _ value: String?, state: String, with ring: SealingKeyRing, at now: Instant
    ) -> Result<LoginTransaction, LoginRefusal> {
        guard let value, let text = contents(value, ring), let found = text["s"]?.stringValue,
            let nonce = text["n"]?.stringValue,
            let verifier = text["v"]?.stringValue, let redirect = text["r"]?.stringValue,
            let returnAddress = text["b"]?.stringValue, let begun = text["t"]?.numberValue?.integer,
            constantTimeEqual(Array(found.utf8).span, Array(state.utf8).span)
        else { return .failure(.stateUnknown) }
        let age = now.unixSeconds - begun
        // A minute for clocks of replicas that differ.
        guard age >= -60, age <= lifetimeSeconds else { return .failure(.expired) }
        return .success(
            LoginTransaction(
                state: found, nonce: nonce, verifier: verifier, redirect: redirect, returnAddress: returnAddress,
                begun: Instant(unixSeconds: begun)))
    }
}
