/// An invented person and what gebruikersbeheer would say about them for the organisation they chose at login.
package struct Person: Sendable, Hashable {
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
    /// `vo_orgcode`: the KBO number or OVO code of the chosen organisation.
    package let organisationCode: String
    /// Roles as gebruikersbeheer names them, without an organisation: in a token each is followed by `:` and the
    /// organisation code. With none the role claim is absent, as in ACM/IDM's tokens.
    package let roles: [String]
    /// One sentence about who this is, for those who try the demo.
    package let about: String
}
