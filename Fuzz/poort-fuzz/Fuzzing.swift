import FuzzTargets
import Glibc

/// libFuzzer, with the target that POORT_FUZZ_TARGET names. Built by `Scripts/fuzz` alone.
@main
enum Fuzzing {
    static let target: FuzzTarget = {
        let name = unsafe getenv("POORT_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("POORT_FUZZ_TARGET is `\(name)`; one of \(FuzzTarget.allCases.map(\.rawValue))")
        }
        return target
    }()

    static func main() {
        var count = CommandLine.argc
        var arguments = unsafe CommandLine.unsafeArgv
        _ = target
        // The driver takes the argument vector over and ends the process itself.
        let status = unsafe runFuzzer(&count, &arguments) { bytes, size in
            let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: size))
            if let violation = Fuzzing.target.run(input) { fatalError("\(Fuzzing.target): \(violation)") }
            return 0
        }
        exit(status)
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ argc: UnsafeMutablePointer<CInt>,
    _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> CInt
) -> CInt
