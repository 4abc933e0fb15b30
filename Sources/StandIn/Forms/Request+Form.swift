internal import Hummingbird
internal import NIOCore

extension Request {
    /// The most that a form may be, in bytes.
    static let largestForm = 64 * 1024

    /// The fields of a form that was posted; nil when the body is none, or too large.
    func form() async -> FormFields? {
        guard let type = headers[.contentType],
            type.prefix(while: { $0 != ";" }).lowercased() == "application/x-www-form-urlencoded",
            let body = try? await body.collect(upTo: Self.largestForm)
        else { return nil }
        return FormFields(body.readableBytesView)
    }
}

extension Response {
    /// Sends a browser to another address with GET (RFC 9700, section 4.12).
    static func sendingOn(to url: String) -> Response {
        Response(status: .seeOther, headers: [.location: url, .cacheControl: "no-store"])
    }
}
