import ArgumentParser
import Foundation

/// When to colour what is printed.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    /// On a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is dumb.
    case auto
    case always
    case never
}

/// Colours for people. Without them the words say the same.
struct Style: Sendable {
    private let isOn: Bool

    init(_ choice: ColorChoice) {
        let environment = ProcessInfo.processInfo.environment
        isOn =
            switch choice {
            case .always: true
            case .never: false
            case .auto:
                isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
                    && environment["TERM"] != "dumb"
            }
    }

    func good(_ text: String) -> String { colored(text, "32") }
    func bad(_ text: String) -> String { colored(text, "1;31") }
    func doubtful(_ text: String) -> String { colored(text, "33") }
    func heading(_ text: String) -> String { colored(text, "1") }
    func faint(_ text: String) -> String { colored(text, "2") }

    private func colored(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
