/// Why a value of this target could not be made.
package enum BesturenError: Error, Hashable, CustomStringConvertible {
    /// The URI is not an absolute `http` or `https` URI in visible ASCII with a last segment.
    case uriInvalid(String)
    /// The name is empty.
    case nameEmpty(uri: String)
    /// Two besturen have the same URI.
    case uriTwice(String)

    package var description: String {
        switch self {
        case .uriInvalid(let uri): "`\(uri)` is not the URI of a bestuur"
        case .nameEmpty(let uri): "bestuur `\(uri)` has no name"
        case .uriTwice(let uri): "two besturen have the URI `\(uri)`"
        }
    }

    /// What to do about it.
    package var hint: String {
        switch self {
        case .uriInvalid: "write the URI as it was minted, such as `http://data.lblod.info/id/bestuurseenheden/…`"
        case .nameEmpty: "give the bestuur its name"
        case .uriTwice: "keep one of the two; a URI is never shared and never minted anew"
        }
    }
}
