import Testing

@testable import JOSE

@Suite("The sentence of a refusal")
struct RefusalSentenceTests {
    /// In the order of `RefusalTests.all`.
    static let sentences = [
        "there is no token",
        "the token has 20000 bytes; at most 16384 are accepted",
        "the token is a JWS in JSON serialization; only the compact one is accepted",
        "the token has five parts like an encrypted one (JWE); only signed ones are accepted",
        "the token has 2 parts instead of three",
        "the header is no base64url without padding",
        "the payload is no base64url without padding",
        "the signature is no base64url without padding",
        "the header has 6000 bytes; at most 4096 are accepted",
        "the header is no JSON object that is accepted: line 1, column 32: the member `rrn` occurs twice",
        "`kid` in the header must be a string",
        "the header brings its own key (`jku`), which proves nothing",
        "the token holds another token (`cty` is JWT), which is not accepted",
        "the claims are no JSON object that is accepted: line 1, column 32: the member `rrn` occurs twice",
        "`alg` is `none`: the token is not signed",
        "`alg` `HS1` is no signature algorithm that is known here",
        "the token is signed with RS256; the key allows HS256",
        "`crit` demands `x`",
        "`b64` asks for an unencoded payload (RFC 7797), which is not accepted",
        "no key has the `kid` `x`",
        "the token names no key, and 2 keys fit its algorithm",
        "the HS256 signature does not verify with the key (shared secret of 64 bytes, no `kid`, from tests)",
        "`typ` is `logout+jwt`; accepted is an ID token (`JWT` or absent)",
        "the token has `events`: it is a logout token or another security event, no credential",
        "the token has `cnf`: it counts only with a proof of the key it is bound to, and none came",
        "`iss` is `https://evil.example`; expected is `https://idp.example/op`, byte for byte",
        "`aud` holds `other`; expected is `poort`",
        "`azp` is `other`, which is none of ours",
        "expired 16m40s ago: `exp` was 2026-09-21T13:56:40Z (leeway 60 s)",
        "valid in 16m40s: `nbf` is 2026-09-21T14:30:00Z (leeway 60 s)",
        "issued 16m40s ahead of our clock: `iat` is 2026-09-21T14:30:00Z (leeway 60 s)",
        "the claim `sub` is missing",
        "the claim `sub` must be a string that is not empty",
        "the claim `roles` has 513 elements; at most 512 are accepted",
        "`iss` names no issuer that is trusted here",
        "there is no key of `https://idp.example/op` for this token, and the issuer cannot be asked at the moment",
        "after `Bearer` comes no token: it is empty, or has a blank, a quote or another character that no token has",
    ]

    static let variants: [(TokenRefusal, String)] = [
        (.wrongNumberOfParts(1), "the token has 1 part instead of three"),
        (.criticalHeader([]), "`crit` demands nothing that could be understood"),
        (.keyUnknown(keyID: nil), "no key has the `kid` ``"),
        (
            .typeMismatch(found: nil, accepted: [.accessToken]),
            "`typ` is absent; accepted is an access token (`at+jwt`)"
        ),
        (.audienceMismatch(found: [], expected: ["a", "b"]), "`aud` is empty; expected is `a`, `b`"),
        (.authorizedPartyMismatch(found: nil), "`azp` is missing, and the token has several audiences"),
    ]

    @Test("is the one that is written down", arguments: zip(RefusalTests.all.indices, sentences))
    func written(_ index: Int, _ sentence: String) {
        #expect(RefusalTests.all[index].refusal.detail == sentence)
        #expect(Self.sentences.count == RefusalTests.all.count)
    }

    @Test("has another form where something is absent", arguments: variants)
    func absent(_ refusal: TokenRefusal, _ sentence: String) { #expect(refusal.detail == sentence) }
}
