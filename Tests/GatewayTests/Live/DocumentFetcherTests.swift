import Foundation
import HTTPTypes
import NIOCore
import NIOPosix
import NIOSSL
import OIDC
import Testing

@testable import Gateway

/// The way out, over real sockets and real TLS.
@Suite("A document that is fetched", .timeLimit(.minutes(5)))
struct DocumentFetcherTests {
    static func fetch(
        _ url: String, authority: [UInt8]? = nil, within time: Duration = .seconds(100)
    ) async throws -> Result<FetchedDocument, FetchFailure> {
        let fetcher = try HTTPDocumentFetcher(trustedCertificates: authority)
        let result = await fetcher.fetch(try EndpointURL(url, allowsLoopbackHTTP: true), until: .now + time)
        await fetcher.shutDown()
        return result
    }

    @Test("is asked for plainly: no cookie, no credential, no body")
    func request() async throws {
        let server = try await FakeUpstream.start { _ in
            .ok("{}", fields: "Set-Cookie: a=b\r\nCache-Control: max-age=5\r\n")
        }
        for _ in 0..<2 {
            let document = try await Self.fetch("http://127.0.0.1:\(server.port)/keys?v=1").get()
            #expect(document.body == Array("{}".utf8) && document.fields[.cacheControl] == "max-age=5")
        }
        for request in server.requests {
            #expect(request.lines[0] == "GET /keys?v=1 HTTP/1.1" && request.body.isEmpty)
            let names = request.lines.dropFirst().compactMap { $0.split(separator: ":").first?.lowercased() }
            #expect(Set(names).isSubset(of: ["host", "accept", "user-agent", "connection"]))
        }
        await server.stop()
    }

    @Test("that never ends is given up in time, however steadily it drips")
    func drip() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
        for text in [
            head + String(repeating: " ", count: 10_000), String(repeating: " ", count: 10_000),
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 2_000),
        ] {
            let server = try await FakeUpstream.start { _ in .drip(text, every: .milliseconds(10)) }
            let began = ContinuousClock.now
            let result = try await Self.fetch("http://127.0.0.1:\(server.port)/", within: .milliseconds(500))
            guard case .failure(let failure) = result else {
                Issue.record("it is taken as a document")
                return
            }
            // What begins with blanks may be refused as no HTTP before its time is up.
            #expect(failure.code == "too_slow" || text.hasPrefix(" "))
            #expect(ContinuousClock.now - began < .seconds(8))
            await server.stop()
        }
    }

    @Test("that nobody serves is reported in the system's words")
    func refused() async throws {
        guard case .failure(.unreachable(let words)) = try await Self.fetch("http://127.0.0.1:1/") else {
            Issue.record("it is had")
            return
        }
        #expect(words.contains("refused") && !words.contains("NIO"))
    }

    // MARK: TLS

    /// An authority, a certificate for `localhost` of it, and one of nobody, made with the `openssl` command.
    struct Certificates {
        let directory: URL

        var authority: [UInt8] { get throws { Array(try Data(contentsOf: file("ca.pem"))) } }

        func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

        /// `nil` when there is no `openssl` command.
        static func make() throws -> Certificates? {
            let openssl = URL(fileURLWithPath: "/usr/bin/openssl")
            guard FileManager.default.isExecutableFile(atPath: openssl.path) else { return nil }
            let directory = FileManager.default.temporaryDirectory.appendingPathComponent("poort-tls-\(UUID())")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
            for command in [
                "req -x509 \(key) -keyout ca.key -out ca.pem -subj /CN=authority",
                "req -x509 \(key) -keyout server.key -out server.pem -subj /CN=localhost -CA ca.pem -CAkey ca.key"
                    + " -addext subjectAltName=DNS:localhost -addext basicConstraints=CA:FALSE",
                "req -x509 \(key) -keyout other.key -out other.pem -subj /CN=other -CA ca.pem -CAkey ca.key"
                    + " -addext subjectAltName=DNS:other.example -addext basicConstraints=CA:FALSE",
            ] {
                let process = Process()
                process.executableURL = openssl
                process.arguments = command.split(separator: " ").map(String.init)
                process.currentDirectoryURL = directory
                process.standardError = FileHandle.nullDevice
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                try #require(process.terminationStatus == 0, "openssl \(command)")
            }
            return Certificates(directory: directory)
        }

        /// A server that says `{}` to whoever gets through to it.
        func serve(_ name: String) async throws -> any Channel {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(file("\(name).pem").path).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: file("\(name).key").path, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            let context = try NIOSSLContext(configuration: configuration)
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                        try channel.pipeline.syncOperations.addHandler(Answer())
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
        }
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    @Test("comes over TLS only from whom a trusted authority vouches for, by that very name")
    func certificates() async throws {
        guard let certificates = try Certificates.make() else {
            print("skipped: there is no /usr/bin/openssl to make certificates with")
            return
        }
        defer { try? FileManager.default.removeItem(at: certificates.directory) }
        let (good, other) = (try await certificates.serve("server"), try await certificates.serve("other"))
        func url(_ channel: any Channel, _ host: String) -> String {
            "https://\(host):\(channel.localAddress?.port ?? 0)/"
        }
        let authority = try certificates.authority
        #expect(try await Self.fetch(url(good, "localhost"), authority: authority).get().body == Array("{}".utf8))
        for (address, authority) in [
            (url(good, "localhost"), nil), (url(other, "localhost"), authority), (url(good, "127.0.0.1"), authority),
        ] {
            guard case .failure(let failure) = try await Self.fetch(address, authority: authority) else {
                Issue.record("\(address) is believed")
                continue
            }
            #expect(failure.code == "insecure", "\(address): \(failure.text)")
        }
        try await good.close()
        try await other.close()
    }

    @Test("is not had over plain HTTP where TLS is due")
    func plain() async throws {
        let server = try await FakeUpstream.start { _ in .bytesThenClose("HTTP/1.1 400 Bad Request\r\n\r\n") }
        guard
            case .failure(let failure) = try await Self.fetch("https://localhost:\(server.port)/", within: .seconds(2))
        else {
            Issue.record("it is had")
            return
        }
        #expect(["insecure", "unreachable", "too_slow"].contains(failure.code))
        await server.stop()
    }
}
