internal import JOSE

/// Exchanges a code for what it stands for (RFC 6749 section 4.1.3, RFC 7636 section 4.6).
struct CodeRedemption: Sendable {
    let codes: ExpiringStore<IssuedCode>
    let accessTokens: ExpiringStore<AccessGrant>
    let sessions: SSOSessions

    /// - Returns: the login and the key of its access token.
    func redeem(
        _ form: FormFields, by client: StandInClient, at now: Instant
    ) throws -> Result<(login: CompletedLogin, accessToken: String), TokenEndpointRefusal> {
        guard let type = form["grant_type"] else { return .failure(.invalidRequest("grant_type is missing")) }
        guard sameBytes(type, "authorization_code") else { return .failure(.unsupportedGrantType) }
        guard let code = form["code"], let redirectURI = form["redirect_uri"] else {
            return .failure(.invalidRequest("code or redirect_uri is missing"))
        }
        // Marks it in the same step in which it is looked at: of two at once one is the second.
        let found = codes.update(code, at: now) { issued in
            let before = issued
            // Somebody else's code is left alone, or anybody who saw one could spoil it.
            if sameBytes(issued.login.client, client.id) { issued.isUsed = true }
            return before
        }
        guard let found, sameBytes(found.login.client, client.id) else {
            return .failure(.invalidGrant("there is no such code for this client"))
        }
        guard !found.isUsed else {
            // Section 4.1.2: what was given for it may be in the wrong hands.
            if let token = found.accessToken { accessTokens.take(token, at: now) }
            return .failure(.invalidGrant("the code was used before"))
        }
        guard now.seconds(since: found.issued) < IssuedCode.lifetime else {
            return .failure(.invalidGrant("the code was not redeemed within \(IssuedCode.lifetime) seconds"))
        }
        guard sameBytes(found.redirectURI, redirectURI) else {
            return .failure(.invalidGrant("redirect_uri is not the one of the authorization request"))
        }
        switch (found.challenge, form["code_verifier"]) {
        case (nil, nil): break
        case (let challenge?, let verifier?) where challenge.fits(verifier): break
        // A verifier without a challenge: somebody took the challenge out of the request (RFC 9700, section 4.8.2).
        case (nil, _?), (_?, nil), (_?, _?):
            return .failure(.invalidGrant("code_verifier does not fit the code challenge"))
        }
        // Who logged out meanwhile would have a session at the client that no logout token ends.
        guard sessions[found.login.sid, at: now] != nil else {
            return .failure(.invalidGrant("the session of the code has ended"))
        }
        let token = try accessTokens.add(AccessGrant(login: found.login, issued: now), at: now)
        _ = codes.update(code, at: now) { $0.accessToken = token }
        return .success((found.login, token))
    }
}
