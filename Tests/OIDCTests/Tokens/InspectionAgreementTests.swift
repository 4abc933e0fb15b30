import JOSE
import Libcrypto
import Testing

@testable import OIDC

@Suite("The inspection of a token by trusted issuers")
struct InspectionAgreementTests {
    static let first = "https://a.example/op"
    static let second = "https://b.example/op"

    /// Sound tokens of both issuers and of a stranger, and each of them broken in many ways.
    private func tokens(_ world: IssuerWorld) throws -> [[UInt8]] {
        let names = [Self.first, Self.second, Self.first + "/", "", "https://c.example"]
        var tokens: [String] = ["", ".", "..", "x", "a.b.c", "{}"]
        for signer in [Self.first, Self.second] {
            for name in names {
                for lifetime: Int64 in [600, -30, -600] {
                    let bytes = try world.token(signer, as: name, lifetime: lifetime)
                    let token = String(decoding: bytes, as: UTF8.self)
                    let parts = token.split(separator: ".").map(String.init)
                    tokens += [
                        token, token + "=", " " + token, String(token.dropLast(3)) + "AAA", String(token.dropLast(1)),
                        token + ".x.y", parts[0] + "." + parts[1], parts[0] + ".." + parts[2],
                        Self.encoded(#"{"alg":"none"}"#) + "." + parts[1] + ".",
                        Self.encoded(#"{"alg":"EdDSA","kid":"other"}"#) + "." + parts[1] + "." + parts[2],
                        Self.encoded(#"{"alg":"EdDSA","crit":["x"]}"#) + "." + parts[1] + "." + parts[2],
                        parts[0] + "." + Self.encoded(#"{"iss":"\#(name)","iss":"x"}"#) + "." + parts[2],
                        parts[0] + "." + Self.encoded(#"{"iss":["\#(name)"]}"#) + "." + parts[2],
                    ]
                }
            }
        }
        return tokens.map { Array($0.utf8) }
    }

    private static func encoded(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    @Test("has the verdict of the authenticator, to the reason", arguments: [[first], [first, second]])
    func agreement(_ identifiers: [String]) throws {
        let all = try IssuerWorld([Self.first, Self.second])
        let issuers = try TrustedIssuers(all.issuers.all.filter { identifiers.contains($0.identifier) })
        let authenticator = Authenticator<Bool>(issuers: issuers, cache: TokenCacheLimits())
        var codes: Set<TokenReasonCode> = []
        for token in try tokens(all) {
            let inspection = TokenInspection.inspect(
                token: token, against: issuers.yardstick(for: token) { _ in .absent() }, at: IssuerWorld.now)
            switch authenticator.authenticate(token.span, at: IssuerWorld.now, derive: { _ in true }).answer {
            case .success: #expect(inspection.verdict == .accepted)
            case .failure(let refusal):
                #expect(inspection.refusal == refusal && inspection.verdict == .refused(refusal.code))
                #expect(inspection.failures.first == refusal.code)
                codes.insert(refusal.code)
            }
        }
        #expect(codes.count >= 7, "\(codes)")
    }
}
