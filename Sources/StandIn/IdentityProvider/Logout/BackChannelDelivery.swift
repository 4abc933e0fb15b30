package import JOSE

/// A logout token that was sent to a client, and what came of it.
package struct BackChannelDelivery: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        /// The client took it: 200 or 204 (OpenID Connect Back-Channel Logout 1.0, section 2.8).
        case delivered(status: Int)
        /// It answered anything else. A redirect is not followed.
        case refused(status: Int)
        /// There was no answer, or none in time.
        case failed(String)
        /// Nothing was sent: the address does not lie on this machine.
        case notLoopback

        /// For people and logs.
        package var text: String {
            switch self {
            case .delivered(let status): "delivered, \(status)"
            case .refused(let status): "refused, \(status)"
            case .failed(let reason): "failed: \(reason)"
            case .notLoopback: "not sent: the address is not on this machine"
            }
        }
    }

    package let client: String
    package let uri: String
    /// The `sid` and `sub` of the token, nil where it had none.
    package let sid: String?
    package let subject: String?
    package let outcome: Outcome
    package let time: Instant

    package var json: JSONValue {
        .object([
            ("client", .string(client)), ("uri", .string(uri)), ("sid", sid.map { .string($0) } ?? .null),
            ("sub", subject.map { .string($0) } ?? .null), ("outcome", .string(outcome.text)),
            ("time", .string(time.description)),
        ])
    }
}
