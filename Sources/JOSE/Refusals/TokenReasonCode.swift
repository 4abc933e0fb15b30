/// Why a token is not accepted, as a code that never changes its meaning: it stands in answers, logs, metrics and
/// dashboards.
package enum TokenReasonCode: String, Sendable, Hashable, CaseIterable {
    case tokenMissing = "token_missing"
    case tokenMalformed = "token_malformed"
    case tokenAlgorithmNotAllowed = "token_algorithm_not_allowed"
    case tokenKeyUnknown = "token_key_unknown"
    case tokenSignatureInvalid = "token_signature_invalid"
    case tokenExpired = "token_expired"
    case tokenNotYetValid = "token_not_yet_valid"
    case tokenIssuerUntrusted = "token_issuer_untrusted"
    case tokenAudienceMismatch = "token_audience_mismatch"
    case tokenTypeMismatch = "token_type_mismatch"
    case tokenCriticalHeaderUnknown = "token_critical_header_unknown"
    case tokenClaimsInvalid = "token_claims_invalid"
    case keysUnavailable = "keys_unavailable"

    /// Who can mend it.
    package enum Mender: String, Sendable, Hashable, CaseIterable {
        case user
        case localAdministrator = "lokale-beheerder"
        case abb
        case operations
    }

    /// One sentence without an end, in lower case.
    package var english: String {
        switch self {
        case .tokenMissing: "no token was sent"
        case .tokenMalformed: "the token is not well-formed"
        case .tokenAlgorithmNotAllowed: "the token is signed with an algorithm that is not allowed"
        case .tokenKeyUnknown: "the token is signed with a key that is not known"
        case .tokenSignatureInvalid: "the token's signature is not valid"
        case .tokenExpired: "the token has expired"
        case .tokenNotYetValid: "the token is not valid yet"
        case .tokenIssuerUntrusted: "the token comes from an issuer that is not trusted"
        case .tokenAudienceMismatch: "the token is meant for somebody else"
        case .tokenTypeMismatch: "the token is of another kind than is accepted here"
        case .tokenCriticalHeaderUnknown: "the token demands an extension that is not understood"
        case .tokenClaimsInvalid: "the token's claims are not valid"
        case .keysUnavailable: "the keys to check the token with are not available"
        }
    }

    /// The same in Dutch, for the user.
    package var dutch: String {
        switch self {
        case .tokenMissing: "u bent niet aangemeld"
        case .tokenMalformed: "uw aanmelding kan niet gelezen worden"
        case .tokenAlgorithmNotAllowed: "uw aanmelding is ondertekend op een manier die niet toegelaten is"
        case .tokenKeyUnknown: "uw aanmelding is ondertekend met een sleutel die niet gekend is"
        case .tokenSignatureInvalid: "de handtekening van uw aanmelding klopt niet"
        case .tokenExpired: "uw aanmelding is verlopen; meld u opnieuw aan"
        case .tokenNotYetValid: "uw aanmelding is nog niet geldig"
        case .tokenIssuerUntrusted: "uw aanmelding komt van een dienst die niet vertrouwd wordt"
        case .tokenAudienceMismatch: "uw aanmelding is bedoeld voor een andere toepassing"
        case .tokenTypeMismatch: "uw aanmelding is van een soort die hier niet aanvaard wordt"
        case .tokenCriticalHeaderUnknown: "uw aanmelding vraagt een uitbreiding die niet gekend is"
        case .tokenClaimsInvalid: "de gegevens in uw aanmelding zijn niet geldig"
        case .keysUnavailable: "uw aanmelding kan nu niet gecontroleerd worden; probeer het later opnieuw"
        }
    }

    /// 401, but 503 when the fault is ours.
    package var httpStatus: Int { self == .keysUnavailable ? 503 : 401 }

    package var mendedBy: Mender {
        switch self {
        case .tokenMissing, .tokenMalformed, .tokenExpired: .user
        case .tokenAlgorithmNotAllowed, .tokenKeyUnknown, .tokenSignatureInvalid, .tokenNotYetValid,
            .tokenIssuerUntrusted, .tokenAudienceMismatch, .tokenTypeMismatch, .tokenCriticalHeaderUnknown,
            .tokenClaimsInvalid, .keysUnavailable:
            .operations
        }
    }
}
