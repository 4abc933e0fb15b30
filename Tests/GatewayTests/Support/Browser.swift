import Foundation
import Synchronization

/// As much of a browser as a login needs: it keeps cookies, follows redirects, sends forms, and says where it comes from.
///
/// It talks to loopback addresses only, over sockets of its own.
final class Browser: Sendable {
    struct Page: Sendable {
        let url: String
        let response: RawClient.Response

        var status: Int { response.status }
        var text: String { response.text }

        /// The first text between two others.
        func between(_ start: String, _ end: String) -> String? {
            guard let from = text.range(of: start) else { return nil }
            guard let to = text.range(of: end, range: from.upperBound..<text.endIndex) else { return nil }
            return String(text[from.upperBound..<to.lowerBound])
        }

        /// Where `<meta http-equiv="refresh">` leads.
        var refresh: String? { between("content=\"0; url=", "\"").map(Browser.unescaped) }

        /// The text of the element `<code>` behind the word Code.
        var code: String? { between("<dt>Code</dt><dd><code>", "</code>") }
    }

    struct Form: Sendable {
        let action: String
        let isPost: Bool
        var fields: [(name: String, value: String)]
    }

    struct TooManyRedirects: Error {}
    struct NoSuchForm: Error { let page: String }

    private let jar = Mutex<[(name: String, value: String)]>([])
    let fields: String

    /// - Parameter fields: sent with every request, each with its line end.
    init(fields: String = "") { self.fields = fields }

    var cookies: [String: String] {
        jar.withLock { cookies in Dictionary(cookies.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }
    }

    func setCookie(_ name: String, _ value: String?) {
        jar.withLock { jar in
            jar.removeAll { $0.name == name }
            if let value { jar.append((name, value)) }
        }
    }

    // MARK: Going somewhere

    /// Goes to a page as somebody who clicks on a link, and on along redirects.
    func open(_ url: String, from: String? = nil, follow: Bool = true) async throws -> Page {
        try await go("GET", url, from: from, body: nil, follow: follow)
    }

    /// Sends the first form of a page whose text or action holds a word, with some fields filled in.
    func submit(
        _ page: Page, _ word: String = "", _ values: [String: String] = [:], follow: Bool = true
    ) async throws -> Page {
        guard var form = Self.forms(page).first(where: { word.isEmpty || $0.text.contains(word) })?.form else {
            throw NoSuchForm(page: page.text)
        }
        for (name, value) in values {
            form.fields.removeAll { $0.name == name }
            form.fields.append((name, value))
        }
        let action = Self.resolve(form.action, on: page.url)
        let body = form.fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        guard form.isPost else {
            return try await go(
                "GET", action + (body.isEmpty ? "" : "?" + body), from: page.url, body: nil, follow: follow)
        }
        return try await go("POST", action, from: page.url, body: body, follow: follow)
    }

    func post(_ url: String, _ body: String = "", from: String, follow: Bool = true) async throws -> Page {
        try await go("POST", url, from: from, body: body, follow: follow)
    }

    private func go(_ method: String, _ url: String, from: String?, body: String?, follow: Bool) async throws -> Page {
        var (method, url, from, body) = (method, url, from, body)
        for _ in 0..<20 {
            let response = try await send(method, url, from: from, body: body)
            guard follow, (300..<400).contains(response.status), let location = response["location"] else {
                return Page(url: url, response: response)
            }
            let next = Self.resolve(location, on: url)
            // Every redirect but 307 and 308 is a GET; the one who asked first stays the one who asked.
            (method, url, from, body) = ("GET", next, from ?? url, nil)
        }
        throw TooManyRedirects()
    }

    /// Sends one request and keeps the cookies of its answer.
    func send(
        _ method: String, _ url: String, from: String? = nil, body: String? = nil, isNavigation: Bool = true,
        more: String = ""
    ) async throws -> RawClient.Response {
        let parts = Self.parts(url)
        let client = try await RawClient.connect(parts.port)
        var head =
            "\(method) \(parts.target) HTTP/1.1\r\nHost: \(parts.authority)\r\nConnection: close\r\n\(fields)\(more)"
        if isNavigation {
            head +=
                "Accept: text/html,application/xhtml+xml\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
        } else {
            head += "Accept: application/json\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
        }
        let site = from.map { Self.parts($0).authority == parts.authority ? "same-origin" : "cross-site" } ?? "none"
        head += "Sec-Fetch-Site: \(site)\r\n"
        let cookies = jar.withLock { $0.map { "\($0.name)=\($0.value)" }.joined(separator: "; ") }
        if !cookies.isEmpty { head += "Cookie: \(cookies)\r\n" }
        if let body {
            head += "Origin: http://\(from.map { Self.parts($0).authority } ?? "null")\r\n"
            if !more.lowercased().contains("content-type") {
                head += "Content-Type: application/x-www-form-urlencoded\r\n"
            }
            head += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        } else {
            head += "\r\n"
        }
        try await client.send(head)
        let response = try await client.response(hasBody: method != "HEAD", version: "HTTP/1.")
        await client.close()
        for field in response.fields where field.name == "set-cookie" { keep(field.value) }
        return response
    }

    private func keep(_ line: String) {
        let parts = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
        let isEnded = parts.dropFirst().contains { $0.lowercased() == "max-age=0" }
        setCookie(String(pair[..<equals]), isEnded ? nil : String(pair[pair.index(after: equals)...]))
    }

    // MARK: Reading

    static func parts(_ url: String) -> (authority: String, port: Int, target: String) {
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        return (
            String(authority), authority.split(separator: ":").last.flatMap { Int($0) } ?? 80,
            target.hasPrefix("/") ? String(target) : "/" + target
        )
    }

    static func resolve(_ location: String, on url: String) -> String {
        if location.isEmpty || location.hasPrefix("#") { return url }
        if location.hasPrefix("http://") || location.hasPrefix("https://") { return location }
        let authority = parts(url).authority
        if location.hasPrefix("/") { return "http://\(authority)\(location)" }
        let path = parts(url).target.prefix { $0 != "?" }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return "http://\(authority)\(folder)\(location)"
    }

    static func unescaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&#x3D;", with: "=").replacingOccurrences(of: "&#x2F;", with: "/")
            .replacingOccurrences(of: "&amp;", with: "&")
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    /// All forms of a page with their inputs, hidden ones too; a button counts when it is the only one.
    static func forms(_ page: Page) -> [(form: Form, text: String)] {
        var forms: [(Form, String)] = []
        var rest = page.text[...]
        while let start = rest.range(of: "<form"),
            let end = rest.range(of: "</form>", range: start.upperBound..<rest.endIndex)
        {
            let text = String(rest[start.lowerBound..<end.lowerBound])
            rest = rest[end.upperBound...]
            let tag = text.prefix { $0 != ">" } + ">"
            var form = Form(
                action: attribute("action", in: String(tag)) ?? "",
                isPost: attribute("method", in: String(tag))?.lowercased() == "post", fields: [])
            let buttons = tags("button", in: text)
            for input in tags("input", in: text) + (buttons.count == 1 ? buttons : []) {
                guard let name = attribute("name", in: input) else { continue }
                let kind = attribute("type", in: input) ?? "text"
                if kind == "radio" || kind == "checkbox", !input.contains("checked") { continue }
                form.fields.append((name, attribute("value", in: input) ?? ""))
            }
            forms.append((form, text))
        }
        return forms
    }

    private static func tags(_ name: String, in text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let start = rest.range(of: "<\(name)"),
            let end = rest.range(of: ">", range: start.upperBound..<rest.endIndex)
        {
            found.append(String(rest[start.lowerBound..<end.upperBound]))
            rest = rest[end.upperBound...]
        }
        return found
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") ?? tag.range(of: "\n\(name)=\"") else { return nil }
        guard let end = tag.range(of: "\"", range: start.upperBound..<tag.endIndex) else { return nil }
        return unescaped(String(tag[start.upperBound..<end.lowerBound]))
    }
}
