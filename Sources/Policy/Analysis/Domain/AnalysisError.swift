/// Why a policy could not be enumerated.
package enum AnalysisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The routes overlap in more ways than can be walked.
    case tooManyPaths(limit: Int)

    package var description: String {
        switch self {
        case .tooManyPaths(let limit): "the routes tell more than \(limit) kinds of path apart"
        }
    }

    package var hint: String {
        switch self {
        case .tooManyPaths: "write fewer routes that begin with a `:parameter` and go on with literal segments"
        }
    }
}
