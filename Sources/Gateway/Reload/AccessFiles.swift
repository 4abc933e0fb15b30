import Besturen
import Libcrypto
import OIDC
import Policy

/// The files that decide who gets in, read and checked: policy, shadow policy and besturen. They may be replaced while the
/// gateway runs.
struct AccessFiles: Sendable {
    let policy: PolicySet
    let shadow: PolicySet?
    let besturen: BesturenFile
    let digests: Digests

    var register: BesturenRegister { besturen.register }
    /// Remarks on the list of besturen: rows left out, numbers dropped.
    var registerProblems: [RegisterProblem] { besturen.problems }

    /// SHA-256 of each file, in hexadecimal, as `sha256sum` prints it: tells which policy is live. Of a register it is the hash of
    /// its last entry.
    struct Digests: Sendable, Equatable {
        var policy: String
        var shadow: String?
        var besturen: String
    }

    /// - Parameter before: those that count now.
    /// - Throws: ``GatewayLoadError`` with every mistake in all of them.
    static func read(
        _ configuration: GatewayConfiguration, after before: AccessFiles? = nil,
        readFile: (_ path: String) throws -> [UInt8]
    ) throws(GatewayLoadError) -> AccessFiles {
        var mistakes: [String] = []
        func text(_ file: String) -> String? {
            do throws(GatewayLoadError) {
                return try GatewayLoader.text(file, readFile)
            } catch {
                mistakes += error.mistakes
                return nil
            }
        }
        func policy(_ file: String) -> (PolicySet, String)? {
            guard let text = text(file) else { return nil }
            switch PolicyLoader.load(file: file, text: text) {
            case .success(let loaded): return (loaded, digest(text))
            case .failure(let failure):
                mistakes += failure.mistakes.map(\.description)
                return nil
            }
        }
        let live = policy(configuration.policyFile)
        let shadow = configuration.shadowPolicyFile.flatMap(policy)
        var besturen: BesturenFile?
        do throws(GatewayLoadError) {
            besturen = try BesturenFile.read(configuration.besturenFile, after: before?.besturen, readFile: readFile)
        } catch {
            mistakes += error.mistakes
        }
        guard mistakes.isEmpty, let live, let besturen else { throw GatewayLoadError(mistakes: mistakes) }
        return AccessFiles(
            policy: live.0, shadow: shadow?.0, besturen: besturen,
            digests: Digests(policy: live.1, shadow: shadow?.1, besturen: besturen.digest))
    }

    /// What the gateway decides by, with these files.
    /// - Throws: ``GatewayLoadError`` when they do not fit the configuration.
    func snapshot(
        _ configuration: GatewayConfiguration, issuers: TrustedIssuers
    ) throws(GatewayLoadError) -> AccessSnapshot {
        do throws(AccessSnapshotError) {
            return try AccessSnapshot(
                policy: policy, shadow: shadow, register: register, issuers: issuers, configuration: configuration)
        } catch {
            throw GatewayLoadError(mistakes: error.mistakes)
        }
    }

    private static func digest(_ text: String) -> String {
        RegisterHead.hexadecimal(Hash.sha256.digest(Array(text.utf8)))
    }
}
