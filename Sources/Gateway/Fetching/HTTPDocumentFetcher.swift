internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import OIDC

/// Gets documents of identity providers over HTTP/1.1 and TLS.
///
/// It follows no redirect, sends no cookie and no credential, takes no proxy from the environment, and reads no further than
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
        // The client's own deadline does not count once the head has come: a body may drip for ever.
        await withTaskGroup(of: Result<FetchedDocument, FetchFailure>.self) { group in
            group.addTask { await get(url, until: deadline) }
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                return .failure(.tooSlow)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.tooSlow)
        }
    }

    private func get(
        _ url: EndpointURL, until deadline: ContinuousClock.Instant
    ) async -> Result<FetchedDocument, FetchFailure> {
        var request = HTTPClientRequest(url: url.text)
        request.headers.add(name: "accept", value: "application/json, application/jwk-set+json")
        request.headers.add(name: "user-agent", value: "poort")
        do {
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            let response = try await client.execute(request, timeout: .nanoseconds(Int64(left / .nanoseconds(1))))
            let status = Int(response.status.code)
            guard status == 200 else {
                return .failure((300..<400).contains(status) ? .redirected(status: status) : .status(status))
            }
            var body: [UInt8] = []
            for try await part in response.body {
                guard body.count + part.readableBytes <= DocumentLimits.bytes else { return .failure(.tooLarge) }
                body += part.readableBytesView
            }
            return .success(FetchedDocument(body: body, fields: Self.fields(response.headers)))
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
