/// Why gebruikersbeheer does not do what it is asked to.
package enum BeheerRefusal: String, Error, Sendable, Equatable, CaseIterable {
    /// Whoever asks is not lokale beheerder of the organisation. Said of organisations that do not exist, too.
    case geenBeheerder = "geen_beheerder"
    /// The person does not work for the organisation, or there is no such grant.
    case nietGevonden = "niet_gevonden"
    /// There is no such right or context, or not for this doelgroep.
    case rechtOnbekend = "recht_onbekend"
    /// A date is none, or the end lies before the beginning.
    case datumOngeldig = "datum_ongeldig"
    /// There is no reason, or one of more than 200 bytes or with control characters.
    case redenOngeldig = "reden_ongeldig"
    /// The same is granted already for a time that overlaps.
    case alToegekend = "al_toegekend"
    /// It was withdrawn before.
    case alIngetrokken = "al_ingetrokken"

    /// For whoever filled in the form.
    package var tekst: String {
        switch self {
        case .geenBeheerder: "U bent geen lokale beheerder van deze organisatie."
        case .nietGevonden: "Dit is niet gevonden bij deze organisatie."
        case .rechtOnbekend: "Dit recht of deze context bestaat niet voor deze doelgroep."
        case .datumOngeldig:
            "Vul een begindatum in, en een einddatum die niet vroeger valt. Een datum ziet eruit als 2026-11-26."
        case .redenOngeldig: "Vul een reden in van hoogstens 200 tekens."
        case .alToegekend: "Dit is al toegekend voor een periode die overlapt."
        case .alIngetrokken: "Dit werd al eerder ingetrokken."
        }
    }
}
