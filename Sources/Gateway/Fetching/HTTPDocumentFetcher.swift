internal import AsyncHTTPClient
internal import HTTPTypes
internal import Libcrypto
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import OIDC

/// Talks to identity providers over HTTP/1.1 and TLS: gets documents, and sends the forms of a login.
///
/// It follows no redirect, sends no cookie and no credential but those it is given, takes no proxy from the environment, and reads no further than
/// ``DocumentLimits``. TLS is 1.2 or later, with the certificate and the host's name checked.
package struct HTTPDocumentFetcher: DocumentFetcher {
    private let client: HTTPClient

    /// - Parameter trustedCertificates: certificate authorities in PEM that count instead of the system's.
    /// - Throws: when there is none that can be read.
    package init(trustedCertificates: [UInt8]? = nil) throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let trustedCertificates {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(trustedCertificates))
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(DocumentLimits.time.components.seconds)))
        configuration.httpVersion = .http1Only
        // A document is asked for every few minutes: a connection kept would be one the other side has closed.
        configuration.connectionPool = .init(idleTimeout: .seconds(1))
        // As many as may wait for the provider at once: the library's own bound would have logins queue behind each other.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = ProviderSlots.standard
        // Otherwise a refused connection would be tried again until the time is up; when to try again is the keeper's choice.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends the connections. The fetcher is of no use afterwards.
    package func shutDown() async { try? await client.shutdown() }

    @concurrent
    package func fetch(
        _ url: EndpointURL, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure> {
        await document(Self.get(url), until: deadline)
    }

    /// The same with an access token, for the userinfo endpoint (RFC 6750, section 2.1).
    @concurrent
    func fetch(
        _ url: EndpointURL, token: String, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure> {
        var request = Self.get(url)
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        return await document(request, until: deadline)
    }

    /// Sends a form; any status but a redirect is an answer.
    @concurrent
    func post(
        _ url: EndpointURL, _ form: LoginClient.TokenRequest, until deadline: ContinuousClock.Instant
    ) async -> Result<(status: Int, body: [UInt8]), FetchFailure> {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "user-agent", value: "poort")
        if let authorization = form.authorization {
            request.headers.add(name: "authorization", value: Self.text(authorization))
        }
        request.body = .bytes(ByteBuffer(string: Self.text(form.body)))
        return await answer(request, until: deadline).map { ($0.status, $0.body) }
    }

    /// Sends a message in JSON; any status but a redirect is an answer, whose body is of no interest.
    @concurrent
    func post(
        _ url: EndpointURL, _ json: [UInt8], fields: [(name: String, value: String)],
        until deadline: ContinuousClock.Instant
    ) async -> Result<Int, FetchFailure> {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "poort")
        for field in fields { request.headers.add(name: field.name, value: field.value) }
        request.body = .bytes(ByteBuffer(bytes: json))
        return await answer(request, until: deadline).map(\.status)
    }

    private static func text(_ secret: Secret) -> String {
        secret.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
    }

    private static func get(_ url: EndpointURL) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url.text)
        request.headers.add(name: "accept", value: "application/json, application/jwk-set+json")
        request.headers.add(name: "user-agent", value: "poort")
        return request
    }

    private func document(
        _ request: HTTPClientRequest, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure> {
        await answer(request, until: deadline).flatMap { answer in
            guard answer.status == 200 else { return .failure(.status(answer.status)) }
            return .success(FetchedDocument(body: answer.body, fields: Self.fields(answer.headers)))
        }
    }

    private struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    private func answer(
        _ request: HTTPClientRequest, until deadline: ContinuousClock.Instant
    ) async -> Result<Answer, FetchFailure> {
        // The client's own deadline does not count once the head has come: a body may drip for ever.
        await withTaskGroup(of: Result<Answer, FetchFailure>.self) { group in
            group.addTask { await execute(request, until: deadline) }
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                return .failure(.tooSlow)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.tooSlow)
        }
    }

    private func execute(
        _ request: HTTPClientRequest, until deadline: ContinuousClock.Instant
    ) async -> Result<Answer, FetchFailure> {
        do {
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            let response = try await client.execute(request, timeout: .nanoseconds(Int64(left / .nanoseconds(1))))
            let status = Int(response.status.code)
            guard !(300..<400).contains(status) else { return .failure(.redirected(status: status)) }
            var body: [UInt8] = []
            for try await part in response.body {
                guard body.count + part.readableBytes <= DocumentLimits.bytes else { return .failure(.tooLarge) }
                body += part.readableBytesView
            }
            return .success(Answer(status: status, headers: response.headers, body: body))
        } catch {
            return .failure(FetchFailure(error))
        }
    }

    private static func fields(_ headers: HTTPHeaders) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return fields
    }
}

extension FetchFailure {
    /// The words of the system, without the type names that libraries put around them.
    fileprivate init(_ error: any Error) {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout || error == .deadlineExceeded:
            self = .tooSlow
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            self = .unreachable("the connection was closed before the answer was complete")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = .insecure(Self.words(error))
        case let error as NIOConnectionError:
            self = .unreachable(error.connectionErrors.first.map { Self.words($0.error) } ?? Self.words(error))
        default:
            self = .unreachable(Self.words(error))
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as IOError: IOWords.text(of: error)
        case is SocketAddressError: "the host is not known (DNS)"
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOSSLExtraError: error.description
        default: "\(error)"
        }
    }
}
