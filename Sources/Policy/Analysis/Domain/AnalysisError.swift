/// Why a policy could not be enumerated.
package enum AnalysisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The routes overlap in more ways than can be walked.
    case tooManyPaths(limit: Int)
    /// The hosts and routes together tell too many addresses apart.
    case tooManyAddresses(limit: Int)

    package var description: String {
        switch self {
        case .tooManyPaths(let limit): "the routes tell more than \(limit) kinds of path apart"
        case .tooManyAddresses(let limit): "hosts and routes tell more than \(limit) kinds of address apart"
        }
    }

    package var hint: String {
        switch self {
        case .tooManyPaths: "write fewer routes that begin with a `:parameter` and go on with literal segments"
        case .tooManyAddresses: "bind routes to fewer hosts"
        }
    }
}
