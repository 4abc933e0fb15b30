import Besturen
import Foundation

/// The URI of a bestuur that did not have one.
package enum MintedURI {
    /// A new one, with a random UUID (RFC 9562, section 5.4) in lower case, as the Loket writes them.
    package static func make() -> String { Bestuurseenheid.mintingBase + UUID().uuidString.lowercased() }
}
