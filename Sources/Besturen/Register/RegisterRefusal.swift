/// Why something cannot be done to the register. It names what is missing or in the way.
package enum RegisterRefusal: Error, Hashable, Sendable {
    case step(StepRefusal)
    case notFor(Party, allowed: [Party])
    case dossierUnknown(String)
    case bestuurUnknown(String)
    /// A bestuur or a dossier has the URI already.
    case uriTaken(String)
    /// A list has the bestuur, by one of its numbers, under this URI.
    case uriListed(String)
    /// The text is not the URI of a bestuur.
    case uriInvalid(String)
    /// An active bestuur, or another dossier, has the number. The holder is a URI or the id of a dossier.
    case numberTaken(String, holder: String)
    /// Only an onboarding makes this bestuur active.
    case onboardingMissing(String)
    case nameMissing
    case reasonMissing
    /// What is said is what the register has.
    case unchanged
    /// A bestuur cannot merge into itself, nor into one that merged into it.
    case mergerInCircle(String)
    case actorMissing
    /// A text is too long, or holds control characters or a national number: which.
    case textInvalid(String)

    /// A word that never changes its meaning.
    package var code: String {
        switch self {
        case .step(let refusal): refusal.code
        case .notFor: "step_not_for_party"
        case .dossierUnknown: "dossier_unknown"
        case .bestuurUnknown: "bestuur_unknown"
        case .uriTaken: "uri_taken"
        case .uriListed: "uri_listed"
        case .uriInvalid: "uri_invalid"
        case .numberTaken: "number_taken"
        case .onboardingMissing: "onboarding_missing"
        case .nameMissing: "name_missing"
        case .reasonMissing: "reason_missing"
        case .unchanged: "unchanged"
        case .mergerInCircle: "merger_in_circle"
        case .actorMissing: "actor_missing"
        case .textInvalid: "text_invalid"
        }
    }

    /// One sentence without an end, in lower case.
    package var english: String {
        switch self {
        case .step(let refusal): refusal.english
        case .notFor(let party, let allowed): StepRefusal.notFor(party, allowed: allowed).english
        case .dossierUnknown(let id): "there is no dossier `\(id)`"
        case .bestuurUnknown(let uri): "the register has no bestuur `\(uri)`"
        case .uriTaken(let uri): "the URI `\(uri)` is taken"
        case .uriListed(let uri):
            "a list has this bestuur already, with its number, under `\(uri)`: `mint-uri` must take that up"
        case .uriInvalid(let uri): "`\(uri)` is not the URI of a bestuur"
        case .numberTaken(let number, let holder): "the number \(number) is that of \(holder)"
        case .onboardingMissing(let uri):
            "`\(uri)` never was active: a dossier must make it so, in which `mint-uri` takes up this URI"
        case .nameMissing: "the name is missing"
        case .reasonMissing: "the reason is missing"
        case .unchanged: "that is what is recorded already"
        case .mergerInCircle(let uri): "`\(uri)` merged into this bestuur, or is the same"
        case .actorMissing: "who does it is missing"
        case .textInvalid(let what): "\(what) is too long, or holds control characters or a national number"
        }
    }

    /// The same in Dutch.
    package var dutch: String {
        switch self {
        case .step(let refusal): refusal.dutch
        case .notFor(let party, let allowed): StepRefusal.notFor(party, allowed: allowed).dutch
        case .dossierUnknown(let id): "er is geen dossier `\(id)`"
        case .bestuurUnknown(let uri): "het register kent geen bestuur `\(uri)`"
        case .uriTaken(let uri): "de URI `\(uri)` bestaat al"
        case .uriListed(let uri):
            "een lijst heeft dit bestuur al, met zijn nummer, als `\(uri)`: de stap `mint-uri` moet die URI overnemen"
        case .uriInvalid(let uri): "`\(uri)` is geen URI van een bestuur"
        case .numberTaken(let number, let holder): "het nummer \(number) is al van \(holder)"
        case .onboardingMissing(let uri):
            "`\(uri)` was nooit actief: dat vraagt een dossier, waarin de stap `mint-uri` deze URI overneemt"
        case .nameMissing: "de naam ontbreekt"
        case .reasonMissing: "de reden ontbreekt"
        case .unchanged: "dat staat er al"
        case .mergerInCircle(let uri): "`\(uri)` is in dit bestuur opgegaan, of is hetzelfde"
        case .actorMissing: "wie de stap zet ontbreekt"
        case .textInvalid(let what): "\(what) is te lang, of bevat stuurtekens of een rijksregisternummer"
        }
    }
}
