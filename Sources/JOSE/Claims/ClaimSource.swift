/// Something checked that says things about somebody: a token, or a session that was made of one.
package protocol ClaimSource: Sendable {
    /// `iss` of the token behind it.
    var issuer: String { get }
    /// `sub`; unique together with the issuer only.
    var subject: String { get }
    /// A claim that is a string; `nil` when it is absent or anything else.
    func string(_ claim: String) -> String?
    /// A claim that is an array of strings.
    func strings(_ claim: String) -> ClaimValues
}

extension VerifiedJWT: ClaimSource {}
