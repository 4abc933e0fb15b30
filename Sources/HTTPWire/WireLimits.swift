/// How much a peer may send before it is refused. Each limit is the largest value still accepted.
package struct WireLimits: Sendable, Hashable {
    /// The request line or status line, without its CRLF. Default 8 KiB.
    package var startLineBytes: Int
    /// The whole head, from the first byte through the empty line that ends it. Default 32 KiB.
    package var headBytes: Int
    /// Number of field lines in a head. Default 100, at most 255.
    package var fieldCount: Int
    /// One field name. Default 256.
    package var fieldNameBytes: Int
    /// Number of path segments in a request target. Default 64.
    package var pathSegments: Int
    /// A message body after chunked framing is taken off. Default 100 MiB.
    package var bodyBytes: UInt64
    /// One chunk-size line with its extensions, without its CRLF. Default 256.
    package var chunkLineBytes: Int
    /// All trailer lines of a chunked body together, with their CRLFs. Default 4 KiB.
    package var trailerBytes: Int

    /// The defaults, each of which can be given another value.
    package init(
        startLineBytes: Int = 8 * 1024,
        headBytes: Int = 32 * 1024,
        fieldCount: Int = 100,
        fieldNameBytes: Int = 256,
        pathSegments: Int = 64,
        bodyBytes: UInt64 = 100 * 1024 * 1024,
        chunkLineBytes: Int = 256,
        trailerBytes: Int = 4 * 1024
    ) {
        self.startLineBytes = startLineBytes
        self.headBytes = headBytes
        // The index of known fields holds positions in one byte, and zero means absent.
        self.fieldCount = min(fieldCount, 255)
        self.fieldNameBytes = fieldNameBytes
        self.pathSegments = pathSegments
        self.bodyBytes = bodyBytes
        self.chunkLineBytes = chunkLineBytes
        self.trailerBytes = trailerBytes
    }
}
