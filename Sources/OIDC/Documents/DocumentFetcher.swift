package import HTTPTypes

/// Gets documents of an identity provider. The only way out of this target: it opens no socket itself.
package protocol DocumentFetcher: Sendable {
    /// Gets one document with a GET.
    ///
    /// Whoever implements it follows no redirect, reads at most ``DocumentLimits/bytes``, and gives up at the deadline,
    /// however steadily bytes still drip.
    func fetch(
        _ url: EndpointURL, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure>
}

/// Bounds on what a provider may send.
package enum DocumentLimits {
    /// 1 MiB.
    package static let bytes = 1 << 20
    /// For all documents of one attempt together, connecting included: 10 s.
    package static let time = Duration.seconds(10)
}

/// A document as it came with status 200.
package struct FetchedDocument: Sendable {
    package let body: [UInt8]
    package let fields: HTTPFields

    package init(body: [UInt8], fields: HTTPFields) {
        self.body = body
        self.fields = fields
    }
}

/// Why a document could not be had.
package enum FetchFailure: Error, Sendable, Equatable {
    /// No connection, or it ended too early. The text is the system's.
    case unreachable(String)
    /// A certificate that does not count, or no TLS at all.
    case insecure(String)
    case tooSlow
    case tooLarge
    /// 300 to 399: redirects of a provider are not followed (CWE-522).
    case redirected(status: Int)
    case status(Int)

    /// A word for metrics.
    package var code: String {
        switch self {
        case .unreachable: "unreachable"
        case .insecure: "insecure"
        case .tooSlow: "too_slow"
        case .tooLarge: "too_large"
        case .redirected: "redirected"
        case .status: "status"
        }
    }

    /// One sentence without an end, in lower case; completes "ADDRESS: …".
    package var text: String {
        switch self {
        case .unreachable(let reason): "it cannot be reached: \(reason)"
        case .insecure(let reason): "no secure connection: \(reason)"
        case .tooSlow: "it took more than \(DocumentLimits.time.components.seconds) s"
        case .tooLarge: "the answer has more than \(DocumentLimits.bytes >> 20) MiB"
        case .redirected(let status): "it answers with a redirect (\(status)), which is not followed"
        case .status(let status): "it answers with status \(status) instead of 200"
        }
    }
}
