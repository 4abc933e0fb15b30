import JOSE
import Testing

@testable import OIDC

@Suite("What a provider says of itself")
struct ProviderMetadataTests {
    static let issuer = "https://idp.example/op"

    static func read(
        _ text: String, allowsLoopbackHTTP: Bool = false
    ) -> Result<ProviderMetadata, KeyFetchFailure.Reason> {
        ProviderMetadata.read(Array(text.utf8), issuer: issuer, allowsLoopbackHTTP: allowsLoopbackHTTP)
    }

    @Test(
        "is refused when it is no JSON object, or leaves something out",
        arguments: [
            ("", "metadata_invalid"), ("<html>", "metadata_invalid"), ("[]", "metadata_invalid"),
            ("null", "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op"}"#, "metadata_invalid"),
            (#"{"jwks_uri":"https://idp.example/keys"}"#, "metadata_invalid"),
            (#"{"issuer":7,"jwks_uri":"https://idp.example/keys"}"#, "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op","jwks_uri":["https://idp.example/keys"]}"#, "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op","jwks_uri":"http://idp.example/keys"}"#, "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op","jwks_uri":"http://127.0.0.1/keys"}"#, "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op","jwks_uri":"/keys"}"#, "metadata_invalid"),
            (#"{"issuer":"https://idp.example/op","jwks_uri":"file:///etc/passwd"}"#, "metadata_invalid"),
            // Which of the two is meant?
            (
                #"{"issuer":"https://evil.example","issuer":"https://idp.example/op","jwks_uri":"https://idp.example/keys"}"#,
                "metadata_invalid"
            ),
            // OpenID Connect Discovery 1.0, section 4.3: exactly the issuer that was asked.
            (#"{"issuer":"https://idp.example/op/","jwks_uri":"https://idp.example/keys"}"#, "issuer_mismatch"),
            (#"{"issuer":"https://IDP.example/op","jwks_uri":"https://idp.example/keys"}"#, "issuer_mismatch"),
            (#"{"issuer":"https://idp.example:443/op","jwks_uri":"https://idp.example/keys"}"#, "issuer_mismatch"),
            (#"{"issuer":"","jwks_uri":"https://idp.example/keys"}"#, "issuer_mismatch"),
            (#"{"issuer":"https://evil.example","jwks_uri":"https://evil.example/keys"}"#, "issuer_mismatch"),
        ])
    func refused(_ text: String, _ code: String) {
        guard case .failure(let reason) = Self.read(text) else {
            Issue.record("\(text) is accepted")
            return
        }
        let failure = KeyFetchFailure(reason, url: "https://idp.example")
        #expect(failure.code == code && KeyFetchFailure.codes.contains(code))
        #expect("\(failure)".hasPrefix("https://idp.example: ") && !"\(failure)".contains("\u{1b}"))
    }

    @Test("names where its keys are, whatever else it says")
    func accepted() throws {
        let text =
            #"{"issuer":"https:\/\/idp.example\/op","scopes_supported":["openid"],"jwks_uri":"https://keys.example/k?v=1"}"#
        #expect(try Self.read(text).get().keys.text == "https://keys.example/k?v=1")
    }
}
