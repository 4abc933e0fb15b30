/// What reading a suite needs from outside this target, which reads no files, knows nothing of HTTP and of tokens, and has no
/// clock.
package struct SuiteSources {
    /// The text of a file, with the name by which people know it.
    package struct Document {
        package let name: String
        package let text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Why something that a suite names cannot be used.
    package struct Problem: Error, Hashable, Sendable {
        package let message: String
        package let hint: String?

        package init(_ message: String, hint: String? = nil) {
            self.message = message
            self.hint = hint
        }
    }

    /// What is wrong with a request target that the gateway would refuse before any policy; nil when nothing is.
    package var targetMistake: (_ target: String) -> String?
    /// A file that a suite names under `fixtures`.
    package var fixture: (_ path: String) -> Result<Document, Problem>
    /// The claims of a token that `file` names: the token itself, or a file with it or with its claims. `now` is the time
    /// that the suite fixes.
    package var token: (_ text: String, _ file: String, _ now: String?) -> Result<TokenClaims, Problem>
    /// What is wrong with a time; nil when nothing is.
    package var timeMistake: (_ text: String) -> String?

    /// The defaults know no files and no tokens.
    package init(
        targetMistake: @escaping (String) -> String? = { _ in nil },
        fixture: @escaping (String) -> Result<Document, Problem> = { _ in .failure(Problem("no files are read here")) },
        token: @escaping (String, String, String?) -> Result<TokenClaims, Problem> = { _, _, _ in
            .failure(Problem("no tokens are read here"))
        },
        timeMistake: @escaping (String) -> String? = { _ in nil }
    ) {
        self.targetMistake = targetMistake
        self.fixture = fixture
        self.token = token
        self.timeMistake = timeMistake
    }
}
