internal import JOSE

extension AuthorizationRequest {
    /// Reads and checks the fields of a request.
    static func read(
        _ fields: FormFields, clients: ClientRegistry
    ) -> Result<AuthorizationRequest, AuthorizationRefusal> {
        do throws(AuthorizationRefusal) {
            return .success(try checked(fields, clients: clients))
        } catch {
            return .failure(error)
        }
    }

    private static func checked(
        _ fields: FormFields, clients: ClientRegistry
    ) throws(AuthorizationRefusal) -> AuthorizationRequest {
        guard fields.repeatedNames.isDisjoint(with: ["client_id", "redirect_uri"]) else {
            throw .page("`client_id` of `redirect_uri` komt meer dan een keer voor.")
        }
        guard let id = fields["client_id"], let client = clients[id] else {
            throw .page("Geen geregistreerde toepassing heeft deze `client_id`.")
        }
        guard let redirectURI = fields["redirect_uri"],
            client.redirectURIs.contains(where: { sameBytes($0, redirectURI) })
        else { throw .page("Deze `redirect_uri` is niet geregistreerd voor de toepassing.") }
        // A repeated state is not echoed: which of them would it be?
        let state = fields.repeatedNames.contains("state") ? nil : fields["state"]
        func refusal(_ code: AuthorizationError.Code, _ description: String) -> AuthorizationRefusal {
            .answer(AuthorizationError(redirectURI: redirectURI, state: state, code: code, description: description))
        }
        if let name = fields.repeatedNames.sorted().first {
            throw refusal(.invalidRequest, "\(isName(name) ? name : "a field") comes more than once")
        }
        for (name, code) in unsupported where fields[name] != nil { throw refusal(code, "\(name) is not supported") }
        guard let type = fields["response_type"] else { throw refusal(.invalidRequest, "response_type is missing") }
        guard sameBytes(type, "code") else {
            throw refusal(.unsupportedResponseType, "only the response type code is supported")
        }
        guard fields["response_mode"].map({ sameBytes($0, "query") }) ?? true else {
            throw refusal(.invalidRequest, "only the response mode query is supported")
        }
        let scopes = fields.words("scope")
        guard scopes.contains("openid") else { throw refusal(.invalidScope, "the scope lacks openid") }
        guard scopes.allSatisfy({ scope in client.scopes.contains { sameBytes($0, scope) } }) else {
            throw refusal(.invalidScope, "the client may not have one of the scopes")
        }
        var challenge: CodeChallenge?
        if let text = fields["code_challenge"] {
            challenge = CodeChallenge(text, method: fields["code_challenge_method"])
            guard challenge != nil else { throw refusal(.invalidRequest, "the code challenge or its method is none") }
        } else if fields["code_challenge_method"] != nil {
            throw refusal(.invalidRequest, "code_challenge_method comes without code_challenge")
        }
        let wanted = fields.words("acr_values")
        let means = wanted.lazy.compactMap { AuthenticationMeans(rawValue: $0) }.first
        guard wanted.isEmpty || means != nil else {
            throw refusal(.unmetAuthenticationRequirements, "no means of acr_values is known here")
        }
        let prompt = fields["prompt"].flatMap { Prompt(rawValue: $0) }
        guard (fields["prompt"] == nil) == (prompt == nil) else {
            throw refusal(.invalidRequest, "prompt is neither none nor login")
        }
        let maximumAge = fields["max_age"].flatMap { Int64($0) }
        guard (fields["max_age"] == nil) == (maximumAge == nil), maximumAge ?? 0 >= 0 else {
            throw refusal(.invalidRequest, "max_age is no number of seconds")
        }
        let hint = fields["login_hint"].flatMap { LoginHint($0) }
        guard (fields["login_hint"] == nil) == (hint == nil) else {
            throw refusal(.invalidRequest, "login_hint is no Base64 of an object with cap_hint and code_hint")
        }
        return AuthorizationRequest(
            client: client.id, redirectURI: redirectURI, state: state, nonce: fields["nonce"], scopes: scopes,
            challenge: challenge, means: means, prompt: prompt, maximumAge: maximumAge, hint: hint)
    }

    /// What OpenID Connect Core 1.0 sections 6 and 7.2.1 define an error for.
    private static let unsupported: [(String, AuthorizationError.Code)] = [
        ("request", .requestNotSupported), ("request_uri", .requestURINotSupported),
        ("registration", .registrationNotSupported),
    ]

    /// Whether a name can stand in `error_description` (RFC 6749, section 4.1.2.1).
    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= 64 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }
}
