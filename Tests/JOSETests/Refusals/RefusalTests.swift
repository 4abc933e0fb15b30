import Testing

@testable import JOSE

@Suite("A refusal of a token")
struct RefusalTests {
    static let cases = RefusalTable.cases
    static let all = RefusalTable.cases + RefusalTable.saidByOthers

    @Test("is exactly the one that is due, with its code", arguments: cases.indices)
    func refuses(_ index: Int) {
        let hostile = Self.cases[index]
        let refusal = Tokens.refusal(hostile.token, keys: hostile.keys, rules: hostile.rules)
        #expect(refusal == hostile.refusal)
        #expect(refusal?.code == hostile.code)
    }

    @Test("has a token in the table, or is named as one that no token alone brings about")
    func complete() {
        let reached = Set(Self.cases.map(\.name))
        let named = Set(RefusalTable.saidByOthers.map(\.name))
        #expect(reached.isDisjoint(with: named))
        #expect(reached.union(named) == RefusalTable.names)
        #expect(named == ["issuerUntrusted", "keysUnavailable", "credentialMalformed"])
    }

    @Test("has one of the codes, and each code is reached by a token but for the one about keys")
    func codes() {
        let reached = Set(Self.cases.map(\.code))
        #expect(Set(TokenReasonCode.allCases).subtracting(reached) == [.keysUnavailable])
        for hostile in Self.all { #expect(hostile.refusal.code == hostile.code) }
    }

    @Test("the tokens of the table are refused for nothing else")
    func otherwiseSound() {
        #expect(Tokens.refusal(RefusalTable.sound) == nil)
    }

    @Test("holds no piece of the token, no national number and no other claim about a person", arguments: all.indices)
    func discreet(_ index: Int) {
        let hostile = Self.all[index]
        let texts = [
            hostile.refusal.detail, hostile.refusal.description, "\(hostile.refusal)",
            String(describing: hostile.refusal),
            hostile.refusal.code.english, hostile.refusal.code.dutch,
        ]
        for text in texts {
            #expect(!text.contains(RefusalTable.rrn))
            #expect(!text.contains("Nobody") && !text.contains("u-1"))
            #expect(!text.contains("eyJ"), "the start of every encoded JSON object")
            for part in hostile.token.split(separator: ".") where part.utf8.count >= 16 {
                #expect(!text.contains(part.prefix(16)) && !text.contains(part.suffix(16)))
            }
        }
    }

    @Test("says in one line what is wrong, with its code in front", arguments: all.indices)
    func sentences(_ index: Int) {
        let refusal = Self.all[index].refusal
        #expect(refusal.description == "\(refusal.code.rawValue): \(refusal.detail)")
        #expect(!refusal.detail.isEmpty && !refusal.detail.hasSuffix(".") && !refusal.detail.contains("\n"))
        #expect(refusal.detail.first?.isUppercase == false)
    }

    @Test("has a sentence of its own for each case")
    func distinct() {
        let details = Self.all.map(\.refusal.detail)
        #expect(Set(details).count == details.count)
    }

    @Test(
        "does not let foreign text break its line, end its quotation or grow",
        arguments: [
            "\u{1B}[2J\u{1B}[31m", "a\nb\r\nc", "`; rm -rf /`", "\u{202E}\u{2066}", "\0",
            String(repeating: "x", count: 3_000), "\u{85}\u{2028}",
        ])
    func hostileText(_ text: String) throws {
        let quoted = JSONValue.string(text)
        let tokens = [
            RefusalTable.header((["alg": quoted] as JSONValue).compact),
            RefusalTable.header((["alg": "HS256", "kid": quoted] as JSONValue).compact),
            RefusalTable.header((["alg": "HS256", "crit": [quoted, quoted]] as JSONValue).compact),
            RefusalTable.header((["alg": "HS256", "typ": quoted] as JSONValue).compact),
            RefusalTable.token("iss", quoted), RefusalTable.token("aud", [quoted, quoted]),
            RefusalTable.token("azp", quoted),
        ]
        for token in tokens {
            let detail = try #require(Tokens.refusal(token)).detail
            #expect(
                detail.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && $0.properties.generalCategory != .format && !(0x7F...0x9F).contains($0.value)
                })
            #expect(detail.unicodeScalars.allSatisfy { $0.properties.generalCategory != .lineSeparator })
            #expect(detail.filter { $0 == "`" }.count.isMultiple(of: 2))
            #expect(detail.utf8.count < 700)
        }
    }

    @Test("of a key or a set holds nothing of the key")
    func keys() {
        for hostile in JWKRefusalTests.members + JWKRefusalTests.numbers + JWKRefusalTests.privates {
            guard let object = hostile.key.objectValue,
                let error = failure({ () throws(KeyError) in try JWK.parse(object, source: "s") })
            else {
                Issue.record("\(hostile.why) is refused")
                continue
            }
            for member in object.members {
                guard let text = member.value.stringValue, text.utf8.count >= 16 else { continue }
                #expect(!"\(error) \(error.hint ?? "")".contains(text.prefix(16)))
            }
        }
    }
}

@Suite("A reason code")
struct ReasonCodeTests {
    @Test("is one of those that are written down: they never change their meaning")
    func stable() {
        #expect(
            TokenReasonCode.allCases.map(\.rawValue).joined(separator: " ")
                == "token_missing token_malformed token_algorithm_not_allowed token_key_unknown token_signature_invalid token_expired "
                + "token_not_yet_valid token_issuer_untrusted token_audience_mismatch token_type_mismatch token_critical_header_unknown "
                + "token_claims_invalid keys_unavailable")
    }

    @Test(
        "has a sentence in English and in Dutch, a status, and somebody who can mend it",
        arguments: TokenReasonCode.allCases)
    func described(_ code: TokenReasonCode) {
        for text in [code.english, code.dutch] {
            #expect(text.utf8.count > 10 && !text.hasSuffix(".") && text.first?.isLowercase == true)
        }
        #expect(code.english != code.dutch)
        #expect(code.httpStatus == (code == .keysUnavailable ? 503 : 401))
        let byUser: Set<TokenReasonCode> = [.tokenMissing, .tokenMalformed, .tokenExpired]
        #expect(code.mendedBy == (byUser.contains(code) ? .user : .operations))
    }

    @Test("has sentences that no other has")
    func distinct() {
        #expect(
            Set(TokenReasonCode.allCases.map(\.english)).count == 13
                && Set(TokenReasonCode.allCases.map(\.dutch)).count == 13)
        #expect(TokenReasonCode.Mender.allCases.map(\.rawValue) == ["user", "lokale-beheerder", "abb", "operations"])
    }
}
