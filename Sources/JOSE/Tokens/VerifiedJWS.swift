/// A token whose signature was checked. Only `TokenVerifier` makes one, so holding one is the proof.
///
/// Whether it is meant for us, and now, is not known yet: it still has no claims.
package struct VerifiedJWS: Sendable {
    package let header: JWSHeader
    package let payload: [UInt8]
    /// The key that signed it.
    package let key: VerificationKey

    init(verified header: JWSHeader, payload: [UInt8], by key: VerificationKey) {
        self.header = header
        self.payload = payload
        self.key = key
    }
}
