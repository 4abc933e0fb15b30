package import JOSE

/// Where an issuer publishes its keys, and which of them count.
package struct RemoteKeySource: Sendable {
    package enum Location: Sendable, Equatable {
        /// The issuer's metadata say where (OpenID Connect Discovery 1.0).
        case discovery
        /// A fixed address.
        case keySet(EndpointURL)
    }

    /// `iss`, as the metadata must name it.
    package let issuer: String
    package let location: Location
    /// The algorithms that keys are bound to. Never a shared secret's: what can be fetched is no secret.
    package let algorithms: Set<JWSAlgorithm>
    /// Whether `http` on a loopback address and development keys are accepted.
    package let isForDevelopment: Bool

    /// - Throws: ``Problem`` for an issuer that cannot be asked, or algorithms that need a shared secret.
    package init(
        issuer: String, location: Location, algorithms: Set<JWSAlgorithm>, isForDevelopment: Bool = false
    ) throws(Problem) {
        guard !algorithms.isEmpty, !algorithms.contains(where: \.isSymmetric) else { throw .sharedSecret }
        if location == .discovery {
            do throws(EndpointURL.Problem) {
                _ = try ProviderMetadata.location(of: issuer, allowsLoopbackHTTP: isForDevelopment)
            } catch {
                throw .issuer(error)
            }
        }
        self.issuer = issuer
        self.location = location
        self.algorithms = algorithms
        self.isForDevelopment = isForDevelopment
    }

    /// Why keys cannot be fetched so.
    package enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// An HMAC algorithm: its key is a secret, and whoever can fetch the set could sign with it (RFC 8725 section 3.5).
        case sharedSecret
        case issuer(EndpointURL.Problem)

        package var description: String {
            switch self {
            case .sharedSecret: "keys for HMAC are secrets and cannot be fetched"
            case .issuer(let problem): "the issuer cannot be asked for its keys: \(problem.text)"
            }
        }

        /// What to do about it, where that is known.
        package var hint: String? {
            self == .sharedSecret ? "give the secret as a file: `keys: [{ hmac-secret: FILE }]`" : nil
        }
    }

    /// Fetches the keys once, within the time given for all documents together.
    package func fetch(
        _ fetcher: some DocumentFetcher, within time: Duration = DocumentLimits.time
    ) async -> Result<FetchedKeys, KeyFetchFailure> {
        let deadline = ContinuousClock.now + time
        let url: EndpointURL
        switch location {
        case .keySet(let fixed): url = fixed
        case .discovery:
            switch await discover(fetcher, deadline) {
            case .success(let metadata): url = metadata.keys
            case .failure(let failure): return .failure(failure)
            }
        }
        let document: FetchedDocument
        switch await fetcher.fetch(url, until: deadline) {
        case .success(let fetched): document = fetched
        case .failure(let failure): return .failure(KeyFetchFailure(.fetch(failure), url: url.text))
        }
        do throws(KeyError) {
            let loaded = try KeySet.load(jwks: document.body, algorithms: algorithms, source: url.text)
            guard isForDevelopment || !loaded.keys.contains(where: { DevelopmentKey.isOne($0.keyID) }) else {
                throw KeyError(.developmentKey, source: url.text)
            }
            return .success(
                FetchedKeys(
                    keys: try KeySet(loaded.keys), notes: loaded.notes,
                    lifetimeSeconds: CacheLifetime.seconds(document.fields)))
        } catch {
            return .failure(KeyFetchFailure(.keys(error), url: url.text))
        }
    }

    private func discover(
        _ fetcher: some DocumentFetcher, _ deadline: ContinuousClock.Instant
    ) async -> Result<ProviderMetadata, KeyFetchFailure> {
        let url: EndpointURL
        do throws(EndpointURL.Problem) {
            url = try ProviderMetadata.location(of: issuer, allowsLoopbackHTTP: isForDevelopment)
        } catch {
            return .failure(KeyFetchFailure(.metadataURL("issuer", error), url: issuer))
        }
        switch await fetcher.fetch(url, until: deadline) {
        case .failure(let failure): return .failure(KeyFetchFailure(.fetch(failure), url: url.text))
        case .success(let document):
            return ProviderMetadata.read(document.body, issuer: issuer, allowsLoopbackHTTP: isForDevelopment)
                .mapError { KeyFetchFailure($0, url: url.text) }
        }
    }
}

/// Keys as they were published at one moment.
package struct FetchedKeys: Sendable {
    package let keys: KeySet
    /// One sentence for each key that was left out.
    package let notes: [String]
    /// How long the answer may be used by its own word; `nil` when it does not say.
    package let lifetimeSeconds: Int64?
}
