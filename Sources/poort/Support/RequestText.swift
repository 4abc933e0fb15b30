import HTTPWire
import Policy

/// A request as people write it, `GET /submissions/1`, judged by the canonicaliser of the gateway.
enum RequestText {
    /// What the gateway makes of it before it looks at the policy.
    enum Reading {
        case request(AccessRequest)
        case refused(TargetRefusal)
    }

    /// What is wrong with a target, in words; nil when the gateway would take it.
    static func mistake(inTarget target: String, method: HTTPWire.RequestMethod = .get) -> String? {
        switch CanonicalTarget.parse(string: target, method: method, limits: WireLimits()) {
        case .success: nil
        case .failure(let refusal): "\(refusal.code): \(refusal.detail)"
        }
    }

    /// A request that the policy can be asked about.
    static func read(_ text: String, host: String) throws -> AccessRequest {
        switch try parse(text, host: host) {
        case .request(let request): return request
        case .refused(let refusal):
            throw CommandFailure(
                outcome: .denied, message: "\(refusal.code): \(refusal.detail)",
                hint: "the gateway answers this target with \(refusal.status) before it looks at the policy")
        }
    }

    static func parse(_ text: String, host: String) throws -> Reading {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2 else {
            throw CommandFailure(
                outcome: .usage, message: "a request is a method and a target, not `\(Terminal.shown(text))`",
                hint: "for example \"GET /submissions/1\"")
        }
        let name = String(parts[0])
        guard let method = HTTPWire.RequestMethod.allCases.first(where: { $0.name == name }) else {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(name))` is no method that is served",
                hint: "one of " + HTTPWire.RequestMethod.allCases.map(\.name).joined(separator: ", "))
        }
        let target = String(parts[1])
        switch CanonicalTarget.parse(string: target, method: method, limits: WireLimits()) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let canonical):
            let bytes = Array(target.utf8)
            let path = String(decoding: bytes[canonical.path.range], as: UTF8.self)
            let query = canonical.query.map { String(decoding: bytes[$0.range], as: UTF8.self) } ?? ""
            return .request(
                AccessRequest(method: Policy.RequestMethod(name), host: host, path: path, query: query))
        }
    }
}
