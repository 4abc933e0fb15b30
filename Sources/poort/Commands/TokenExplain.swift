import ArgumentParser
import Foundation

struct TokenExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what the gateway answers to one request with this token, and why.",
        discussion: """
            The same as `poort token inspect --as REQUEST`: the result, every check of the token, its claims, what each of its \
            roles opens, and the decision with its rule and what it would take to pass. For a refused token it also says \
            what its claims would open if they were true.

            Ends with 0 when the request is let through, with the token's own code (3 to 7) when the token is refused, 8 when \
            the policy refuses.

            Examples:
              poort token explain --config poort.yaml "GET /submissions/1" token.jwt
              poort token explain --config poort.yaml --json "GET /submissions" < token.jwt
            """)

    @OptionGroup var keys: KeyOptions
    @OptionGroup var options: InspectionOptions
    @Argument(help: "The request, such as \"GET /submissions/1\".") var request: String
    @OptionGroup var source: TokenSource

    func validate() throws {
        guard !request.contains(" "), source.file.contains(" ") || FileManager.default.fileExists(atPath: request)
        else {
            return
        }
        throw ValidationError("the request comes first, then the token: poort token explain … \"GET /path\" token.jwt")
    }

    func run() async throws {
        try await asyncReporting {
            try await Inspecting(keys: keys, options: options, source: source).run(request: request)
        }
    }
}
