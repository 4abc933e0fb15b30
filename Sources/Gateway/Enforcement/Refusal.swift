package import HTTPWire
package import JOSE
package import OIDC
package import Policy

/// A request that is not let through: one status, and every reason with its stable code and its sentences.
///
/// Refusals of all stages become this one type, which the response body, the log line and the command line show.
package struct Refusal: Sendable {
    /// One condition that failed.
    package struct Reason: Sendable, Equatable {
        package let code: String
        package let english: String
        package let dutch: String
        /// Who can mend it: `user`, `lokale-beheerder`, `abb` or `operations`.
        package let mendedBy: String
    }

    package private(set) var status: Int
    /// Where a person's browser is sent to log in, instead of being told; nil when nobody is sent.
    private(set) var login: FieldValue?
    /// In the order of importance; never empty.
    package let reasons: [Reason]
    /// Precise words for the log; they may say more than the asker may know.
    package let detail: String?
    /// Set for a refused token: what the asker is told unless refusals are explained in full.
    private let brief: Reason?

    package var primary: Reason { reasons[0] }

    /// What the asker is told.
    package func told(_ detail: GatewayConfiguration.RefusalDetail) -> [Reason] {
        if detail == .brief, let brief { return [brief] }
        return reasons
    }

    package init(_ refusals: [AccessRefusal]) {
        let first = refusals.first ?? AccessRefusal(.routeUnknown)
        status = first.code.httpStatus
        reasons = (refusals.isEmpty ? [first] : refusals).map(Reason.init)
        detail = nil
        brief = nil
    }

    package init(_ refusal: AccessRefusal) {
        self.init([refusal])
    }

    package init(_ refusal: TokenRefusal) {
        status = refusal.code.httpStatus
        let mendedBy = refusal.code.mendedBy.rawValue
        reasons = [
            Reason(
                code: refusal.code.rawValue,
                english: refusal == .missing ? refusal.code.english : "\(refusal.code.english): \(refusal.detail)",
                dutch: refusal.code.dutch, mendedBy: mendedBy)
        ]
        detail = refusal.detail
        brief =
            switch refusal.code {
            case .tokenMissing, .tokenExpired, .keysUnavailable:
                Reason(
                    code: refusal.code.rawValue, english: refusal.code.english, dutch: refusal.code.dutch,
                    mendedBy: mendedBy)
            default:
                Reason(
                    code: "token_invalid", english: "the token is not accepted",
                    dutch: "uw aanmelding wordt niet aanvaard", mendedBy: mendedBy)
            }
    }

    package init(_ refusal: SessionRefusal) {
        status = refusal.httpStatus
        reasons = [
            Reason(
                code: refusal.rawValue, english: refusal.english, dutch: refusal.dutch,
                mendedBy: Mender.user.rawValue)
        ]
        detail = nil
        brief = nil
    }

    /// The same, as a redirect to where one logs in.
    func sendingToLogin(_ address: FieldValue) -> Refusal {
        var copy = self
        copy.status = 303
        copy.login = address
        return copy
    }

    package init(_ refusal: WireRefusal) {
        self.init(status: refusal.status, code: refusal.code, detail: refusal.detail)
    }

    package init(_ refusal: TargetRefusal) {
        self.init(status: refusal.status, code: refusal.code, detail: refusal.detail)
    }

    /// What the bytes of a request were refused for. The detail names a rule of the protocol and no secret, so the asker
    /// is told.
    private init(status: Int, code: String, detail: String) {
        let known = AccessReasonCode(rawValue: code) ?? .requestMalformed
        self.status = status
        reasons = [
            Reason(
                code: known.rawValue, english: "\(known.english): \(detail)", dutch: known.dutch,
                mendedBy: known.mendedBy.rawValue)
        ]
        self.detail = detail
        brief = nil
    }
}

extension Refusal.Reason {
    init(_ refusal: AccessRefusal) {
        self.init(
            code: refusal.code.rawValue, english: refusal.english, dutch: refusal.dutch,
            mendedBy: refusal.code.mendedBy.rawValue)
    }
}
