import Besturen
import Gateway
import JOSE
import Policy

/// Everything that `poort token` has to say about a token. How it is written is in the other files of this folder.
struct InspectionReport {
    let inspection: TokenInspection
    /// What stood around the token and was left out, in words: the gateway would have refused it with that.
    let leftOut: [String]
    /// The time it was judged at.
    let now: Instant
    /// What was not compared because nothing was given to compare with.
    let uncompared: [Yardstick.Expectation]
    /// When there is a register to look in.
    private(set) var bestuur: BestuurFinding?
    /// What each role means, when there is a policy.
    private(set) var roles: [RoleExplanation]?
    /// When a request was asked about.
    private(set) var decision: DecisionFinding?
    /// Why there are no keys to check with, when nobody looked for any and it is known where they are.
    private let whyNoKeys: String?

    init(_ token: PastedToken, against yardstick: Yardstick, at now: Instant, redacting names: Set<String>) {
        self.now = now
        leftOut = token.leftOut
        inspection = TokenInspection.inspect(token: token.bytes, against: yardstick, at: now, redacting: names)
        if case .absent(let why, let algorithms) = yardstick.keys, !algorithms.isEmpty {
            whyNoKeys = why
        } else {
            whyNoKeys = nil
        }
        uncompared = Yardstick.Expectation.allCases.filter(yardstick.uncompared.contains)
    }

    /// Adds what a policy and a register make of the claims.
    mutating func resolve(
        _ names: ClaimNames, policy: PolicySet?, register: BesturenRegister?, request: String?, host: String
    ) throws {
        let claims = inspection.unredactedClaims.map { ClaimsFile.principalClaims($0, names) }
        var asker = claims == nil ? nil : Asker.anonymous
        if let claims, let register {
            bestuur = BestuurFinding(claims.bestuur, claim: names.bestuur, in: register)
            if let policy { asker = Asker(policy.principal(from: claims, register: register)) }
        }
        guard let policy else { return }
        roles = claims.map { policy.explainRoles(of: $0, as: asker?.principal) }
        if let request {
            decision = try DecisionFinding(
                request, host: host, asker: asker, policy: policy, claimNames: names, inspection: inspection)
        }
    }

    /// `iss`, by the token's word alone.
    var issuer: String? { inspection.unredactedClaims?["iss"]?.stringValue }

    var isAccepted: Bool { inspection.verdict == .accepted }

    /// The code that decides; nil when the token is accepted.
    var code: TokenReasonCode? {
        isAccepted ? nil : inspection.refusal?.code ?? .keysUnavailable
    }

    /// Why the token is not accepted, as precisely as it is known; nil when it is.
    var detail: String? {
        guard let refusal = inspection.refusal else {
            return isAccepted ? nil : inspection.checks.first { $0.name == "key" }?.text
        }
        let check = inspection.failedChecks.first { $0.code == refusal.code }
        return check?.text ?? inspection.redaction.apply(to: refusal.detail)
    }

    /// One thing to do about a token that is not accepted.
    struct Remedy {
        let code: TokenReasonCode
        let text: String
        let by: Mender
    }

    /// What makes such a token pass, step by step, and who can do it; empty when it passes.
    var remedies: [Remedy] {
        guard let code else { return [] }
        guard inspection.refusal != nil else {
            // Whoever inspects it did not say where the keys are, or did not let them be fetched.
            let text =
                whyNoKeys.map { "let the keys be fetched: \($0)" }
                ?? "say where its keys are: --config, --jwks, --key, --hmac-secret, or --issuer to fetch them"
            return [Remedy(code: code, text: text, by: .user)]
        }
        return inspection.remedies.map { Remedy(code: $0.code, text: $0.text, by: Mender($0.code.mendedBy)) }
    }

    /// Nil when the token is accepted, and the request, if there is one, allowed.
    var outcome: Outcome? {
        if let code { return Outcome(code) }
        return decision.flatMap { $0.isAllowed ? nil : .denied }
    }
}
