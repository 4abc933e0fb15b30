import HTTPWire
import JOSE
import Policy

/// What the gateway does with one request that carries the token, and what it would take to pass.
struct DecisionFinding {
    enum Basis {
        /// The target was refused before the policy was asked.
        case target(TargetRefusal)
        /// What the policy says, were the token accepted.
        case policy(Explanation, [Remedy])
        /// The route looks at the token, and its claims cannot be read.
        case unread
    }

    /// As it was asked about.
    let request: String
    let basis: Basis
    /// Whether the token counts for this request: a public, delegated or closed route does not look at it.
    let needsToken: Bool
    /// Why the gateway refuses the token, or nil; and whether it accepts it.
    let tokenRefusal: TokenRefusal?
    let tokenRemedies: [TokenInspection.Remedy]
    let isTokenAccepted: Bool

    /// - Parameter asker: nil when the claims cannot be read.
    init(
        _ text: String, host: String, asker: Asker?, policy: PolicySet, claimNames: ClaimNames,
        inspection: TokenInspection
    ) throws {
        request = text
        tokenRefusal = inspection.refusal
        tokenRemedies = inspection.remedies
        isTokenAccepted = inspection.verdict == .accepted
        switch try RequestText.parse(text, host: host) {
        case .refused(let refusal):
            basis = .target(refusal)
            needsToken = false
        case .request(let request):
            if case .matched(let route) = policy.route(request) {
                needsToken = route.needsPrincipal
            } else {
                needsToken = false
            }
            guard asker != nil || !needsToken else {
                basis = .unread
                break
            }
            let asker = asker ?? .anonymous
            let explanation = policy.explain(asker, request: request)
            basis = .policy(explanation, policy.remedies(for: explanation, asker: asker, claimNames: claimNames))
        }
    }

    /// Whether the policy lets the request through, were the token accepted.
    var isAllowed: Bool {
        if case .policy(let explanation, _) = basis { explanation.isAllowed } else { false }
    }

    /// What the asker gets.
    enum Answer {
        case forwarded
        case refused(status: Int, code: String)
        /// Nothing proves the token, so nobody can say.
        case unknown
    }

    var answer: Answer {
        if needsToken, !isTokenAccepted {
            guard let tokenRefusal else { return .unknown }
            return .refused(status: tokenRefusal.code.httpStatus, code: tokenRefusal.code.rawValue)
        }
        switch basis {
        case .target(let refusal): return .refused(status: refusal.status, code: refusal.code)
        case .policy(let explanation, _):
            guard let code = explanation.code else { return .forwarded }
            return .refused(status: code.httpStatus, code: code.rawValue)
        case .unread: return .unknown
        }
    }

    /// One thing that must change.
    struct Need {
        let code: String
        let text: String
        let mendedBy: Mender
    }

    /// Everything that must change for the request to pass, the first first; empty when it passes as it is.
    var needs: [Need] {
        var needs: [Need] = []
        if needsToken {
            needs += tokenRemedies.map {
                Need(code: $0.code.rawValue, text: $0.text, mendedBy: Mender($0.code.mendedBy))
            }
        }
        switch basis {
        case .target(let refusal):
            let mender = AccessReasonCode(rawValue: refusal.code)?.mendedBy ?? .user
            needs.append(Need(code: refusal.code, text: "another spelling: \(refusal.detail)", mendedBy: mender))
        case .unread: break
        case .policy(_, let remedies):
            needs += remedies.map { Need(code: $0.code.rawValue, text: $0.needed, mendedBy: $0.mendedBy) }
        }
        return needs
    }
}

extension Mender {
    /// For whoever looks into the refusal of somebody else.
    var name: String {
        switch self {
        case .user: "the user"
        case .localAdministrator: "the local administrator of the organisation"
        case .abb, .operations: english
        }
    }

    /// The same person in the words of the policy.
    init(_ mender: TokenReasonCode.Mender) {
        self =
            switch mender {
            case .user: .user
            case .localAdministrator: .localAdministrator
            case .abb: .abb
            case .operations: .operations
            }
    }
}
