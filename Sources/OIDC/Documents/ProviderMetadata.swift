import JOSE

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as it is used here.
package struct ProviderMetadata: Sendable, Equatable {
    /// Behind the issuer (section 4).
    package static let wellKnownPath = "/.well-known/openid-configuration"

    /// Where the keys are.
    package let keys: EndpointURL

    /// The address of an issuer's document: the issuer without a slash at its end, and the path (section 4.1).
    ///
    /// - Throws: when the issuer is no URL that may be asked. An issuer has no query (section 2).
    package static func location(
        of issuer: String, allowsLoopbackHTTP: Bool
    ) throws(EndpointURL.Problem) -> EndpointURL {
        let url = try EndpointURL(issuer, allowsLoopbackHTTP: allowsLoopbackHTTP, allowsQuery: false)
        let base = url.text.hasSuffix("/") ? String(url.text.dropLast()) : url.text
        return try EndpointURL(base + wellKnownPath, allowsLoopbackHTTP: allowsLoopbackHTTP, allowsQuery: false)
    }

    /// Reads a document. Its `issuer` must be the issuer that was asked, byte for byte (section 4.3): otherwise one
    /// provider could speak for another.
    package static func read(
        _ body: [UInt8], issuer: String, allowsLoopbackHTTP: Bool
    ) -> Result<ProviderMetadata, KeyFetchFailure.Reason> {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue.parse(body, limits: JSONLimits(bytes: DocumentLimits.bytes, depth: 16))
        } catch {
            return .failure(.metadataNotJSON(error))
        }
        guard let named = document["issuer"]?.stringValue else { return .failure(.metadataMember("issuer")) }
        guard sameBytes(named, issuer) else { return .failure(.issuerMismatch(found: named)) }
        guard let text = document["jwks_uri"]?.stringValue else { return .failure(.metadataMember("jwks_uri")) }
        do throws(EndpointURL.Problem) {
            return .success(
                ProviderMetadata(keys: try EndpointURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP)))
        } catch {
            return .failure(.metadataURL("jwks_uri", error))
        }
    }
}
