import Besturen
import JOSE
import Policy

/// The claims of ACM/IDM's ID tokens for the Loket, under the names and in the shapes in which it sends them.
enum LoketClaims {
    /// Those that a policy of the Loket reads.
    static let names = ClaimNames(
        account: "vo_id", bestuur: "vo_orgcode", doelgroep: "vo_doelgroepcode", roles: "abb_loketLB_rol_3d")

    /// The issuer and the client id of the demo: a token for them opens nothing anywhere else.
    static let issuer = "http://127.0.0.1:8090/op"
    static let audience = "11111111-2222-4333-8444-555555555555"
    /// Forty characters, as ACM/IDM's are.
    static let subject = "00000000000000000000000000000000000000e0"

    /// What ACM/IDM would say of a user of the Loket, the times apart. The person is invented: the national number has a day
    /// of birth that no day has.
    ///
    /// - Parameters:
    ///   - organisation: the code of the bestuur. An OVO code is one of the Flemish administration, as at ABB.
    ///   - roles: with or without an organisation; one without gets this one. With none the claim is absent, as in
    ///     ACM/IDM's tokens.
    static func user(of organisation: OrganisationCode, roles: [String]) -> JSONObject {
        let isLocal = if case .kbo = organisation { true } else { false }
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", .string(audience)), ("sub", .string(subject)),
            ("given_name", "Eva"), ("family_name", "Voorbeeld"), ("rrn", "00000000097"),
            (names.account, "00000000-0000-4000-8000-0000000000e0"),
            (names.doelgroep, .string((isLocal ? Doelgroep.lb : .gid).rawValue)),
            ("vo_doelgroepnaam", isLocal ? "Lokale Besturen" : "VO-medewerkers"),
            (names.bestuur, .string("\(organisation)")), ("vo_orgnaam", "Voorbeeldbestuur"),
        ])
        if !roles.isEmpty {
            claims[names.roles] = .array(
                roles.map { .string($0.contains(":") ? $0 : "\($0):\(organisation)") })
        }
        return claims
    }
}
