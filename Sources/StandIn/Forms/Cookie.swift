internal import Hummingbird

/// A cookie of the stand-in. It holds an opaque id and nothing else, and no script can read it.
///
/// Cookies do not tell ports apart: the gateway on the same host gets what lies on its paths, and the other way round. So
/// each has a name that nobody else uses and the narrowest path that works. `Secure` would keep it from `http`.
struct Cookie: Sendable {
    let name: String
    let path: String
    /// `Strict` where no other site ever leads here with a need for it.
    let sameSite: String
    /// How long it counts, in seconds.
    let lifetime: Int64

    /// A `Set-Cookie` field's value (RFC 6265, section 4.1.1).
    func setting(_ value: String) -> String { field(value, maxAge: lifetime) }

    /// One that has the browser forget it.
    var removal: String { field("", maxAge: 0) }

    private func field(_ value: String, maxAge: Int64) -> String {
        "\(name)=\(value); Path=\(path); Max-Age=\(maxAge); HttpOnly; SameSite=\(sameSite)"
    }

    /// The value in a request; nil when it came not at all, or twice.
    func value(in request: Request) -> String? {
        let found = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 && parts[0].drop { $0 == " " } == name ? String(parts[1]) : nil
        }
        return found.count == 1 ? found[0] : nil
    }
}
