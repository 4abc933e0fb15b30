import Foundation
import Gateway

/// The issuers that configurations trust outside development: no test token may speak for them.
///
/// Looked at are the configuration that is named, that of the environment variable `POORT_CONFIG`, and `poort.yaml` in the
/// working directory. One that cannot be read may name any issuer, so nothing is minted beside it.
struct ProductionIssuers {
    static let variable = "POORT_CONFIG"

    private var issuers: [(identifier: String, file: String)] = []

    init(config: String?) throws {
        var files = [config, ProcessInfo.processInfo.environment[Self.variable]].compactMap(\.self)
        files.removeAll(where: \.isEmpty)
        if FileManager.default.fileExists(atPath: "poort.yaml") { files.append("poort.yaml") }
        for file in files {
            let loaded = try GatewayFile.load(file)
            guard loaded.configuration.environment != .development else { continue }
            issuers += loaded.configuration.issuers.map { ($0.identifier, file) }
        }
    }

    func refuse(_ issuer: String) throws {
        for trusted in issuers where trusted.identifier.utf8.elementsEqual(issuer.utf8) {
            throw CommandFailure(
                outcome: .usage,
                message: "`\(Terminal.shown(issuer))` is an issuer that `\(trusted.file)` trusts in production",
                hint: "mint for an issuer of a development configuration")
        }
    }
}
