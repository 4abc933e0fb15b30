package import JOSE

/// Where a provider has people log in, as its metadata says (OpenID Connect Discovery 1.0, section 3).
package struct LoginProvider: Sendable, Equatable {
    package let issuer: String
    package let authorization: EndpointURL
    package let token: EndpointURL
    /// `end_session_endpoint` (OpenID Connect RP-Initiated Logout 1.0); nil when it has none.
    package let endSession: EndpointURL?
    /// `userinfo_endpoint`; nil when it has none.
    package let userInfo: EndpointURL?
    /// Whether its answers name the issuer, so that one provider cannot answer for another (RFC 9207, section 3).
    package let namesIssuer: Bool

    /// Why people cannot log in there. The text completes "the provider's metadata cannot be used: …".
    package enum Problem: Error, Sendable, Equatable {
        case notJSON(JSONError)
        case member(String)
        case url(String, EndpointURL.Problem)
        case issuerMismatch(found: String)
        /// It answers with no code.
        case noCodeFlow
        /// It says which code challenge methods it knows, and `S256` is not among them (RFC 8414, section 2).
        case noS256

        package var text: String {
            switch self {
            case .notJSON(let error): "it is not JSON: \(error)"
            case .member(let name): "`\(name)` is missing or no text"
            case .url(let name, let problem): "`\(name)` must be an `https` URL: \(problem.text)"
            case .issuerMismatch(let found): "it speaks for another issuer, \(Quoted.text(found))"
            case .noCodeFlow: "`response_types_supported` lacks `code`"
            case .noS256: "`code_challenge_methods_supported` lacks `S256`"
            }
        }
    }

    /// - Parameter issuer: the one that was asked; the document must name it, byte for byte (section 4.3).
    package static func read(
        _ body: [UInt8], issuer: String, allowsLoopbackHTTP: Bool
    ) -> Result<LoginProvider, Problem> {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue.parse(body, limits: JSONLimits(bytes: DocumentLimits.bytes, depth: 16))
        } catch {
            return .failure(.notJSON(error))
        }
        guard let named = document["issuer"]?.stringValue else { return .failure(.member("issuer")) }
        guard sameBytes(named, issuer) else { return .failure(.issuerMismatch(found: named)) }
        func lists(_ name: String, _ word: String) -> Bool {
            guard let listed = document[name]?.arrayValue else { return true }
            return listed.contains { $0.stringValue.map { sameBytes($0, word) } ?? false }
        }
        guard lists("response_types_supported", "code") else { return .failure(.noCodeFlow) }
        guard lists("code_challenge_methods_supported", "S256") else { return .failure(.noS256) }
        do throws(Problem) {
            return .success(
                LoginProvider(
                    issuer: issuer,
                    authorization: try endpoint(document, "authorization_endpoint", allowsLoopbackHTTP),
                    token: try endpoint(document, "token_endpoint", allowsLoopbackHTTP),
                    endSession: document["end_session_endpoint"] == nil
                        ? nil : try endpoint(document, "end_session_endpoint", allowsLoopbackHTTP),
                    userInfo: document["userinfo_endpoint"] == nil
                        ? nil : try endpoint(document, "userinfo_endpoint", allowsLoopbackHTTP),
                    namesIssuer: document["authorization_response_iss_parameter_supported"]?.boolValue ?? false))
        } catch {
            return .failure(error)
        }
    }

    private static func endpoint(
        _ document: JSONValue, _ name: String, _ allowsLoopbackHTTP: Bool
    ) throws(Problem) -> EndpointURL {
        guard let text = document[name]?.stringValue else { throw .member(name) }
        do throws(EndpointURL.Problem) {
            return try EndpointURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP)
        } catch {
            throw .url(name, error)
        }
    }
}
