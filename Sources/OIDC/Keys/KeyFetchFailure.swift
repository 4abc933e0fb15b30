package import JOSE

/// Why keys could not be had, and at which address.
package struct KeyFetchFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Error, Sendable, Equatable {
        case fetch(FetchFailure)
        /// The metadata is no JSON object that is accepted.
        case metadataNotJSON(JSONError)
        /// A member of the metadata is missing or no string.
        case metadataMember(String)
        /// A member of the metadata is no address that is used.
        case metadataURL(String, EndpointURL.Problem)
        /// The metadata are of another issuer (OpenID Connect Discovery 1.0, section 4.3).
        case issuerMismatch(found: String)
        /// The answer holds no keys that can be used.
        case keys(KeyError)
    }

    /// The address that was asked.
    package let url: String
    package let reason: Reason

    package init(_ reason: Reason, url: String) {
        self.reason = reason
        self.url = url
    }

    /// A word for metrics; never changes its meaning.
    package var code: String {
        switch reason {
        case .fetch(let failure): failure.code
        case .metadataNotJSON, .metadataMember, .metadataURL: "metadata_invalid"
        case .issuerMismatch: "issuer_mismatch"
        case .keys: "keys_invalid"
        }
    }

    /// All words there are, so that a counter for each exists from the start.
    package static let codes = [
        "unreachable", "insecure", "too_slow", "too_large", "redirected", "status", "metadata_invalid",
        "issuer_mismatch", "keys_invalid",
    ]

    package var description: String { "\(url): \(text)" }

    private var text: String {
        switch reason {
        case .fetch(let failure): failure.text
        case .metadataNotJSON(let error): "the metadata are no JSON that is accepted: \(error)"
        case .metadataMember(let name): "`\(name)` in the metadata is missing or no string"
        case .metadataURL(let name, let problem):
            "`\(name)` in the metadata must be an `https` URL, but \(problem.text)"
        case .issuerMismatch(let found):
            "`issuer` in the metadata is \(Quoted.text(found)), which is not the issuer that was asked"
        case .keys(let error): error.message
        }
    }

    /// What to do about it, where that is known.
    package var hint: String? {
        switch reason {
        case .fetch(.insecure): "if a certificate authority of your own signs, name its file as `ca-file`"
        case .issuerMismatch: "the issuer must be written exactly as the provider writes it, to the last slash"
        case .keys(let error): error.hint
        default: nil
        }
    }
}
