/// An invented person, and what gebruikersbeheer says about them when the stand-in starts for the first time.
package struct Person: Sendable, Hashable {
    /// A further organisation that somebody works for.
    package struct FurtherWerkrelatie: Sendable, Hashable {
        package let hoedanigheid: Hoedanigheid
        package let organisationCode: String
        /// As ``Person/roles``.
        package let roles: [String]
    }

    /// A short name for URLs and file names: lower-case letters.
    package let id: String
    package let givenName: String
    package let familyName: String
    /// `vo_id`: the person's id in IDM, a UUID.
    package let accountID: String
    /// `sub`: the person's id at the issuer, forty hexadecimal digits in ACM/IDM's tokens.
    package let subject: String
    /// `rrn`. No real one: the day of birth is 00.00.00.
    package let nationalNumber: String
    package let hoedanigheid: Hoedanigheid
    /// `vo_orgcode`: the KBO number or OVO code of the organisation they work for.
    package let organisationCode: String
    /// Roles as gebruikersbeheer names them, without an organisation: in a token each is followed by `:` and the
    /// organisation code. With none the role claim is absent, as in ACM/IDM's tokens.
    package let roles: [String]
    /// One sentence about who this is, for those who try the demo.
    package let about: String
    /// Whether they have the right to log in at the Loket at all. Somebody with it and without roles gets a token; somebody
    /// without it gets ACM's error page.
    package var mayLogIn = true
    /// Whether they are lokale beheerder of the organisation they work for.
    package var isBeheerder = false
    package var further: [FurtherWerkrelatie] = []
    /// The name of an organisation that is in no register of besturen.
    package var organisationName: String?
}
