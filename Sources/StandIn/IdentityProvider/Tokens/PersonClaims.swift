internal import JOSE

/// What tokens and userinfo say of a person, by scope.
struct PersonClaims: Sendable {
    /// The scopes that stand for claims, in the order ACM/IDM's samples show those.
    static let scopes = ["profile", "rrn", "vo", "abb_loketLB"]

    let subject: String
    let givenName: String
    let familyName: String
    let nationalNumber: String
    let accountID: String
    let hoedanigheid: Hoedanigheid
    let organisationCode: String
    let organisationName: String
    /// Without the organisation.
    let roles: [String]

    func members(for scopes: [String]) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        if scopes.contains("profile") {
            members += [("given_name", .string(givenName)), ("family_name", .string(familyName))]
        }
        if scopes.contains("rrn") { members.append(("rrn", .string(nationalNumber))) }
        if scopes.contains("vo") {
            members += [
                ("vo_id", .string(accountID)),
                ("vo_doelgroepcode", .string(hoedanigheid.code)),
                ("vo_doelgroepnaam", .string(hoedanigheid.name)),
                ("vo_orgcode", .string(organisationCode)),
                ("vo_orgnaam", .string(organisationName)),
            ]
        }
        // Absent, not empty, for somebody without roles.
        if scopes.contains("abb_loketLB"), !roles.isEmpty {
            members.append(("abb_loketLB_rol_3d", .array(roles.map { .string("\($0):\(organisationCode)") })))
        }
        return members
    }
}

extension PersonClaims {
    init(_ identiteit: Identiteit) {
        self.init(
            subject: identiteit.gebruiker.subject, givenName: identiteit.gebruiker.givenName,
            familyName: identiteit.gebruiker.familyName, nationalNumber: identiteit.gebruiker.nationalNumber,
            accountID: identiteit.gebruiker.accountID, hoedanigheid: identiteit.organisatie.hoedanigheid,
            organisationCode: identiteit.organisatie.sleutel, organisationName: identiteit.organisatie.naam,
            roles: identiteit.rollen)
    }
}
