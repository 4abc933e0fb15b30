import ArgumentParser
import Besturen
import Foundation
import Gateway
import JOSE

extension Party: ExpressibleByArgument {}
extension Track: ExpressibleByArgument {}

/// Which register.
struct RegisterOptions: ParsableArguments {
    static let variable = "POORT_REGISTER"

    @Option(
        help: ArgumentHelp("The file of the register; default: \(Self.variable).", valueName: "file"),
        completion: .file()) var register: String?

    func path() throws -> String {
        if let path = register ?? ProcessInfo.processInfo.environment[Self.variable], !path.isEmpty { return path }
        throw CommandFailure(
            outcome: .usage, message: "which register is not said",
            hint: "give --register FILE, or set \(Self.variable); `poort bestuur import --create` makes one")
    }

    /// - Parameter create: makes the file when it is not there.
    func open(create: Bool = false) throws -> RegisterStore {
        let path = try path()
        return try registering { () throws(RegisterStoreError) in try RegisterStore(path: path, create: create) }
    }
}

/// Who writes.
struct ActorOptions: ParsableArguments {
    static let variable = "POORT_BY"

    @Option(name: .customLong("as"), help: ArgumentHelp("For whom.", valueName: "party"))
    var party: Party
    @Option(
        help: ArgumentHelp("Your name, which the journal keeps for good; default: \(Self.variable).", valueName: "name")
    ) var by: String?

    func actor() throws -> String { try Self.actor(by) }

    /// - Parameter by: what the command line says.
    static func actor(_ by: String?) throws -> String {
        if let name = by ?? ProcessInfo.processInfo.environment[variable], !name.isEmpty { return name }
        throw CommandFailure(
            outcome: .usage, message: "who does this is not said", hint: "give --by NAME, or set \(variable)")
    }
}

extension Moment {
    /// By the system's clock.
    static var now: Moment { Moment(unixSeconds: Clock.now.unixSeconds) }
}

/// Turns what a register says into what a command says.
func registering<Value>(_ work: () throws(RegisterStoreError) -> Value) throws -> Value {
    do throws(RegisterStoreError) {
        return try work()
    } catch {
        throw CommandFailure(error)
    }
}

extension CommandFailure {
    init(_ error: RegisterStoreError) {
        var hint = error.hint
        let outcome: Outcome
        switch error {
        case .missing: outcome = .noSuchFile
        case .refused(let refusal, _): (outcome, hint) = (.denied, refusal.hint)
        case .broken, .notARegister, .newer, .open: outcome = .badInput
        case .cannotMake, .cannotUse: outcome = .internal
        }
        self.init(outcome: outcome, message: "\(error)", hint: hint)
    }
}

extension RegisterRefusal {
    /// What to do about it, where that is not said already.
    var hint: String? {
        switch self {
        case .dossierUnknown: "`poort bestuur dossiers` lists them"
        case .bestuurUnknown: "`poort bestuur list` lists them"
        case .numberTaken: "`poort bestuur show` says what the holder is; a mistake there is amended or corrected there"
        case .textInvalid: "the journal forgets nothing: name nobody by their national number in it"
        default: nil
        }
    }
}
