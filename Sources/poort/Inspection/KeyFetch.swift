import Gateway
import JOSE
import OIDC

/// Fetches the keys of an issuer once: the only thing in `poort token` that uses the network.
enum KeyFetch {
    static func keys(
        of source: RemoteKeySource, trusting certificates: [UInt8]?
    ) async throws -> Result<KeySet, KeyFetchFailure> {
        let fetcher: HTTPDocumentFetcher
        do {
            fetcher = try HTTPDocumentFetcher(trustedCertificates: certificates)
        } catch {
            throw CommandFailure(
                outcome: .badInput, message: "the certificate authorities cannot be read: \(error)",
                hint: "a file of certificates in PEM")
        }
        let result = await source.fetch(fetcher)
        await fetcher.shutDown()
        return result.map { fetched in
            for note in fetched.notes { Terminal.error("note: \(Terminal.shown(note))") }
            return fetched.keys
        }
    }
}

extension KeyFetchFailure {
    /// What is wrong and what to do about it, in one sentence.
    var words: String { "\(self)" + (hint.map { " (\($0))" } ?? "") }
}
