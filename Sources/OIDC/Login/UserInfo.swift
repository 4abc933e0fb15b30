package import JOSE

/// What a provider says of somebody at its userinfo endpoint (OpenID Connect Core 1.0, section 5.3).
package struct UserInfo: Sendable {
    package let claims: JSONObject

    /// Reads an answer. Claims of another person than the ID token's are refused (section 5.3.2), and so is one that is signed
    /// or encrypted: nobody asked for it.
    package static func read(_ body: [UInt8], subject: String) -> Result<UserInfo, LoginRefusal> {
        guard let document = try? JSONValue.parse(body, limits: JSONLimits(bytes: DocumentLimits.bytes, depth: 16)),
            let claims = document.objectValue
        else { return .failure(.userInfo(.malformed)) }
        guard let named = claims["sub"]?.stringValue, sameBytes(named, subject) else {
            return .failure(.userInfo(.subjectMismatch))
        }
        return .success(UserInfo(claims: claims))
    }
}

/// The claims of a login: those of the ID token, and what userinfo adds. What both have counts as the ID token says.
package struct LoginClaims: ClaimSource {
    package let token: VerifiedJWT
    package let userInfo: UserInfo?

    package init(_ token: VerifiedJWT, userInfo: UserInfo? = nil) {
        self.token = token
        self.userInfo = userInfo
    }

    package var issuer: String { token.issuer }
    package var subject: String { token.subject }

    package func string(_ claim: String) -> String? {
        token.value(claim) == nil ? userInfo?.claims[claim]?.stringValue : token.string(claim)
    }

    package func strings(_ claim: String) -> ClaimValues {
        guard token.value(claim) == nil, let value = userInfo?.claims[claim] else { return token.strings(claim) }
        guard let list = value.arrayValue, list.count <= ClaimRules.maximumListElements else { return .wrongType }
        let values = list.compactMap(\.stringValue)
        return values.count == list.count ? .values(values) : .wrongType
    }
}
