import Foundation
import StandIn
import Synchronization

/// Runs the demo on free ports and makes its requests as they are printed, through `curl` and real sockets.
struct DemoCheck {
    let checkout: Checkout

    /// Whether every answer was as promised. A line for each request goes to standard output.
    func run() async throws -> Bool {
        let temporary = URL.temporaryDirectory.appending(path: "poort-demo-\(UUID().uuidString)").path
        let tokens = try PrivateDirectory(at: temporary)
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        let demo = try Demo(
            checkout: checkout, addresses: try await FreePorts.addresses(), tokens: tokens, keeps: false,
            register: temporary + "/register.sqlite")

        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            let (ready, announce) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                try await demo.run { _ in announce.yield() }
                return nil
            }
            group.addTask {
                var iterator = ready.makeAsyncIterator()
                guard await iterator.next() != nil else { return nil }
                return try Self.makeRequests(gateway: demo.addresses.gateway.authority, tokens: temporary)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(60))
                return nil
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next(), let allAsPromised = outcome else {
                Console.complain("error: the demo stopped, or did not answer within a minute")
                return false
            }
            return allAsPromised
        }
    }

    private static func makeRequests(gateway: String, tokens: String) throws -> Bool {
        var allAsPromised = true
        for request in DemoPlan.requests {
            let output = try shell(request.command(gateway: gateway, tokens: tokens))
            let difference =
                CurlTranscript(output).map { $0.difference(from: request.answer) } ?? "no HTTP answer"
            print("\(difference == nil ? "ok  " : "FAIL") \(request.name): \(difference ?? request.sentence)")
            allAsPromised = allAsPromised && difference == nil
        }
        return allAsPromised
    }

    private static func shell(_ command: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command + " --max-time 10"]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
