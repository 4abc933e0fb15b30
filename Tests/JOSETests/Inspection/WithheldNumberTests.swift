import Libcrypto
import Testing

@testable import JOSE

/// National numbers of tokens whose parts cannot all be read.
@Suite("A national number is hidden")
struct WithheldNumberTests {
    static let number = "85073003328"

    static func shown(header: String = #"{"alg":"HS256"}"#, claims: String) -> String {
        let token = [header, claims].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".") + ".AAAA"
        let inspection = TokenInspection.inspect(
            token: Array(token.utf8),
            against: Yardstick(keys: .given(Tokens.keys), rules: Tokens.rules), at: Tokens.now)
        var texts = inspection.checks.map(\.text)
        for content in [inspection.headerContent, inspection.claimsContent] {
            switch content {
            case .json(let value): texts.append(value.compact)
            case .text(let text): texts.append(text)
            case .withheld, .binary, .absent: break
            }
        }
        return texts.joined(separator: "\n")
    }

    @Test(
        "where the claims cannot be read, wherever else it stands",
        arguments: [
            // What tells that it is one stands behind the end of what is shown.
            (
                #"{"alg":"HS256"}"#,
                #"{"sub":"85073003328","pad":"\#(String(repeating: "x", count: 2_000))","rrn":"85073003328","a":1,"a":2}"#
            ),
            (#"{"alg":"HS256","kid":"85073003328"}"#, #"{"rrn":"85073003328","a":1,"a":2}"#),
            (#"{"alg":"HS256","kid":"85.07.30-033.28"}"#, #"{"rrn":"85073003328","a":1,"a":2}"#),
            (#"{"alg":"HS256"}"#, #"{"rrn":"85073003328","85073003328":1,"85073003328":2}"#),
            (#"{"alg":"HS256","kid":"85073003328"}"#, #"{"\u0072rn":"85073003328""#),
        ])
    func unread(_ header: String, _ claims: String) {
        let text = Self.shown(header: header, claims: claims)
        #expect(!text.contains("85073003328") && !text.contains("033.28"))
    }

    @Test("also with an accent behind it, which makes another character of its last digit")
    func combined() {
        let text = Self.shown(
            claims: #"{"iss":"85073003328\#u{301}","aud":"85073003328\#u{301}","rrn":"85073003328","exp":1}"#)
        #expect(!text.utf8.contains("85073003328".utf8) && text.contains(Redaction.mark))
    }

    @Test("and other numbers stay, where nothing is withheld")
    func others() {
        #expect(Self.shown(claims: #"{"sub":"12345678901","exp":1}"#).contains("12345678901"))
    }
}
