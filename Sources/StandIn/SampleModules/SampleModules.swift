internal import Hummingbird
internal import JOSE
package import Logging

/// Upstreams for trying the gateway out: a server that answers every request with what it received.
///
/// Paths under `/echo` send the body back as it comes in, byte for byte, without holding more than a buffer of it.
package struct SampleModules: Sendable {
    package let address: ListenAddress

    package init(address: ListenAddress) {
        self.address = address
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter listening: called once, when connections are accepted, with the port that was bound.
    package func run(logger: Logger, listening: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let router = Router()
        for method in [.get, .post, .put, .patch, .delete, .options] as [HTTPRequest.Method] {
            router.on("/echo", method: method, use: Self.echo)
            router.on("/echo/**", method: method, use: Self.echo)
            router.on("/", method: method, use: Self.describe)
            router.on("/**", method: method, use: Self.describe)
        }
        router.head("/**", use: Self.describe)
        try await StandInServer.run(router, at: address, logger: logger, listening: listening)
    }

    private static func describe(_ request: Request, _: BasicRequestContext) async throws -> Response {
        var bodyBytes: Int64 = 0
        for try await buffer in request.body {
            bodyBytes += Int64(buffer.readableBytes)
        }
        let received = ReceivedRequest(
            method: request.method.rawValue,
            target: request.head.path ?? "",
            fields: request.headers.map { (name: $0.name.canonicalName, value: $0.value) },
            bodyBytes: bodyBytes
        )
        return Response.json(received.json)
    }

    private static func echo(_ request: Request, _: BasicRequestContext) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.contentType] = request.headers[.contentType] ?? "application/octet-stream"
        return Response(status: .ok, headers: headers, body: ResponseBody(asyncSequence: request.body))
    }
}
