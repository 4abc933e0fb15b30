import Besturen

extension AccessRefusal {
    /// One sentence in Dutch, without a final stop.
    package var dutch: String {
        let bestuur = Words(facts, language: .dutch)
        let piece = facts.asked.map { ": `\($0)`" } ?? ""
        return switch code {
        case .requestMalformed: "de aanvraag is geen geldige HTTP-aanvraag"
        case .requestTargetAmbiguous: "het adres van de aanvraag kan op meer dan een manier gelezen worden"
        case .headerDuplicated: "de aanvraag herhaalt een header die maar een keer mag voorkomen"
        case .credentialsAmbiguous: "de aanvraag bevat meer dan een aanmelding"
        case .requestTooLarge: "de inhoud van de aanvraag is groter dan hier toegelaten"
        case .requestHeadTooLarge: "de headers van de aanvraag zijn groter dan hier toegelaten"
        case .requestTimeout: "de aanvraag is niet op tijd volledig aangekomen"
        case .routeUnknown: "op dit adres is niets te vinden"
        case .routeClosed: "dit adres is afgesloten"
        case .methodNotAllowed:
            "\(facts.method.map { "de methode \($0)" } ?? "deze methode") is niet toegelaten op dit adres"
                + (facts.allowedMethods.isEmpty ? "" : "; wel toegelaten: \(bestuur.list(facts.allowedMethods, .and))")
        case .tokenMissing: "u moet zich aanmelden om hier te komen"
        case .loginRightMissing: "u hebt geen recht om u aan te melden bij het Loket voor \(bestuur.name)"
        case .doelgroepNotAdmitted:
            facts.doelgroep.map { "doelgroep \($0) wordt hier niet toegelaten" }
                ?? "uw aanmelding noemt geen doelgroep die toegelaten wordt"
        case .bestuurMissing: "uw aanmelding vermeldt niet voor welk bestuur u werkt"
        case .bestuurUnknown:
            "de organisatie\(facts.code.map { " \($0)" } ?? "") van uw aanmelding is geen gekend bestuur"
        case .bestuurConflict:
            "het nummer\(facts.code.map { " \($0)" } ?? "") van uw aanmelding is van meer dan een bestuur gekend"
        case .bestuurNotActive:
            "\(bestuur.name) is niet actief in het Loket" + (facts.status.map { " (status: \($0))" } ?? "")
                + (facts.awaited.isEmpty
                    ? ""
                    : "; gewacht wordt op: \(bestuur.list(facts.awaited.map { "\($0.label) (\($0.party.label))" }, .and))")
        case .moduleReadOnly: "\(bestuur.name) kan in \(bestuur.modules(.and)) alleen lezen en niets wijzigen"
        case .bestuurstypeNotEligible:
            "\(bestuur.things(.and)) \(bestuur.isAre) niet bedoeld voor \(facts.bestuurstype.map { "een bestuur van het type \($0)" } ?? "dit type bestuur")"
        case .roleForOtherBestuur:
            "uw rol voor \(bestuur.things(.or)) geldt voor een andere organisatie dan \(bestuur.name)"
        case .moduleNotGranted: "u hebt geen toegang tot \(bestuur.modules(.or)) voor \(bestuur.name)"
        case .roleMissing: "u hebt de beheerrol \(bestuur.roles(.or)) niet voor \(bestuur.name)"
        case .includeNotAdmitted: "gekoppelde gegevens mogen hier niet mee opgevraagd worden" + piece
        case .relationshipNotAdmitted: "deze relatie mag hier niet gevolgd worden" + piece
        case .filterNotAdmitted: "hierop mag hier niet gefilterd of gesorteerd worden" + piece
        case .queryAmbiguous: "de parameters in het adres kunnen op meer dan een manier gelezen worden" + piece
        case .parameterUnknown: "het adres bevat een parameter die hier geen betekenis heeft" + piece
        case .upstreamUnavailable: "de module achter dit adres is momenteel niet bereikbaar"
        case .upstreamTimeout: "de module achter dit adres heeft niet op tijd geantwoord"
        }
    }
}
