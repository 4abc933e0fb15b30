package import JOSE
package import Libcrypto

/// This gateway as a client of one provider: how it has people log in (OpenID Connect Core 1.0, section 3.1).
package struct LoginClient: Sendable {
    package let id: String
    package let authentication: ClientAuthentication
    /// `openid` among them.
    package let scopes: [String]
    /// `acr_values`; empty for none. An ID token must then name one of them.
    package let authenticationContexts: [String]

    /// - Parameter scopes: `openid` is put in front when it is missing, without which there is no ID token.
    package init(
        id: String, authentication: ClientAuthentication, scopes: [String], authenticationContexts: [String] = []
    ) {
        self.id = id
        self.authentication = authentication
        self.scopes = scopes.contains("openid") ? scopes : ["openid"] + scopes
        self.authenticationContexts = authenticationContexts
    }

    /// Whom a directed login is for: ACM/IDM then skips the choice of organisation.
    package struct Hint: Sendable, Equatable {
        /// The doelgroep, such as `LB`.
        package var doelgroep: String
        /// The KBO number.
        package var organisation: String

        package init(doelgroep: String, organisation: String) {
            self.doelgroep = doelgroep
            self.organisation = organisation
        }

        /// Base64 of a JSON object, as the manual of ACM/IDM has it.
        var text: String {
            let object = JSONValue.object([
                ("cap_hint", .string(doelgroep)), ("code_hint", .string(organisation)),
            ])
            return Base64.encode(object.bytes())
        }
    }

    /// Where a browser is sent to log in. `state`, `nonce` and a PKCE challenge (RFC 7636) always go along.
    ///
    /// - Parameter asksAnew: whether the provider's own session does not suffice.
    package func authorizationURL(
        at provider: LoginProvider, for transaction: LoginTransaction, hint: Hint? = nil, asksAnew: Bool = false
    ) -> String {
        let challenge = Base64URL.encode(Hash.sha256.digest(Array(transaction.verifier.utf8)))
        var members: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", id), ("redirect_uri", transaction.redirect),
            ("scope", scopes.joined(separator: " ")), ("state", transaction.state), ("nonce", transaction.nonce),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        if !authenticationContexts.isEmpty {
            members.append(("acr_values", authenticationContexts.joined(separator: " ")))
        }
        if let hint { members.append(("login_hint", hint.text)) }
        // OpenID Connect Core 1.0, section 3.1.2.1: the person shows who they are, whatever session there is.
        if asksAnew { members.append(("prompt", "login")) }
        let url = provider.authorization.text
        return url + (url.contains("?") ? "&" : "?") + FormEncoding.encode(members)
    }

    /// What is sent to the token endpoint.
    package struct TokenRequest: Sendable {
        /// The value of `Authorization`, where the client shows itself so.
        package let authorization: Secret?
        /// `application/x-www-form-urlencoded`; it holds the code and may hold a secret.
        package let body: Secret
    }

    /// The request that exchanges a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
    package func tokenRequest(
        code: String, for transaction: LoginTransaction, at provider: LoginProvider, now: Instant
    ) throws(LoginRefusal) -> TokenRequest {
        try tokenRequest(
            code: code, redirect: transaction.redirect, [("code_verifier", transaction.verifier)], at: provider,
            now: now)
    }

    /// The same for a code that somebody else asked for without PKCE: the Loket's own frontend.
    package func tokenRequest(
        code: String, redirect: String, at provider: LoginProvider, now: Instant
    ) throws(LoginRefusal) -> TokenRequest {
        try tokenRequest(code: code, redirect: redirect, [], at: provider, now: now)
    }

    private func tokenRequest(
        code: String, redirect: String, _ more: [(name: String, value: String)], at provider: LoginProvider,
        now: Instant
    ) throws(LoginRefusal) -> TokenRequest {
        let credentials = try authentication.credentials(clientID: id, audience: provider.token.text, at: now)
        let members =
            [(name: "grant_type", value: "authorization_code"), ("code", code), ("redirect_uri", redirect)] + more
            + credentials.members
        return TokenRequest(
            authorization: credentials.authorization, body: Secret(Array(FormEncoding.encode(members).utf8)))
    }
}
