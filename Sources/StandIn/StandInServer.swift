internal import Glibc
internal import Hummingbird
internal import JOSE
internal import Logging
internal import NIOCore

/// What both stand-ins share: a Hummingbird server on one address.
enum StandInServer {
    /// Serves until the task is cancelled; `listening` gets the port once connections are accepted.
    static func run(
        _ router: Router<BasicRequestContext>, at address: ListenAddress, logger: Logger,
        listening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "poort-stand-in"),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { listening(port) }
            },
            logger: logger
        )
        do {
            try await application.run()
        } catch let error as IOError {
            let reason = error.errnoCode == EADDRINUSE ? "something else listens there already" : "\(error)"
            throw StandInError.cannotListen("cannot listen on \(address.host):\(address.port): \(reason)")
        }
    }
}

extension Response {
    /// An answer in JSON.
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, cacheControl: String = "no-store"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: cacheControl],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes()))
        )
    }

    /// A refusal with a sentence for people (RFC 9457, without members of its own).
    static func problem(_ status: HTTPResponse.Status, _ detail: String) -> Response {
        var response = json(
            .object([
                ("title", .string(status.reasonPhrase)), ("status", .integer(Int64(status.code))),
                ("detail", .string(detail)),
            ]),
            status: status)
        response.headers[.contentType] = "application/problem+json"
        return response
    }
}
