import HTTPWire
import NIOCore

enum BodyProperties {
    private static let limits = WireLimits(bodyBytes: 4096)

    /// What came of a whole body: its content, and how it ended.
    private struct Reading: Equatable {
        var content: [UInt8] = []
        var end: BodyEvent = .needMore
        var left = 0
    }

    static func chunked(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let whole = read(bytes, partSize: max(1, bytes.count))
        check.holds(whole == read(bytes, partSize: 1), "a body that arrives byte by byte is the same body")
        check.holds(whole == read(bytes, partSize: 7), "a body that arrives in parts is the same body")
        check.holds(whole.content.count <= Int(limits.bodyBytes), "a body is within its limit")
        guard whole.end == .end else { return }
        var buffer = ByteBuffer()
        if !whole.content.isEmpty { ChunkedEncoder.write(ByteBuffer(bytes: whole.content), to: &buffer) }
        ChunkedEncoder.writeEnd(to: &buffer)
        let again = read(Array(buffer.readableBytesView), partSize: 3)
        check.holds(
            again.end == .end && again.content == whole.content && again.left == 0,
            "a body that is framed anew is read as the same body")
    }

    private static func read(_ bytes: [UInt8], partSize: Int) -> Reading {
        var body = ChunkedBody()
        var buffer = ByteBuffer()
        var reading = Reading()
        var index = 0
        while true {
            switch body.next(&buffer, limits: limits) {
            case .data(let data):
                reading.content += data.readableBytesView
            case .needMore:
                guard index < bytes.count else { return reading }
                let next = min(bytes.count, index + partSize)
                buffer.writeBytes(bytes[index..<next])
                index = next
            case let end:
                reading.end = end
                if end == .end { reading.left = buffer.readableBytes + bytes.count - index }
                return reading
            }
        }
    }
}
