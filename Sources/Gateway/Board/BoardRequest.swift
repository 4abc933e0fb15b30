import Foundation
import HTTPTypes
import HTTPWire
import Hummingbird
import NIOCore

/// A request to the board. It came to the admin listener as it was sent: nothing has judged it yet.
struct BoardRequest: Sendable {
    let page: PageRequest
    /// Path and query in their one spelling; false for anything that two readers could take for different resources.
    let isCanonical: Bool
    /// What the browser says of the page that asks.
    let origin: String?
    let fetchSite: String?
    /// Without parameters, in lower case.
    let contentType: String
    let peer: String

    var isRead: Bool { page.method == .get || page.method == .head }
    var isAPI: Bool { page.path.hasPrefix(BoardPaths.api) }

    /// - Throws: when the body is larger than a form can be.
    init(_ request: Request, peer: SocketAddress?) async throws {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        fetchSite = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        origin = HTTPField.Name("Origin").flatMap { request.headers[$0] }
        contentType = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
            .trimmingCharacters(in: .whitespaces)
        self.peer = peer?.ipAddress ?? "unknown"
        if case .success(let canonical) = CanonicalTarget.parse(string: target), canonical.form == .origin {
            isCanonical = true
        } else {
            isCanonical = false
        }
        page = PageRequest(
            method: request.method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
            // The first line is the authority; with a second one nobody knows which host is meant (RFC 9112, section 3.2).
            host: !request.headers.contains { $0.name.canonicalName == "host" } ? request.head.authority ?? "" : "",
            language: AcceptedLanguage((request.headers[.acceptLanguage] ?? "")[...]),
            requestID: UUID().uuidString.lowercased(), isCrossSite: fetchSite == "cross-site",
            cookies: request.headers[.cookie] ?? "",
            body: try await Self.body(of: request))
    }

    /// The body took longer than any form does.
    struct TooSlow: Error {}

    private static let bodyDeadline = Duration.seconds(10)

    private static func body(of request: Request) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { Array(buffer: try await request.body.collect(upTo: PageRequest.maximumBody)) }
            group.addTask {
                try await Task.sleep(for: bodyDeadline)
                throw TooSlow()
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    /// Whether one of the board's own pages asks. A browser says so in at least one of two fields; whoever says it in none is
    /// refused, because a session's cookie comes along whoever asks (ASVS 3.5.1).
    func isOwn(origin own: String) -> Bool {
        if let fetchSite, fetchSite != "same-origin" { return false }
        if let origin { return origin.lowercased().utf8.elementsEqual(own.utf8) }
        return fetchSite != nil
    }
}

/// What the listener knows of a connection.
struct AdminContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
