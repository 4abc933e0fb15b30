package import Libcrypto
package import OIDC

/// Somebody who is told what happens in the register.
package struct ReceiverConfiguration: Sendable {
    package enum Destination: Sendable {
        /// A POST, signed with HMAC-SHA256 under the secret.
        case webhook(EndpointURL, secret: Secret)
        /// A program with its arguments, which gets the message on its standard input.
        case command([String])
    }

    package var name: String
    package var destination: Destination
    /// Names of events (`RegisterEvent.names`); nil for all.
    package var events: Set<String>?
    /// How long one delivery may take, in milliseconds.
    package var timeout = 10_000
}
