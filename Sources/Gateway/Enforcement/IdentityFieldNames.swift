import Besturen
import HTTPWire
import Policy

/// The fields by which an upstream learns who asks. They are set by the gateway alone: everything that looks like one of
/// them was removed from the client's request before (``HTTPWire/StripRules``).
///
/// Values are percent-encoded where they hold anything but visible ASCII and spaces (``HTTPWire/FieldValue``).
struct IdentityFieldNames: Sendable {
    let issuer = Self.name("Poort-Issuer")
    let subject = Self.name("Poort-Subject")
    let account = Self.name("Poort-Account")
    let bestuur = Self.name("Poort-Bestuur")
    let bestuurCode = Self.name("Poort-Bestuur-Code")
    let bestuurName = Self.name("Poort-Bestuur-Name")
    let bestuurType = Self.name("Poort-Bestuur-Type")
    let bestuurUUID = Self.name("Poort-Bestuur-Uuid")
    let doelgroep = Self.name("Poort-Doelgroep")
    let roles = Self.name("Poort-Roles")
    let modules = Self.name("Poort-Modules")
    let readOnly = Self.name("Poort-Read-Only")
    let requestID = Self.name("Poort-Request-Id")
    let forwardedFor = Self.name("X-Forwarded-For")
    let forwardedHost = Self.name("X-Forwarded-Host")
    let forwardedProto = Self.name("X-Forwarded-Proto")

    /// Writes what stays the same for all requests with one token.
    func write(
        _ principal: Principal, subject subjectValue: String, issuer issuerValue: String, policy: PolicySet,
        to lines: inout FieldLines
    ) {
        lines.add(issuer, encoding: issuerValue)
        lines.add(subject, encoding: subjectValue)
        lines.add(account, encoding: principal.account)
        lines.add(bestuur, encoding: principal.bestuur.uri)
        // The code that the token came with is what the issuer knows the bestuur by.
        lines.add(bestuurCode, encoding: principal.claims.bestuur ?? "")
        lines.add(bestuurName, encoding: principal.bestuur.name)
        lines.add(bestuurType, encoding: principal.bestuur.type.slug)
        lines.add(bestuurUUID, encoding: principal.bestuur.uuid)
        lines.add(doelgroep, encoding: principal.doelgroep?.rawValue ?? "")
        lines.add(roles, encodingList: principal.heldRoles)
        lines.add(modules, encodingList: policy.grantedModuleIDs(of: principal))
    }

    private static func name(_ text: String) -> FieldName {
        guard let name = FieldName(text) else { preconditionFailure("`\(text)` is a valid field name") }
        return name
    }
}
