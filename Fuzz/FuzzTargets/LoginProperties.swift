import Foundation
import JOSE
import Libcrypto
import OIDC

/// What comes to the addresses of a login: queries, cookies, answers of a token endpoint, logout tokens. The bytes are taken for each.
enum LoginProperties {
    private static let ring = try? SealingKeyRing([Secret([UInt8](repeating: 7, count: 32))])
    private static let now = Instant(unixSeconds: Int64(1_768_478_400))

    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        form(bytes, &check)
        answer(bytes, &check)
        cookies(bytes, &check)
        documents(bytes, &check)
    }

    /// Against a plain reading that splits and decodes text.
    private static func form(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let members = FormEncoding.decode(bytes.span)
        var plain: [String: String]? = [:]
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(pair[0]), let value = pair.count > 1 ? decoded(pair[1]) : "" else {
                plain = nil
                break
            }
            if name.isEmpty, value.isEmpty { continue }
            // `String` keys are equal by canonical equivalence, in both readings.
            guard plain?.updateValue(value, forKey: name) == nil else {
                plain = nil
                break
            }
        }
        check.holds(members == plain, "a plain reading of a form says the same", "\(String(describing: members))")
        guard let members else { return }
        for (name, value) in members {
            check.holds(
                FormEncoding.decode(Array("\(FormEncoding.encode(name))=\(FormEncoding.encode(value))".utf8).span)
                    == (name.isEmpty && value.isEmpty ? [:] : [name: value]), "what is encoded is read as it was", name)
            check.holds((name + value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "nothing has a control character")
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard rest.count >= 2, digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                    digits.allSatisfy(\.isASCII),
                    let value = UInt8(digits, radix: 16)
                else { return nil }
                result.append(value)
                rest = rest.dropFirst(2)
            default: result.append(byte)
            }
        }
        guard result.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: result, as: UTF8.self)
    }

    private static func answer(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard case .success(let answer) = AuthorizationResponse.read(bytes.span) else { return }
        let members = FormEncoding.decode(bytes.span) ?? [:]
        check.holds(!answer.state.isEmpty && members["state"] == answer.state, "an answer has the state it names")
        switch answer.content {
        case .code(let code): check.holds(!code.isEmpty && members["error"] == nil, "a code comes without an error")
        case .error(let error):
            check.holds(members["code"] == nil, "an error comes without a code")
            check.holds(
                error.utf8.allSatisfy {
                    ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x5F, 0x2D, 0x2E].contains($0)
                },
                "an error is a word", error)
        }
        check.holds(answer.issuer == members["iss"], "the issuer is the one that is named")
    }

    private static func cookies(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let ring else { return check.holds(false, "the ring is there") }
        check.holds(SealedSession.open(bytes.span, with: ring) == nil, "nobody else makes a session")
        let text = String(decoding: bytes, as: UTF8.self)
        check.holds(
            (try? LoginTransaction.open(text, state: text, with: ring, at: now).get()) == nil,
            "nobody else begins a login")
        check.holds(LoginTransaction.begun(in: text, with: ring) == nil, "nobody else begins a login")
        // A session that is sealed comes out as it went in, whatever texts it holds.
        guard let id = SessionID(bytes: Array((bytes + [UInt8](repeating: 0, count: 16)).prefix(16))) else { return }
        let session = Session(
            id: id, issuer: text, subject: text, providerSession: text, name: text,
            claims: [SessionClaim("a", .text(text)), SessionClaim("b", .list([text, ""]))], begun: now, issued: now,
            tokenIssued: now)
        guard let value = try? SealedSession.seal(session, with: ring) else {
            return check.holds(false, "every session is sealed")
        }
        guard value.utf8.count <= SealedSession.maximumBytes else { return }
        let opened = SealedSession.open(Array(value.utf8).span, with: ring)
        check.holds(opened?.subject.utf8.elementsEqual(text.utf8) ?? false, "a session keeps its subject", text)
        check.holds(opened?.claims == session.claims && opened?.id == session.id, "a session keeps its claims", text)
    }

    private static func documents(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let plain = PlainJSON.read(bytes)
        if case .success(let tokens) = LoginTokens.read(status: 200, bytes) {
            check.holds(!tokens.accessToken.isEmpty, "there is an access token")
            check.holds(plain?["id_token"]?.string == tokens.idToken, "the ID token is the one that is named")
        }
        if case .success = LoginTokens.read(status: 400, bytes) { check.holds(false, "400 is no answer") }
        if case .success = UserInfo.read(bytes, subject: "person-1") {
            check.holds(plain?["sub"]?.string == "person-1", "userinfo is of the person")
        }
        if let keys = FuzzKeys.all {
            let result = LogoutToken.check(
                bytes, keys: keys, issuer: FuzzKeys.issuer, audience: "a", leewaySeconds: 60, at: now)
            if case .success = result { check.holds(false, "nobody else makes a logout token") }
        }
    }
}
