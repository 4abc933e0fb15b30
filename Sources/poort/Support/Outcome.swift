import ArgumentParser
import JOSE

/// The exit codes of the command line (they are API).
enum Outcome: Int32 {
    case malformed = 3
    case signature = 4
    case expired = 5
    case issuerAudienceOrType = 6
    case noKeys = 7
    case denied = 8
    case testsFailed = 10
    case invariantBroken = 11
    case coverageBelow = 12
    case accessChanged = 13
    case usage = 64
    case badInput = 65
    case noSuchFile = 66
    case `internal` = 70
    case invalidConfiguration = 78

    var exit: ExitCode { ExitCode(rawValue) }

    /// That of a refused token.
    init(_ code: TokenReasonCode) {
        self =
            switch code {
            case .tokenMissing, .tokenMalformed, .tokenClaimsInvalid, .tokenCriticalHeaderUnknown: .malformed
            case .tokenAlgorithmNotAllowed, .tokenKeyUnknown, .tokenSignatureInvalid: .signature
            case .tokenExpired, .tokenNotYetValid: .expired
            case .tokenIssuerUntrusted, .tokenAudienceMismatch, .tokenTypeMismatch: .issuerAudienceOrType
            case .keysUnavailable: .noKeys
            }
    }
}

/// A failure that has a sentence for the person and a code for the script.
struct CommandFailure: Error {
    let outcome: Outcome
    let message: String
    var hint: String?

    /// Says it on standard error.
    func tell() {
        Terminal.error("error: \(message)")
        if let hint { Terminal.error("hint: \(hint)") }
    }
}

/// Runs a command's work and turns a failure into a message on standard error and its exit code.
func reporting<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let failure as CommandFailure {
        throw told(failure)
    }
}

/// The same for work that waits for the network.
func asyncReporting<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let failure as CommandFailure {
        throw told(failure)
    }
}

private func told(_ failure: CommandFailure) -> ExitCode {
    failure.tell()
    return failure.outcome.exit
}
