import Besturen
import Libcrypto
import OIDC

/// Brings one message to one receiver.
struct NotificationDelivery: Sendable {
    private let fetcher: HTTPDocumentFetcher

    init() throws { fetcher = try HTTPDocumentFetcher() }

    func shutDown() async { await fetcher.shutDown() }

    /// - Returns: nil when the receiver took it, or why not.
    func deliver(_ body: [UInt8], id: Int64, to receiver: ReceiverConfiguration, at now: Moment) async -> String? {
        switch receiver.destination {
        case .webhook(let url, let secret):
            do {
                return await post(
                    body, id: id, to: url, signature: try Self.signature(body, secret: secret, at: now),
                    milliseconds: receiver.timeout)
            } catch {
                return "it cannot be signed: \(error)"
            }
        case .command(let arguments):
            return await CommandDelivery(arguments: arguments, milliseconds: receiver.timeout).run(body, id: id)
        }
    }

    /// `t=SECONDS,v1=CODE`: HMAC-SHA256 in hexadecimal over the time, a point, and the body. The time keeps an old message from being
    /// sent again by others.
    static func signature(_ body: [UInt8], secret: Secret, at now: Moment) throws -> String {
        let message = Array("\(now.unixSeconds).".utf8) + body
        let code = try HMAC.code(for: message.span, secret: secret, hash: .sha256)
        return "t=\(now.unixSeconds),v1=\(RegisterHead.hexadecimal(code))"
    }

    private func post(
        _ body: [UInt8], id: Int64, to url: EndpointURL, signature: String, milliseconds: Int
    ) async -> String? {
        let answer = await fetcher.post(
            url, body, fields: [("poort-delivery", "\(id)"), ("poort-signature", signature)],
            until: .now + .milliseconds(milliseconds))
        switch answer {
        case .success(let status): return (200..<300).contains(status) ? nil : "it answers with status \(status)"
        case .failure(.tooSlow): return "it took more than \(milliseconds) ms"
        case .failure(let failure): return failure.text
        }
    }
}
