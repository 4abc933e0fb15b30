/// What the stand-ins can not do.
package enum StandInError: Error, Equatable {
    /// The stand-in identity provider hands tokens to whoever asks: it stays on this machine unless told otherwise.
    case notLoopback(host: String)
    /// An address is not `host:port`, or its port is out of range.
    case addressMalformed(String)
    /// An invented person belongs to an organisation that the register of besturen does not have exactly once.
    case bestuurNotInRegister(person: String, code: String)
    /// Two invented people share an id.
    case personTwice(String)
    /// A file of the demo or a development key can not be read, written or used.
    case file(path: String, reason: String)
    /// Something else listens on an address, or nothing may.
    case cannotListen(String)
    /// The demo's `poort.yaml` does not hold an address that has to be replaced by a free one.
    case addressNotInConfiguration(address: String, file: String)
}

extension StandInError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notLoopback(let host):
            "the stand-in identity provider gives tokens to everyone and does not listen on `\(host)`"
        case .addressMalformed(let text):
            "`\(text)` is not an address of the form host:port"
        case .bestuurNotInRegister(let person, let code):
            "the register has no single bestuur with the code `\(code)` of the invented person `\(person)`"
        case .personTwice(let id):
            "two invented people have the id `\(id)`"
        case .file(let path, let reason):
            "`\(path)`: \(reason)"
        case .cannotListen(let sentence):
            sentence
        case .addressNotInConfiguration(let address, let file):
            "`\(file)` does not name the address `\(address)`"
        }
    }

    /// What to do about it, where there is something to do.
    package var hint: String? {
        switch self {
        case .notLoopback: "use 127.0.0.1, ::1 or localhost"
        case .bestuurNotInRegister: "add the bestuur to Examples/demo/besturen.csv"
        case .addressNotInConfiguration: "the demo moves its three standard addresses; keep them in the file"
        case .cannotListen: "stop what listens there, or take whatever ports are free with --free-ports"
        case .addressMalformed, .personTwice, .file: nil
        }
    }
}
