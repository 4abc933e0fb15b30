import Besturen
import Foundation
import JOSE
import Libcrypto
import OIDC
import Synchronization
import Testing

@testable import Gateway

/// Who is told what happens in the register, over real sockets and with real programs.
@Suite("A notification of the register", .timeLimit(.minutes(5)))
struct NotificationTests {
    /// Answers with these statuses in turn, and with 200 from then on.
    private static func receiver(_ statuses: [Int]) async throws -> FakeUpstream {
        let left = Mutex(statuses)
        return try await FakeUpstream.start { _ in
            let status = left.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
            let more = status == 302 ? "Location: http://127.0.0.1:1/\r\n" : ""
            return .bytes("HTTP/1.1 \(status) X\r\n\(more)Content-Length: 0\r\n\r\n")
        }
    }

    private static func configuration(_ port: Int, _ more: String = "") -> String {
        """
        environment: development
        notify:
          - { name: loket, url: "http://127.0.0.1:\(port)/hook?x=1", secret: ./hook.secret\(more) }
        """
    }

    private static func ids(_ receiver: FakeUpstream) -> [String] {
        receiver.requests.flatMap { $0.values("poort-delivery") }
    }

    private static func open(_ store: RegisterStore, _ name: String) throws -> RegisterEntry {
        try store.append(by: "An", for: .abb, at: RegisterLiveTests.now, .init(nil, .open(name: name, announced: nil)))
    }

    /// The receiver is known from the gateway's start on; what is added before is not for it.
    private static func isKnown(_ store: RegisterStore) async throws {
        try await FetchedKeysTests.until { try store.receivers().count == 1 }
    }

    @Test("comes signed, in order, again after a failure, and says what is waited for", arguments: [500, 302, 404])
    func webhook(_ status: Int) async throws {
        let receiver = try await Self.receiver([status])
        let log = TestLog()
        try await RegisterLiveTests.run(configuration: Self.configuration(receiver.port), log: log) { world, store in
            try await Self.isKnown(store)
            let opened = try Self.open(store, "Zoë's <b>Stad</b>")
            let step = try store.append(
                by: "Bob", for: .abb, at: RegisterLiveTests.now,
                .init(opened.subject, .step(.approve(decision: "BVR 2026/12"))))
            let expected = [opened.sequence, opened.sequence, step.sequence].map { "\($0)" }
            try await FetchedKeysTests.until { Self.ids(receiver) == expected }
            let message = receiver.requests[2]
            #expect(message.lines[0] == "POST /hook?x=1 HTTP/1.1")
            let json = try JSONValue.parse(message.body)
            #expect(json["event"] == "approve" && json["by"] == "Bob" && json["for"] == "abb")
            #expect(json["action"]?["decision"] == "BVR 2026/12")
            #expect(json["dossier"]?["awaited"]?.arrayValue?.first?["step"] == "loket-verwittigd")
            #expect(
                json["dossier"]?["awaited"]?.arrayValue?.first?["by"] == "abb" && json["dossier"]?["active"] == false)
            // As a receiver checks it.
            let signature = try #require(message.values("poort-signature").first)
            let parts = signature.split(separator: ",").map { $0.split(separator: "=").last ?? "" }
            let signed = Array("\(parts[0]).".utf8) + message.body
            let code = try HMAC.code(
                for: signed.span, secret: Secret(Array(RegisterLiveTests.secret.utf8)), hash: .sha256)
            #expect(parts[1] == RegisterHead.hexadecimal(code))
            #expect(abs(Date().timeIntervalSince1970 - (Double(parts[0]) ?? 0)) < 120)
            try await FetchedKeysTests.until {
                try await world.metric("poort_notifications_pending{receiver=\"loket\"}") == 0
            }
            #expect(log.lines.count { $0.contains("to `loket` failed") } == 1)
            #expect(log.lines.contains { $0.contains("delivered again") })
            #expect(!log.lines.contains { $0.contains(RegisterLiveTests.secret) })
        }
        await receiver.stop()
    }

    @Test("that cannot be delivered waits, is shown, and is there after a restart")
    func outage() async throws {
        let receiver = try await Self.receiver([])
        let port = receiver.port
        await receiver.stop()
        try await RegisterLiveTests.run(configuration: Self.configuration(port)) { world, store in
            try await Self.isKnown(store)
            let opened = try Self.open(store, "A")
            _ = try Self.open(store, "B")
            try await FetchedKeysTests.until {
                try await world.metric("poort_notification_attempts{receiver=\"loket\"}") ?? 0 >= 1
            }
            #expect(try await world.metric("poort_notifications_pending{receiver=\"loket\"}") == 2)
            let state = try #require(try store.receivers().first)
            #expect(state.delivered == opened.sequence - 1 && state.error?.contains("connection refused") == true)
            #expect(state.next > Moment(unixSeconds: 1_000_000))
            // What another process would go on from.
            let back = try await FakeUpstream.start(port: port) { _ in .ok("") }
            let notifier = try RegisterNotifier(
                register: try OpenRegister.read(store.path, after: nil).open,
                receivers: [
                    ReceiverConfiguration(
                        name: "loket",
                        destination: .webhook(
                            try .init("http://127.0.0.1:\(port)/hook", allowsLoopbackHTTP: true),
                            secret: Secret(Array(RegisterLiveTests.secret.utf8))))
                ], logger: TestLog().logger)
            let task = Task { await notifier.run() }
            // The back-off has grown while the receiver was away.
            try await FetchedKeysTests.until(seconds: 200) {
                Self.ids(back).suffix(2) == ["\(opened.sequence)", "\(opened.sequence + 1)"]
            }
            task.cancel()
            await task.value
            await back.stop()
        }
    }

    @Test("of another kind than asked for is left out, and does not hold up the others")
    func filter() async throws {
        let receiver = try await Self.receiver([])
        try await RegisterLiveTests.run(configuration: Self.configuration(receiver.port, ", events: [approve]")) {
            _, store in
            try await Self.isKnown(store)
            let opened = try Self.open(store, "A")
            let step = try store.append(
                by: "Bob", for: .abb, at: RegisterLiveTests.now, .init(opened.subject, .step(.approve(decision: "d"))))
            try await FetchedKeysTests.until { try store.receivers().first?.delivered == step.sequence }
            #expect(Self.ids(receiver) == ["\(step.sequence)"])
        }
        await receiver.stop()
    }

    /// Scripts, and what is said of them.
    private static let commands: [(String, String?)] = [
        ("cat > \"$1\"", nil), ("cat > \"$1\"; exit 3", "it ended with 3"),
        ("exec sleep 60", "it took more than 300 ms"),
        ("kill -KILL $$", "it was ended by signal 9"), ("env > \"$1\"; cat >> \"$1\"", nil), ("exit 0", nil),
    ]

    @Test("runs a program with the message on its input, which has to end well and in time", arguments: commands)
    func command(_ script: String, _ problem: String?) async throws {
        let directory = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "out").path
        let delivery = CommandDelivery(
            arguments: ["/bin/sh", "-c", script, "sh", file], milliseconds: script.contains("sleep") ? 300 : 60_000)
        let message = String(repeating: "x", count: 100_000)
        #expect(await delivery.run(Array(message.utf8), id: 7) == problem)
        guard script.contains("cat"), let text = try? String(contentsOfFile: file, encoding: .utf8) else { return }
        #expect(text.hasSuffix(message))
        if script.hasPrefix("env") {
            let names = text.split(separator: "\n").dropLast().compactMap { $0.split(separator: "=").first }
            #expect(Set(names).isSubset(of: ["PATH", "POORT_DELIVERY", "PWD", "SHLVL", "_"]), "\(names)")
        }
    }

    @Test("is over when the program ends, whatever it leaves behind, and ends that with it when it takes too long")
    func children() async throws {
        let directory = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "pid").path
        let start = ContinuousClock.now
        let left = CommandDelivery(
            arguments: ["/bin/sh", "-c", "sleep 900 & echo $! > \"$1\"; exit 0", "sh", file], milliseconds: 800_000)
        #expect(await left.run([], id: 1) == nil)
        #expect(ContinuousClock.now - start < .seconds(600), "it waited for what was left behind")
        let child = try #require(Int32(try String(contentsOfFile: file, encoding: .utf8).dropLast()))
        kill(child, SIGKILL)
        let slow = CommandDelivery(
            arguments: ["/bin/sh", "-c", "sleep 61 & echo $! > \"$1\"; wait", "sh", file], milliseconds: 500)
        #expect(await slow.run([], id: 2) == "it took more than 500 ms")
        let other = try #require(Int32(try String(contentsOfFile: file, encoding: .utf8).dropLast()))
        // Ended, though perhaps not yet fetched by its new parent.
        try await FetchedKeysTests.until {
            let stat = (try? String(contentsOfFile: "/proc/\(other)/stat", encoding: .utf8)) ?? ") Z"
            return stat.contains(") Z")
        }
    }

    @Test("for a program that is not there says so")
    func missing() async throws {
        let delivery = CommandDelivery(arguments: ["/nonexistent/tell"], milliseconds: 1_000)
        #expect(await delivery.run([], id: 1)?.hasPrefix("`/nonexistent/tell` cannot be started") == true)
    }
}
