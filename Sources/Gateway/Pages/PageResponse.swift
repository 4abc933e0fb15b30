import HTTPTypes
import Hummingbird
import NIOCore

/// The answer of one of the gateway's own pages. Nothing of it is kept by a browser or a cache.
struct PageResponse: Sendable {
    var status: HTTPResponse.Status
    var fields: HTTPFields
    var body: [UInt8]
    /// For the audit log; it does not leave the gateway.
    var note = OwnPageNote()

    private init(_ status: HTTPResponse.Status, _ type: String?, _ body: [UInt8]) {
        self.status = status
        self.body = body
        fields = [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
        if let type { fields[.contentType] = type }
    }

    static func page(_ body: [UInt8], status: HTTPResponse.Status = .ok) -> PageResponse {
        var response = PageResponse(status, "text/html; charset=utf-8", body)
        for (name, value) in pageFields { response.fields[name] = value }
        return response
    }

    /// What every page has besides, the refusals of the data plane too.
    static let pageFields: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, PageRenderer.shared.securityPolicy),
        // The address of a login's answer holds a code; and `no-referrer` would take `Origin` away from our own forms.
        (Self.referrerPolicy, "same-origin"),
        (Self.frameOptions, "DENY"),
        (Self.openerPolicy, "same-origin"),
        (.xContentTypeOptions, "nosniff"),
    ]

    static func redirect(to address: String) -> PageResponse {
        var response = PageResponse(.seeOther, nil, [])
        response.fields[.location] = address
        response.fields[Self.referrerPolicy] = "no-referrer"
        return response
    }

    static func json(_ body: [UInt8], status: HTTPResponse.Status, type: String = "application/json") -> PageResponse {
        PageResponse(status, type, body)
    }

    static func empty(_ status: HTTPResponse.Status) -> PageResponse { PageResponse(status, nil, []) }

    mutating func setCookie(_ cookie: String) { fields.append(HTTPField(name: .setCookie, value: cookie)) }

    func setting(_ cookies: [String]) -> PageResponse {
        var copy = self
        for cookie in cookies { copy.setCookie(cookie) }
        return copy
    }

    func noting(_ note: OwnPageNote) -> PageResponse {
        var copy = self
        copy.note = note
        return copy
    }

    var response: Response {
        var fields = fields
        if !note.isEmpty { fields[Self.ownPage] = note.text }
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// Without the note: for a listener of its own, where nothing takes it away.
    var publicResponse: Response {
        Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static let ownPage = name(OwnPageNote.fieldName)
    private static let referrerPolicy = name("Referrer-Policy")
    private static let frameOptions = name("X-Frame-Options")
    private static let openerPolicy = name("Cross-Origin-Opener-Policy")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is a field name") }
        return name
    }
}
