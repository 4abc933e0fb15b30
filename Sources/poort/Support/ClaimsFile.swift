import JOSE
import Policy

/// Claims in a JSON file, as `poort token inspect --json` prints them under `claims`, or the object itself.
enum ClaimsFile {
    static func principalClaims(_ file: String, _ names: ClaimNames) throws -> PrincipalClaims {
        var value: JSONValue
        do {
            value = try JSONValue.parse(try InputFile.bytes(file))
        } catch let error as JSONError {
            throw CommandFailure(outcome: .badInput, message: "\(file):\(error)")
        }
        if case .object? = value["claims"], value["checks"] != nil, let claims = value["claims"] {
            if value["valid"] != .bool(true) {
                Terminal.error("note: the token of these claims was refused; what follows is what it would open")
            }
            value = claims
        }
        guard case .object = value else {
            throw CommandFailure(outcome: .badInput, message: "`\(file)` is no JSON object")
        }
        return principalClaims(value, names)
    }

    /// The same of claims that were read before.
    static func principalClaims(_ value: JSONValue, _ names: ClaimNames) -> PrincipalClaims {
        func text(_ name: String) -> String? { value[name]?.stringValue }
        func list(_ name: String) -> [String]? {
            guard let items = value[name]?.arrayValue else { return nil }
            let texts = items.compactMap(\.stringValue)
            return texts.count == items.count ? texts : nil
        }
        return PrincipalClaims(
            account: text(names.account) ?? text("sub") ?? "", bestuur: text(names.bestuur),
            doelgroep: text(names.doelgroep), roles: list(names.roles) ?? [], modules: names.modules.flatMap(list))
    }
}
