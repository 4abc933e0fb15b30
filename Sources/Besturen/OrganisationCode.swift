/// The code of the organisation for which somebody logged in, as ACM/IDM sends it in `vo_orgcode`: a KBO number for most
/// besturen, an OVO code for the few that have no KBO number in the Loket (ABB, the VGC).
package enum OrganisationCode: Hashable, Sendable, CustomStringConvertible {
    case kbo(KBONummer)
    case ovo(OVOCode)

    /// Nil when `text` is neither a KBO number nor an OVO code, to the letter: no spaces, no dots, no lower case.
    package init?(_ text: some StringProtocol) {
        if let kbo = KBONummer(text) {
            self = .kbo(kbo)
        } else if let ovo = OVOCode(text) {
            self = .ovo(ovo)
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .kbo(let number): number.description
        case .ovo(let code): code.description
        }
    }
}
