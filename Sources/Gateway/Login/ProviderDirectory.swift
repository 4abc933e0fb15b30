import OIDC

/// What is known of the provider that people log in at. Its metadata are asked for when somebody first logs in, by one request
/// however many wait, and again when they have grown old.
actor ProviderDirectory {
    private let issuer: String
    private let isForDevelopment: Bool
    private let fetcher: HTTPDocumentFetcher
    private var known: (provider: LoginProvider, at: ContinuousClock.Instant)?
    private var failure: (refusal: LoginRefusal, at: ContinuousClock.Instant)?
    private var running: Task<Result<LoginProvider, LoginRefusal>, Never>?

    /// Metadata change seldom; an endpoint that moved is found within this time.
    private static let freshFor = Duration.seconds(600)
    /// Between attempts that fail, so that a provider that is down is not asked by everybody who wants to log in.
    private static let cooldown = Duration.seconds(2)

    init(issuer: String, isForDevelopment: Bool, fetcher: HTTPDocumentFetcher) {
        self.issuer = issuer
        self.isForDevelopment = isForDevelopment
        self.fetcher = fetcher
    }

    /// The provider; when it cannot be asked, as it was known before.
    func provider() async -> Result<LoginProvider, LoginRefusal> {
        if let known, .now - known.at < Self.freshFor { return .success(known.provider) }
        if let failure, .now - failure.at < Self.cooldown {
            return known.map { .success($0.provider) } ?? .failure(failure.refusal)
        }
        let task = running ?? Task { await fetch() }
        running = task
        let result = await task.value
        running = nil
        switch result {
        case .success(let provider):
            known = (provider, .now)
            failure = nil
            return result
        case .failure(let refusal):
            failure = (refusal, .now)
            return known.map { .success($0.provider) } ?? result
        }
    }

    private func fetch() async -> Result<LoginProvider, LoginRefusal> {
        do throws(EndpointURL.Problem) {
            let url = try ProviderMetadata.location(of: issuer, allowsLoopbackHTTP: isForDevelopment)
            switch await fetcher.fetch(url, until: .now + DocumentLimits.time) {
            case .failure(let failure): return .failure(.providerUnavailable("\(url): \(failure.text)"))
            case .success(let document):
                return LoginProvider.read(document.body, issuer: issuer, allowsLoopbackHTTP: isForDevelopment)
                    .mapError { .providerUnavailable("\(url): \($0.text)") }
            }
        } catch {
            return .failure(.providerUnavailable(error.text))
        }
    }
}
