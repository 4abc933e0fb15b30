import JOSE
import Libcrypto

@testable import OIDC

/// A provider, a client and a login that tests begin from.
enum LoginGiven {
    static let issuer = "https://idp.example/op"
    static let redirect = "https://loket.example/_poort/callback"
    static let now = Instant(unixSeconds: Int64(1_768_478_400))

    static func metadata(_ changes: [(String, JSONValue?)] = []) -> [UInt8] {
        var document = JSONObject([
            ("issuer", .string(issuer)), ("authorization_endpoint", .string("\(issuer)/v1/auth")),
            ("token_endpoint", .string("\(issuer)/v1/token")), ("jwks_uri", .string("\(issuer)/v1/keys")),
            ("end_session_endpoint", .string("\(issuer)/v1/logout")), ("response_types_supported", ["code"]),
            ("code_challenge_methods_supported", ["plain", "S256"]),
        ])
        for (name, value) in changes {
            if let value {
                document[name] = value
            } else {
                document = JSONObject(document.members.filter { $0.name != name }.map { ($0.name, $0.value) })
            }
        }
        return JSONValue.object(document).bytes()
    }

    static func provider(_ changes: [(String, JSONValue?)] = []) throws -> LoginProvider {
        try LoginProvider.read(metadata(changes), issuer: issuer, allowsLoopbackHTTP: false).get()
    }

    static func ring(_ bytes: UInt8...) throws -> SealingKeyRing {
        try SealingKeyRing(bytes.map { Secret([UInt8](repeating: $0, count: 32)) })
    }

    static func transaction(
        returnAddress: String = "/submissions?page=1", at time: Instant = now
    ) throws -> LoginTransaction {
        try .begin(redirect: redirect, returnAddress: returnAddress, at: time)
    }

    /// The members of a query or form body.
    static func members(_ text: some StringProtocol) -> [String: String] {
        FormEncoding.decode(Array(text.utf8).span) ?? [:]
    }
}
