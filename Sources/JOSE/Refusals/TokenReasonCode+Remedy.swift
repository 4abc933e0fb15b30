extension TokenReasonCode {
    /// What makes such a token pass, in one sentence without an end, for whoever looks into a refusal.
    package var remedy: String {
        switch self {
        case .tokenMissing: "send the token in the field `Authorization: Bearer TOKEN`"
        case .tokenMalformed: "send the token exactly as its issuer made it, whole and with nothing around it"
        case .tokenAlgorithmNotAllowed:
            "let the issuer sign with an allowed algorithm, or allow this one for its keys in the configuration"
        case .tokenKeyUnknown: "fetch the issuer's key set again: it may have changed its keys"
        case .tokenSignatureInvalid:
            "get a new token from the issuer: this one was changed on its way, or another key signed it"
        case .tokenExpired: "log in again, or have the client renew its token in time"
        case .tokenNotYetValid: "compare the clock of the issuer with ours"
        case .tokenIssuerUntrusted:
            "get a token from a trusted issuer, or add this one to the configuration exactly as `iss` writes it"
        case .tokenAudienceMismatch:
            "ask the issuer for a token for this application, or add its `aud` to the configuration"
        case .tokenTypeMismatch: "send the kind of token that is accepted here"
        case .tokenCriticalHeaderUnknown: "let the issuer leave out the extension"
        case .tokenClaimsInvalid: "let the issuer send the claim as it must be"
        case .keysUnavailable: "make the issuer's keys available, by its discovery or in a file"
        }
    }
}
