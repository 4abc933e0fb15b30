internal import JOSE

/// Whom a directed login ("gericht aanmelden") is for: the choice of organisation is then left out.
struct LoginHint: Sendable, Equatable {
    /// `cap_hint`: the doelgroep, such as `LB`.
    let doelgroep: String
    /// `code_hint`: the organisation's code.
    let organisatie: String

    /// - Parameter text: Base64 of a JSON object, as the manual of ACM/IDM has it.
    init?(_ text: String) {
        guard let bytes = Base64.decode(text),
            let object = try? JSONValue.parse(bytes, limits: JSONLimits(bytes: 1024)),
            let doelgroep = object["cap_hint"]?.stringValue, let organisatie = object["code_hint"]?.stringValue
        else { return nil }
        self.doelgroep = doelgroep
        self.organisatie = organisatie
    }

    func means(_ identiteit: Identiteit) -> Bool {
        sameBytes(identiteit.organisatie.hoedanigheid.code, doelgroep)
            && sameBytes(identiteit.organisatie.sleutel, organisatie)
    }
}
