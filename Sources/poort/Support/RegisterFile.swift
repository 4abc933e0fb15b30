import Besturen
import Gateway

/// What `--besturen` names: a list in CSV, or a register that `poort bestuur` keeps.
enum RegisterFile {
    static func read(_ path: String) throws -> (register: BesturenRegister, problems: [RegisterProblem]) {
        guard path != "-", BesturenFile.isRegister(path) else {
            return BesturenRegister.read(csv: try InputFile.text(path), source: path)
        }
        do {
            return (try BesturenFile.read(path, readFile: InputFile.bytes).register, [])
        } catch {
            throw CommandFailure(outcome: .badInput, message: "\(error)")
        }
    }
}
