import HTTPTypes
import JOSE
import Libcrypto
import Synchronization

@testable import OIDC

/// Keys of made-up issuers.
enum Keys {
    /// A set with one fresh key for each name.
    static func set(_ names: String?...) throws -> KeySet { try KeySet(names.map { try key($0) }) }

    static func key(_ name: String?) throws -> VerificationKey {
        try VerificationKey(
            publicKey: PrivateKey.generate(.ed25519).publicKey, keyID: name, algorithms: [.edDSA], source: "test")
    }

    static func fetched(_ set: KeySet, life: Int64? = nil) -> FetchedKeys {
        FetchedKeys(keys: set, notes: [], lifetimeSeconds: life)
    }

    static let failure = KeyFetchFailure(.fetch(.status(500)), url: "https://idp.example/keys")
}

/// A fetcher that answers from a script and counts.
final class ScriptedFetcher: DocumentFetcher {
    typealias Answer = @Sendable (_ url: String, _ count: Int) async -> Result<FetchedDocument, FetchFailure>

    private let answer: Answer
    private let asked = Mutex<[String]>([])

    init(_ answer: @escaping Answer) { self.answer = answer }

    var urls: [String] { asked.withLock { $0 } }

    func fetch(
        _ url: EndpointURL, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure> {
        let count = asked.withLock { asked in
            asked.append(url.text)
            return asked.count
        }
        return await answer(url.text, count)
    }

    /// A JWK set as an answer.
    static func keys(_ keys: [(PublicKey, String?)], cacheControl: String? = nil) -> FetchedDocument {
        var fields = HTTPFields()
        if let cacheControl { fields[.cacheControl] = cacheControl }
        let json = JWKSet.json(keys.map { JWK(publicKey: $0.0, keyID: $0.1, algorithm: nil) })
        return FetchedDocument(body: json.bytes(), fields: fields)
    }
}

extension Authentication {
    /// What is answered when no other keys can be had.
    var answer: Result<Identity, TokenRefusal> {
        switch self {
        case .known(let identity): .success(identity)
        case .refused(let refusal): .failure(refusal)
        case .keyNeeded(let need): .failure(need.otherwise)
        case .unchecked: .failure(.missing)
        }
    }
}

/// Something that has happened.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
