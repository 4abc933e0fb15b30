/// Somebody with an account in gebruikersbeheer.
package struct Gebruiker: Sendable, Hashable {
    /// As ``Person/id``.
    package let id: String
    package let givenName: String
    package let familyName: String
    /// `vo_id`.
    package let accountID: String
    /// `sub`.
    package let subject: String
    /// `rrn`.
    package let nationalNumber: String

    package var name: String { "\(givenName) \(familyName)" }
}
