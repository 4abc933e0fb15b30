import Besturen

/// What the register knows of the organisation code of a token.
enum BestuurFinding {
    /// The token has no such claim.
    case absent(claim: String)
    /// The claim holds neither a KBO number nor an OVO code.
    case notACode(claim: String, text: String)
    case unknown(OrganisationCode)
    /// No bestuur yet: it is being onboarded.
    case pending(OrganisationCode, PendingBestuur)
    case found(OrganisationCode, Bestuurseenheid)
    /// Several besturen, none of which the number alone means.
    case conflict(OrganisationCode, [Bestuurseenheid])

    init(_ text: String?, claim: String, in register: BesturenRegister) {
        guard let text, !text.isEmpty else {
            self = .absent(claim: claim)
            return
        }
        guard let code = OrganisationCode(text) else {
            self = .notACode(claim: claim, text: text)
            return
        }
        self =
            switch register.lookup(code) {
            case .found(let bestuur): .found(code, bestuur)
            case .unknown: .unknown(code)
            case .pending(let pending): .pending(code, pending)
            case .conflict(let besturen): .conflict(code, besturen)
            }
    }
}
