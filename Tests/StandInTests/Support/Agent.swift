import AsyncHTTPClient
import JOSE
import NIOCore
import NIOHTTP1
import Synchronization

@testable import StandIn

/// A browser without a screen: it keeps cookies and follows no redirect by itself.
final class Agent: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let text: String

        var json: JSONValue? { try? JSONValue.parse(Array(text.utf8)) }
        var location: String? { self["location"] }
        var setCookies: [String] { headers["set-cookie"] }

        subscript(field: String) -> String? { headers.first(name: field) }

        /// The query of the address that the browser is sent to.
        var sentFields: FormFields? {
            guard let location, let mark = location.firstIndex(of: "?") else { return nil }
            return FormFields(location[location.index(after: mark)...].utf8)
        }

        /// The value of a hidden field.
        func hidden(_ name: String) -> String? { text.between("name=\"\(name)\" value=\"", "\"") }

        /// The value of the button with a text.
        func button(_ text: String) -> String? { self.text.between("value=\"", "\">\(text)</button>", last: true) }
    }

    // Made once and never closed, as it lives as long as the process.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

    private let base: String
    private let jar = Mutex<[String: (value: String, path: String)]>([:])

    init(port: Int) { base = "http://127.0.0.1:\(port)" }

    var cookies: [String: String] { jar.withLock { $0.mapValues(\.value) } }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.GET, path, headers: headers, body: nil)
    }

    func post(
        _ path: String, _ form: [(name: String, value: String)], headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send(
            .POST, path, headers: [("content-type", "application/x-www-form-urlencoded")] + headers,
            body: FormEncoding.encode(form))
    }

    /// - Parameter body: as it is.
    func post(_ path: String, headers: [(String, String)], body: String) async throws -> Answer {
        try await send(.POST, path, headers: headers, body: body)
    }

    private func send(
        _ method: HTTPMethod, _ path: String, headers: [(String, String)], body: String?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : base + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let sent = jar.withLock { jar in
            jar.filter { path.hasPrefix($0.value.path) }.map { "\($0.key)=\($0.value.value)" }
        }
        if !sent.isEmpty { request.headers.add(name: "cookie", value: sent.joined(separator: "; ")) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await Self.client.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        for cookie in response.headers["set-cookie"] { keep(cookie) }
        return Answer(status: Int(response.status.code), headers: response.headers, text: String(buffer: bytes))
    }

    private func keep(_ field: String) {
        let name = String(field.prefix { $0 != "=" })
        let value = field.between("=", ";") ?? ""
        jar.withLock { jar in
            jar[name] = field.contains("Max-Age=0") ? nil : (value, field.between("Path=", ";") ?? "/")
        }
    }
}

extension String {
    /// What stands between two texts; with `last`, from the last start before the end.
    func between(_ start: String, _ end: String, last: Bool = false) -> String? {
        if last {
            guard let stop = firstRange(of: end) else { return nil }
            let before = self[..<stop.lowerBound]
            guard let begin = before.ranges(of: start).last else { return nil }
            return String(before[begin.upperBound...])
        }
        guard let begin = firstRange(of: start) else { return nil }
        let rest = self[begin.upperBound...]
        guard let stop = rest.firstRange(of: end) else { return nil }
        return String(rest[..<stop.lowerBound])
    }
}
