import Besturen
import HTTPTypes
import HTTPWire
import OIDC
import Policy

/// Why the board does not do what was asked: one code, and one sentence in each language, for pages and for programs.
struct BoardProblem: Error, Sendable {
    let status: HTTPResponse.Status
    /// A word that never changes its meaning.
    let code: String
    /// Sentences without an end, in lower case.
    let english: String
    let dutch: String
    /// Who can do something about it; nil for whoever asked.
    var mender: Mender?

    init(_ status: HTTPResponse.Status, _ code: String, english: String, dutch: String, mender: Mender? = nil) {
        self.status = status
        self.code = code
        self.english = english
        self.dutch = dutch
        self.mender = mender
    }

    func sentence(_ language: AcceptedLanguage) -> String {
        Pages.capitalised(language == .dutch ? dutch : english)
    }

    static let hostUnknown = BoardProblem(
        .misdirectedRequest, "host_unknown", english: "the board is not at this address",
        dutch: "het register is niet op dit adres", mender: .operations)
    static let targetAmbiguous = BoardProblem(
        .badRequest, "request_target_ambiguous", english: "the address is not in its one spelling",
        dutch: "het adres is niet op de enige juiste manier geschreven")
    static let notFound = BoardProblem(
        .notFound, "not_found", english: "there is nothing at this address", dutch: "op dit adres is niets te vinden")
    static let methodNotAllowed = BoardProblem(
        .methodNotAllowed, "method_not_allowed", english: "this address takes another method",
        dutch: "dit adres aanvaardt een andere methode")
    static let bodyTooLarge = BoardProblem(
        .contentTooLarge, "body_too_large",
        english: "the body is larger than \(PageRequest.maximumBody) bytes",
        dutch: "wat u instuurt is groter dan \(PageRequest.maximumBody) bytes")
    static let formMalformed = BoardProblem(
        .badRequest, "form_malformed", english: "the form cannot be read",
        dutch: "het formulier kan niet gelezen worden")
    static let tokenInvalid = BoardProblem(
        .forbidden, "form_token_invalid",
        english: "the form is not of this session; open the page again and send it from there",
        dutch: "het formulier hoort niet bij uw aanmelding; open de pagina opnieuw en verstuur het vandaar")
    static let formUsed = BoardProblem(
        .conflict, "form_used", english: "this form was sent before; what it asked for was done once",
        dutch: "dit formulier werd al verstuurd; wat erin staat is een keer uitgevoerd")
    static let busy = BoardProblem(
        .serviceUnavailable, "register_busy", english: "too many are using the register at the moment; try again",
        dutch: "te veel mensen gebruiken het register nu tegelijk; probeer het opnieuw")
    static let unavailable = BoardProblem(
        .serviceUnavailable, "register_unavailable", english: "the register cannot be used at the moment",
        dutch: "het register kan nu niet gebruikt worden", mender: .operations)
    static let sessionMissing = BoardProblem(
        .unauthorized, "session_missing", english: "log in first", dutch: "meld u eerst aan")
    static let roleMissing = BoardProblem(
        .forbidden, "board_role_missing", english: "none of your roles opens the register",
        dutch: "geen van uw rollen opent het register", mender: .localAdministrator)
    static let viewerOnly = BoardProblem(
        .forbidden, "step_not_for_party", english: "your roles let you look, and change nothing",
        dutch: "met uw rollen kunt u kijken, en niets wijzigen", mender: .localAdministrator)

    static func stale(_ sequence: Int64) -> BoardProblem {
        BoardProblem(
            .conflict, "journal_moved",
            english: "entry \(sequence) came after what you saw; look at it, and decide again",
            dutch: "sinds u keek is regel \(sequence) toegevoegd; bekijk die, en beslis opnieuw")
    }

    static func session(_ refusal: SessionRefusal) -> BoardProblem {
        BoardProblem(
            refusal == .crossOrigin ? .forbidden : .unauthorized, refusal.rawValue, english: refusal.english,
            dutch: refusal.dutch)
    }

    /// A value that is not what its field takes.
    static func field(_ name: String, english: String, dutch: String) -> BoardProblem {
        BoardProblem(.unprocessableContent, "field_invalid", english: "`\(name)`: \(english)", dutch: "\(dutch)")
    }

    static func failed(_ failure: BoardRegister.Failure) -> BoardProblem {
        switch failure {
        case .busy: busy
        case .store: unavailable
        }
    }

    static func refused(_ refusal: RegisterRefusal) -> BoardProblem {
        BoardProblem(refusal.status, refusal.code, english: refusal.english, dutch: refusal.dutch)
    }
}

extension RegisterRefusal {
    /// What a program is told of it: who may not, what is not there, what stands in the way, what was not said well.
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .dossierUnknown, .bestuurUnknown: .notFound
        case .notFor, .step(.notFor): .forbidden
        case .nameMissing, .reasonMissing, .actorMissing, .uriInvalid, .textInvalid, .step(.evidenceMissing):
            .unprocessableContent
        case .uriTaken, .uriListed, .numberTaken, .onboardingMissing, .unchanged, .mergerInCircle, .step: .conflict
        }
    }
}
