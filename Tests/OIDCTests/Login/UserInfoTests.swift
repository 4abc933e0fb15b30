import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// What a provider adds at its userinfo endpoint.
@Suite("Userinfo")
struct UserInfoTests {
    static let wrong: [(name: String, body: String, code: String)] = [
        ("nothing", "", "login_userinfo"), ("a list", "[]", "login_userinfo"),
        ("a token", "eyJhbGciOiJSUzI1NiJ9.e30.AA", "login_userinfo"),
        ("a name twice", #"{"sub":"person-1","sub":"person-2"}"#, "login_userinfo"),
        ("nobody", "{}", "login_userinfo_subject_mismatch"),
        ("somebody else", #"{"sub":"person-2"}"#, "login_userinfo_subject_mismatch"),
        ("a subject that is no text", #"{"sub":1}"#, "login_userinfo_subject_mismatch"),
        ("a subject in other letters", #"{"sub":"Person-1"}"#, "login_userinfo_subject_mismatch"),
    ]

    @Test("is refused", arguments: wrong.indices)
    func refused(_ index: Int) {
        let (name, body, code) = Self.wrong[index]
        switch UserInfo.read(Array(body.utf8), subject: "person-1") {
        case .success: Issue.record("\(name) is taken")
        case .failure(let refusal): #expect(refusal.code == code, "\(name)")
        }
    }

    @Test("adds to the ID token and changes nothing that it says")
    func merged() throws {
        let key = try PrivateKey.generate(.p256)
        let now = LoginGiven.now
        let token = try JWTSigner(privateKey: key, algorithm: .es256, keyID: nil).sign(
            claims: .object([
                ("iss", .string(LoginGiven.issuer)), ("aud", "c"), ("sub", "person-1"),
                ("exp", .integer(now.unixSeconds + 60)), ("roles", ["A"]), ("name", "An"), ("empty", .null),
            ]))
        let verified = try TokenVerifier().verify(
            Array(token.utf8).span,
            keys: KeySet([VerificationKey(publicKey: key.publicKey, keyID: nil, algorithms: [.es256], source: "test")]),
            rules: ClaimRules(issuer: LoginGiven.issuer, audiences: ["c"]), at: now
        ).get()
        let body =
            #"{"sub":"person-1","roles":["B"],"name":"Bart","vo_id":"a","empty":"x","more":["C"],"mixed":["D",1]}"#
        let claims = LoginClaims(verified, userInfo: try UserInfo.read(Array(body.utf8), subject: "person-1").get())
        #expect(claims.strings("roles") == .values(["A"]) && claims.string("name") == "An")
        #expect(claims.string("vo_id") == "a" && claims.strings("more") == .values(["C"]))
        #expect(claims.string("empty") == nil && claims.strings("mixed") == .wrongType)
        #expect(claims.string("absent") == nil && claims.strings("absent") == .absent)
        #expect(LoginClaims(verified).string("vo_id") == nil)
    }
}
