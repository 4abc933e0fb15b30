import Foundation
import Glibc
import Synchronization

/// A request by a thread that knocks again and again until somebody listens.
final class FirstRequest: Sendable {
    private let isGivenUp = Atomic(false)
    private let answers: AsyncStream<String>

    init(port: Int, _ request: String) {
        let (answers, answer) = AsyncStream.makeStream(of: String.self)
        self.answers = answers
        Thread.detachNewThread { [self] in
            var text: String?
            while !isGivenUp.load(ordering: .relaxed) {
                text = Self.ask(port, request)
                if text != nil { break }
                // Leaves the processor to the tests beside it, and is far shorter than any step of a start.
                usleep(20)
            }
            answer.yield(text ?? "nobody listened")
            answer.finish()
        }
    }

    func answer() async -> String {
        for await answer in answers { return answer }
        return ""
    }

    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }

    /// Nil when nobody listens.
    private static func ask(_ port: Int, _ request: String) -> String? {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let isConnected = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe connect(
                connection, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
        }
        guard isConnected else { return nil }
        let sent = Array(request.utf8)
        guard unsafe write(connection, sent, sent.count) == sent.count else { return "not sent" }
        var received: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe read(connection, &part, part.count)
            guard count > 0 else { return String(decoding: received, as: UTF8.self) }
            received += part[..<count]
        }
    }
}
