import HTTPTypes
import HTTPWire
import JOSE
import OIDC
import Policy

extension LoginRefusal {
    /// What the person is told: what happened, without what only operators understand.
    func sentence(_ language: AcceptedLanguage) -> String {
        switch language {
        case .dutch: dutch
        case .english: english
        }
    }

    private var dutch: String {
        switch self {
        case .stateUnknown:
            "Deze aanmelding is niet in deze browser begonnen, of werd al gebruikt. Begin opnieuw."
        case .expired: "Het aanmelden duurde te lang. Begin opnieuw."
        case .responseMalformed: "Het antwoord van de aanmelddienst kan niet gelezen worden. Begin opnieuw."
        case .replayed: "Deze aanmelding werd al gebruikt. Begin opnieuw."
        case .ended: "U bent ondertussen afgemeld bij de aanmelddienst. Begin opnieuw."
        case .storeUnavailable: "Aanmelden kan nu niet. Probeer het later opnieuw."
        case .nonceMismatch: "Het antwoord van de aanmelddienst hoort bij een andere aanmelding. Begin opnieuw."
        case .provider("access_denied"):
            "De aanmelddienst laat u niet toe: u hebt het recht voor deze toepassing niet, of u hebt het aanmelden afgebroken."
        case .provider: "De aanmelddienst van de Vlaamse overheid kon u niet aanmelden."
        case .issuerMismatch, .token, .issuedAtMissing, .issuedTooLongAgo, .accessTokenHashMismatch, .userInfo:
            "Het antwoord van de aanmelddienst klopt niet en wordt niet aanvaard."
        case .assertionFailed, .tokenEndpoint(.clientRefused):
            "De aanmelddienst herkent de toegangspoort niet. U kunt daar zelf niets aan doen."
        case .tokenEndpoint, .providerUnavailable:
            "De aanmelddienst van de Vlaamse overheid is nu niet bereikbaar. Probeer het later opnieuw."
        case .authenticationContext:
            "U hebt zich aangemeld op een manier die hier niet volstaat. Meld u aan met een sterkere sleutel, zoals eID of itsme."
        case .hostUnknown: "Op dit adres kan niemand zich aanmelden."
        case .sessionTooLarge: "Uw aanmelding bevat meer rollen dan een sessie kan bevatten."
        }
    }

    private var english: String {
        switch self {
        case .stateUnknown: "This login was not begun in this browser, or was used before. Start again."
        case .expired: "Logging in took too long. Start again."
        case .responseMalformed: "The answer of the login service cannot be read. Start again."
        case .replayed: "This login was used before. Start again."
        case .ended: "You were logged out at the login service meanwhile. Start again."
        case .storeUnavailable: "Logging in is not possible at the moment. Try again later."
        case .nonceMismatch: "The answer of the login service belongs to another login. Start again."
        case .provider("access_denied"):
            "The login service does not admit you: you lack the right for this application, or you stopped."
        case .provider: "The login service of the Flemish government could not log you in."
        case .issuerMismatch, .token, .issuedAtMissing, .issuedTooLongAgo, .accessTokenHashMismatch, .userInfo:
            "The answer of the login service is wrong and is not accepted."
        case .assertionFailed, .tokenEndpoint(.clientRefused):
            "The login service does not recognise the gateway. There is nothing you can do about it."
        case .tokenEndpoint, .providerUnavailable:
            "The login service of the Flemish government cannot be reached at the moment. Try again later."
        case .authenticationContext:
            "You logged in by a means that does not suffice here. Use a stronger one, such as eID or itsme."
        case .hostUnknown: "Nobody can log in at this address."
        case .sessionTooLarge: "Your login has more roles than a session can hold."
        }
    }

    /// Who can help.
    var mendedBy: Mender {
        switch self {
        case .provider("access_denied"): .localAdministrator
        case .sessionTooLarge: .localAdministrator
        default: isMendedByStartingAnew ? .user : .operations
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .stateUnknown, .expired, .responseMalformed, .replayed, .ended, .nonceMismatch, .hostUnknown: .badRequest
        case .provider("access_denied"), .authenticationContext, .sessionTooLarge: .forbidden
        case .providerUnavailable, .storeUnavailable: .serviceUnavailable
        case .token(let refusal) where refusal.code == .keysUnavailable: .serviceUnavailable
        case .assertionFailed: .internalServerError
        case .provider, .issuerMismatch, .token, .issuedAtMissing, .issuedTooLongAgo, .accessTokenHashMismatch,
            .userInfo,
            .tokenEndpoint:
            .badGateway
        }
    }
}

extension Mender {
    func words(_ language: AcceptedLanguage) -> String {
        switch language {
        case .dutch: dutch
        case .english: english
        }
    }
}
