import Foundation

/// Runs `poort` with a terminal as its standard output, through the `script` of util-linux.
enum PseudoTerminal {
    private static let script = URL(filePath: "/usr/bin/script")

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: script.path) }

    static func run(_ arguments: [String], in folder: URL, environment: [String: String]) throws -> String {
        let process = Process()
        process.executableURL = script
        let words = [CommandLineTool.executable.path] + arguments
        let command = words.map { "'\($0)'" }.joined(separator: " ")
        process.arguments = ["--quiet", "--return", "--command", command, "/dev/null"]
        process.currentDirectoryURL = folder
        var all = ProcessInfo.processInfo.environment
        // Test runners set it for themselves.
        all["NO_COLOR"] = nil
        all["LLVM_PROFILE_FILE"] = "/dev/null"
        process.environment = all.merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
