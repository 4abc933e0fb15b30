package import NIOCore

/// Writes complete responses that Poort makes itself.
package enum SmallResponse {
    /// Writes a response with a body that is already there, such as a refusal.
    ///
    /// - Parameters:
    ///   - status: 200 to 599.
    ///   - fields: lines to add: content type, challenge, request id. Not framing.
    ///   - body: the body; with 204 and 304 none is written.
    ///   - omitsBody: for the answer to HEAD: the length is announced, the body left out.
    ///   - close: whether the connection is closed after it.
    ///   - buffer: where to write.
    package static func write(
        status: Int,
        fields: FieldLines = FieldLines(),
        body: [UInt8],
        omitsBody: Bool = false,
        close: Bool,
        to buffer: inout ByteBuffer
    ) {
        var writer = HeadWriter(buffer)
        buffer = ByteBuffer()
        writer.status(status)
        writer.add(fields)
        let hasNoContent = status == 204 || status == 304
        buffer = writer.endResponse(hasNoContent ? .none : .length(UInt64(body.count)), close: close)
        if !hasNoContent, !omitsBody { buffer.writeBytes(body) }
    }

    /// Writes `100 Continue`.
    package static func writeContinue(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    }
}
