import HTTPWire
import NIOCore

enum HeadProperties {
    private static let limits = WireLimits(startLineBytes: 1024, headBytes: 4096, fieldCount: 24)
    private static let requestRules = try? StripRules.requests()
    private static let responseRules = try? StripRules.responses()

    static func request(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let whole = readRequest(bytes, splitAt: nil)
        check.holds(
            same(whole, readRequest(bytes, splitAt: bytes.count / 2)),
            "a head that arrives in two parts is the same head")
        check.holds(
            same(whole, readRequest(bytes, splitAt: 1)), "a head whose first byte arrives alone is the same head")
        guard case .head(let head) = whole else { return }
        check.holds(head.bytes.readableBytes <= limits.headBytes, "a head is within its limit")
        check.holds(head.fields.lines.count <= limits.fieldCount, "the fields are within their limit")
        guard case .success(let target) = head.canonicalTarget(limits: limits), let rules = requestRules else { return }
        var writer = HeadWriter(ByteBuffer())
        writer.forward(head, target: target, rules: rules)
        let written = writer.endRequest(head.framing, method: head.method)
        var buffer = written
        guard case .head(let again) = RequestHead.parse(&buffer, limits: WireLimits()) else {
            check.holds(false, "a forwarded head is accepted by its own reader", String(buffer: written))
            return
        }
        check.holds(buffer.readableBytes == 0, "a forwarded head ends where its reader says")
        check.holds(again.method == head.method, "the method is forwarded as it is")
        let path = head.text(target.pathAndQuery)
        check.holds(again.text(again.target) == path, "the target that was judged is the one that is forwarded", path)
        check.holds(
            again.framing == head.framing || (head.framing == .none && again.framing == .length(0))
                || (head.framing == .length(0) && again.framing == .none), "the body is framed as it came",
            "\(head.framing) \(again.framing)")
        for line in again.fields.lines {
            let name = folded(again.text(line.name))
            check.holds(
                !name.hasPrefix("poort-") && !name.hasPrefix("mu-") && !name.hasPrefix("x-forwarded-"),
                "no look-alike of an identity field crosses", name)
            check.holds(
                name != "authorization" && name != "te" && name != "upgrade" && name != "keep-alive",
                "no credential and no field of the connection crosses", name)
        }
    }

    static func response(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let method: RequestMethod = (bytes.first ?? 0) & 1 == 0 ? .get : .head
        let whole = readResponse(bytes, method, splitAt: nil)
        check.holds(
            same(whole, readResponse(bytes, method, splitAt: bytes.count / 2)),
            "a head that arrives in two parts is the same head")
        guard case .head(let head) = whole, let rules = responseRules else { return }
        check.holds((100...599).contains(head.status) || head.status < 1000, "the status has three digits")
        guard !head.isInterim else { return }
        var writer = HeadWriter(ByteBuffer())
        writer.forward(head, rules: rules)
        var buffer = writer.endResponse(
            head.framing(towards: .http11), announcedLength: head.announcedLength, close: false)
        let written = buffer
        guard case .head(let again) = ResponseHead.parse(&buffer, to: method, limits: WireLimits()) else {
            check.holds(false, "a forwarded head is accepted by its own reader", String(buffer: written))
            return
        }
        check.holds(again.status == head.status, "the status is forwarded as it is")
        check.holds(again.framing == head.framing(towards: .http11), "the body is framed as it was announced")
        for line in again.fields.lines {
            let name = folded(again.text(line.name))
            check.holds(!name.hasPrefix("poort-") && !name.hasPrefix("mu-"), "no internal field leaves", name)
        }
    }

    private static func folded(_ name: String) -> String {
        name.lowercased().replacing("_", with: "-").replacing(".", with: "-")
    }

    private static func readRequest(_ bytes: [UInt8], splitAt index: Int?) -> HeadParse<RequestHead> {
        var scanner = RequestHeadScanner()
        var buffer = ByteBuffer()
        if let index, index < bytes.count {
            buffer.writeBytes(bytes[..<index])
            switch scanner.next(&buffer, limits: limits) {
            case .needMore: buffer.writeBytes(bytes[index...])
            case let early: return early
            }
        } else {
            buffer.writeBytes(bytes)
        }
        return scanner.next(&buffer, limits: limits)
    }

    private static func readResponse(
        _ bytes: [UInt8], _ method: RequestMethod, splitAt index: Int?
    ) -> HeadParse<ResponseHead> {
        var scanner = ResponseHeadScanner()
        var buffer = ByteBuffer()
        if let index, index < bytes.count {
            buffer.writeBytes(bytes[..<index])
            switch scanner.next(&buffer, to: method, limits: limits) {
            case .needMore: buffer.writeBytes(bytes[index...])
            case let early: return early
            }
        } else {
            buffer.writeBytes(bytes)
        }
        return scanner.next(&buffer, to: method, limits: limits)
    }

    private static func same(_ left: HeadParse<RequestHead>, _ right: HeadParse<RequestHead>) -> Bool {
        switch (left, right) {
        case (.needMore, .needMore): true
        case (.refused(let left), .refused(let right)): left == right
        case (.head(let left), .head(let right)):
            left.bytes == right.bytes && left.framing == right.framing && left.keepAlive == right.keepAlive
                && left.host == right.host
        default: false
        }
    }

    private static func same(_ left: HeadParse<ResponseHead>, _ right: HeadParse<ResponseHead>) -> Bool {
        switch (left, right) {
        case (.needMore, .needMore): true
        case (.refused(let left), .refused(let right)): left == right
        case (.head(let left), .head(let right)):
            left.bytes == right.bytes && left.framing == right.framing && left.keepAlive == right.keepAlive
        default: false
        }
    }
}
