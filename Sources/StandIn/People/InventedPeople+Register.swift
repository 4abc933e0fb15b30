/// Those who keep the register of besturen: one for each party of the procedure, and one who only looks.
extension InventedPeople {
    /// The product manager of the Loket at the agency.
    package static let petra = ofTheRegister(
        "petra", "Petra", 16, "00000000000000000000000000000000000000ba", "00000001681", ["LoketRegisterABB"],
        about: "decides on new besturen for the agency")

    /// Of the team that runs the Loket.
    package static let lotte = ofTheRegister(
        "lotte", "Lotte", 17, "00000000000000000000000000000000000000bb", "00000001780", ["LoketRegisterLoket"],
        about: "mints URIs for the team of the Loket")

    /// Of Gebruikersbeheer.
    package static let gunter = ofTheRegister(
        "gunter", "Gunter", 18, "00000000000000000000000000000000000000bc", "00000001879",
        ["LoketRegisterGebruikersbeheer"], about: "connects organisations for Gebruikersbeheer")

    /// Somebody who may look and change nothing.
    package static let vera = ofTheRegister(
        "vera", "Vera", 19, "00000000000000000000000000000000000000bd", "00000001978", ["LoketRegisterLezer"],
        about: "follows the onboarding of besturen and changes nothing")

    static let keepersOfTheRegister = [petra, lotte, gunter, vera]

    private static func ofTheRegister(
        _ id: String, _ givenName: String, _ number: Int, _ subject: String, _ nationalNumber: String,
        _ roles: [String], about: String
    ) -> Person {
        Person(
            id: id, givenName: givenName, familyName: "Voorbeeld",
            accountID: "00000000-0000-4000-8000-0000000000\(number)", subject: subject,
            nationalNumber: nationalNumber, hoedanigheid: .vlaamseOverheid, organisationCode: "OVO999909",
            roles: roles, about: about)
    }
}
