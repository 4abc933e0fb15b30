import HTTPTypes
import HTTPWire
import Hummingbird
import OIDC

/// A request to one of the gateway's own pages, as far as they look at it. It came through the data plane: its path is canonical,
/// and what changes something came from a page of this host.
struct PageRequest: Sendable {
    let method: HTTPRequest.Method
    /// Without the query.
    let path: String
    /// What follows the `?`; empty for none.
    let query: String
    /// Host and port as the browser named them.
    let host: String
    let language: AcceptedLanguage
    let requestID: String
    /// Whether a page of another site leads here.
    let isCrossSite: Bool
    let body: [UInt8]
    private let cookies: String

    /// A form of a few fields, or a logout token. The data plane admits no more.
    static let maximumBody = SessionGate.maximumBody

    init(_ request: Request) async throws {
        method = request.method
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        query = parts.count > 1 ? String(parts[1]) : ""
        host = request.head.authority ?? ""
        language = AcceptedLanguage((request.headers[.acceptLanguage] ?? "")[...])
        requestID = HTTPField.Name("Poort-Request-Id").flatMap { request.headers[$0] } ?? ""
        isCrossSite = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] } == "cross-site"
        cookies = request.headers[.cookie] ?? ""
        body = Array(buffer: try await request.body.collect(upTo: Self.maximumBody))
    }

    init(
        method: HTTPRequest.Method = .get, path: String, query: String = "", host: String,
        language: AcceptedLanguage = .dutch, requestID: String = "", isCrossSite: Bool = false, cookies: String = "",
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.host = host
        self.language = language
        self.requestID = requestID
        self.isCrossSite = isCrossSite
        self.cookies = cookies
        self.body = body
    }

    /// The only cookie of a name; nil when there are several: which one counts would be a guess.
    func cookie(_ name: String) -> String? {
        let found = allCookies.filter { $0.name.utf8.elementsEqual(name.utf8) }
        return found.count == 1 ? found[0].value : nil
    }

    /// Every value of a cookie's name.
    func cookies(_ name: String) -> [String] {
        allCookies.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    /// All cookies whose name begins so.
    func cookies(prefix: String) -> [(name: String, value: String)] {
        allCookies.filter { $0.name.utf8.starts(with: prefix.utf8) }
    }

    /// Byte by byte: to a `Character`, `=` before a combining mark is another sign.
    private var allCookies: [(name: String, value: String)] {
        cookies.utf8.split(separator: UInt8(ascii: ";")).compactMap { part in
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            func text(_ bytes: Substring.UTF8View) -> String {
                let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
                return String(
                    decoding: bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed(), as: UTF8.self)
            }
            return (text(part[..<equals]), text(part[part.index(after: equals)...]))
        }
    }

    /// The members of the query; empty when it cannot be read or names one twice.
    var parameters: [String: String] { FormEncoding.decode(Array(query.utf8).span) ?? [:] }
}
