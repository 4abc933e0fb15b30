import Besturen

extension AccessRefusal {
    /// One sentence in English, without a final stop.
    package var english: String {
        let bestuur = Words(facts, language: .english)
        let piece = facts.asked.map { ": `\($0)`" } ?? ""
        return switch code {
        case .requestMalformed: "the request is not a well-formed HTTP request"
        case .requestTargetAmbiguous: "the address of the request can be read in more than one way"
        case .headerDuplicated: "the request repeats a header that must stand once"
        case .credentialsAmbiguous: "the request carries more than one credential"
        case .requestTooLarge: "the request body is larger than is allowed here"
        case .requestHeadTooLarge: "the request head is larger than is allowed here"
        case .requestTimeout: "the request did not arrive completely in time"
        case .routeUnknown: "there is nothing at this address"
        case .routeClosed: "this address is closed"
        case .methodNotAllowed:
            "\(facts.method.map { "the method \($0)" } ?? "this method") is not allowed at this address"
                + (facts.allowedMethods.isEmpty ? "" : ", which admits \(bestuur.list(facts.allowedMethods, .and))")
        case .tokenMissing: "you must log in to come here"
        case .loginRightMissing: "you do not have the right to log in to the Loket for \(bestuur.name)"
        case .doelgroepNotAdmitted:
            facts.doelgroep.map { "doelgroep \($0) is not admitted here" }
                ?? "your login names no doelgroep that is admitted"
        case .bestuurMissing: "your login does not say for which bestuur you act"
        case .bestuurUnknown:
            "the organisation\(facts.code.map { " \($0)" } ?? "") of your login is not a known bestuur"
        case .bestuurConflict:
            "more than one bestuur is known by the number\(facts.code.map { " \($0)" } ?? "") of your login"
        case .bestuurNotActive:
            "\(bestuur.name) is not active in the Loket" + (facts.status.map { " (status: \($0))" } ?? "")
                + (facts.awaited.isEmpty
                    ? ""
                    : "; waiting for \(bestuur.list(facts.awaited.map { "\($0.english) (\($0.party.english))" }, .and))")
        case .moduleReadOnly: "\(bestuur.name) may only read in \(bestuur.modules(.and)), not change anything"
        case .bestuurstypeNotEligible:
            "\(bestuur.things(.and)) \(bestuur.isAre) not meant for \(facts.bestuurstype.map { "a bestuur of type \($0)" } ?? "this type of bestuur")"
        case .roleForOtherBestuur:
            "your role for \(bestuur.things(.or)) holds for another organisation than \(bestuur.name)"
        case .moduleNotGranted: "you have no access to \(bestuur.modules(.or)) for \(bestuur.name)"
        case .roleMissing: "you do not have the administrative role \(bestuur.roles(.or)) for \(bestuur.name)"
        case .includeNotAdmitted: "related data may not be included here" + piece
        case .relationshipNotAdmitted: "this relationship may not be followed here" + piece
        case .filterNotAdmitted: "this may not be filtered or sorted by here" + piece
        case .queryAmbiguous: "the query of the address can be read in more than one way" + piece
        case .parameterUnknown: "the query has a parameter that has no meaning here" + piece
        case .upstreamUnavailable: "the module behind this address cannot be reached at the moment"
        case .upstreamTimeout: "the module behind this address did not answer in time"
        }
    }
}
