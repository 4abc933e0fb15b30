import HTTPWire
import NIOCore

/// Reading and writing a request head as a browser sends it, with a token of 1 KB.
enum RequestCases {
    static func all() throws -> [Measurement] {
        let token = String(repeating: "eyJhbGciOiJSUzI1", count: 68)
        let text = """
            GET /bbcdr-reports/8f1a2b3c?page%5Bsize%5D=20 HTTP/1.1\r
            Host: loket.example\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: application/vnd.api+json\r
            Accept-Language: nl,en;q=0.8\r
            Accept-Encoding: gzip, deflate, br\r
            Authorization: Bearer \(token)\r
            Connection: keep-alive\r
            Referer: https://loket.example/bbcdr\r
            Sec-Fetch-Mode: cors\r
            Sec-Fetch-Site: same-origin\r
            \r

            """
        let bytes = ByteBuffer(string: text)
        let limits = WireLimits()
        var copy = bytes
        guard case .head(let head) = RequestHead.parse(&copy, limits: limits) else {
            throw BenchmarkProblem(description: "the request head is refused")
        }
        guard case .success(let target) = head.canonicalTarget(limits: limits) else {
            throw BenchmarkProblem(description: "the target is refused")
        }
        let rules = try StripRules.requests()
        return [
            Measurement("read a request head (\(bytes.readableBytes) bytes)") { count in
                var total = 0
                for _ in 0..<count {
                    var copy = bytes
                    if case .head(let head) = RequestHead.parse(&copy, limits: limits) {
                        total += head.fields.bytes.readableBytes
                    }
                }
                return total
            },
            Measurement("judge its target") { count in
                var total = 0
                for _ in 0..<count {
                    if case .success(let target) = head.canonicalTarget(limits: limits) {
                        total += Int(target.path.range.count)
                    }
                }
                return total
            },
            Measurement("write it for the upstream") { count in
                var total = 0
                for _ in 0..<count {
                    var writer = HeadWriter(ByteBufferAllocator().buffer(capacity: 2048))
                    writer.forward(head, target: target, rules: rules)
                    total += writer.endRequest(head.framing, method: head.method).readableBytes
                }
                return total
            },
        ]
    }
}
