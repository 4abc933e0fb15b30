import Foundation
import HTTPWire
import OIDC
import Policy

/// Reads `poort.yaml`.
///
/// Every mistake is reported with its place, those in the files it names too, so that one run shows everything there is
/// to mend.
struct ConfigurationReader {
    /// Reads a file. The path is absolute or relative to the configuration's folder.
    typealias FileReading = (_ path: String) throws -> [UInt8]

    let reader: DocumentReader
    let directory: String
    let readFile: FileReading
    /// Reads a file that nobody but its owner may read; throws for one that others may.
    let readSecret: FileReading
    /// Why a file could not be made or appended to, in words; nil when nothing speaks against it.
    var problemWithLog: (_ path: String) -> String? = { _ in nil }

    private static let keys = [
        "version", "environment", "listen", "public-scheme", "admin", "threads", "policy", "shadow-policy", "besturen",
        "issuers", "upstreams", "limits", "timeouts", "token-cache", "audit", "explain-refusals", "strip-headers",
        "login", "session", "pages", "notify", "board",
    ]

    func read() -> GatewayConfiguration? {
        guard let root = reader.root, let top = reader.mapping(root, "the configuration", keys: Self.keys) else {
            return nil
        }
        if let version = top.required("version"),
            let number = reader.integer(version, "`version`", in: 0...1_000_000), number != 1
        {
            reader.report(version.location, "configuration version \(number) is not known", hint: "this is version 1")
        }
        let environment =
            top.optional("environment").flatMap {
                reader.choice(
                    $0, "`environment`", among: GatewayConfiguration.Environment.allCases.map { ($0.rawValue, $0) })
            } ?? .production
        let listeners = top.required("listen").flatMap { addresses($0, "`listen`") } ?? []
        let admin = top.optional("admin").flatMap { address($0, "`admin`") }
        let policyFile = file(top, "policy")
        let besturenFile = file(top, "besturen")
        let shadowPolicyFile = top.has("shadow-policy") ? file(top, "shadow-policy") : nil
        let issuers = top.required("issuers").flatMap { self.issuers($0, environment) } ?? []
        let upstreams = top.required("upstreams").flatMap(self.upstreams) ?? []
        let publicScheme =
            top.optional("public-scheme").flatMap {
                reader.choice($0, "`public-scheme`", among: [("http", "http"), ("https", "https")])
            } ?? "http"
        let configuration = GatewayConfiguration(
            environment: environment,
            listeners: listeners,
            publicScheme: publicScheme,
            adminListener: admin,
            threads: top.optionalInteger("threads", in: 1...1024),
            issuers: issuers,
            upstreams: upstreams,
            limits: limits(top),
            timeouts: timeouts(top),
            tokenCache: tokenCache(top),
            audit: audit(top),
            refusalDetail: top.optional("explain-refusals").flatMap {
                reader.choice(
                    $0, "`explain-refusals`",
                    among: GatewayConfiguration.RefusalDetail.allCases.map { ($0.rawValue, $0) })
            } ?? .brief,
            strippedFields: top.optional("strip-headers").flatMap(strippedFields) ?? [],
            policyFile: policyFile ?? "",
            besturenFile: besturenFile ?? "",
            shadowPolicyFile: shadowPolicyFile,
            login: login(top, environment, issuers, publicScheme: publicScheme),
            receivers: receivers(top, environment, besturen: besturenFile ?? ""),
            board: board(top, environment, besturen: besturenFile ?? ""))
        return reader.mistakes.isEmpty ? configuration : nil
    }

    // MARK: Small values

    func path(_ text: String) -> String {
        text.hasPrefix("/") || directory.isEmpty ? text : Self.joined(directory, text)
    }

    /// Leaves out `folder/..`, for messages that people read; not where the folder is a link, whose parent is elsewhere.
    private static func joined(_ directory: String, _ text: String) -> String {
        var folder = directory[...]
        var rest = text[...]
        while rest.hasPrefix("../"), let last = folder.split(separator: "/").last, last != "..", last != ".",
            !folder.hasSuffix("/"), !isLink(String(folder))
        {
            rest = rest.dropFirst(3)
            folder = folder.dropLast(last.count)
            if folder.isEmpty || folder == "/" { return String(folder + rest) }
            folder = folder.dropLast()
        }
        return "\(folder)/\(rest)"
    }

    private static func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    /// A file that must be there. It is read again by whoever knows what is in it.
    private func file(_ top: MappingReader, _ key: String) -> String? {
        guard let node = top.required(key), let text = reader.string(node, "`\(key)`") else { return nil }
        let path = self.path(text)
        // A register is opened, not read, and may be as large as it likes.
        if key == "besturen", OpenRegister.isRegister(path) { return path }
        do {
            _ = try readFile(path)
        } catch {
            let isRelative = !text.hasPrefix("/") && !directory.isEmpty
            reader.report(
                node.location, "cannot read the file `\(path)`: \(error)",
                hint: isRelative ? "a path is relative to the folder of the configuration, `\(directory)`" : nil)
        }
        return path
    }

    private func strippedFields(_ node: LocatedNode) -> [String]? {
        reader.list(node, "`strip-headers`")?.compactMap { item in
            guard let pattern = reader.string(item, "an item of `strip-headers`") else { return nil }
            do throws(StripPatternInvalid) {
                _ = try StripRules.requests(more: [pattern])
                return pattern
            } catch {
                reader.report(item.location, "\(error)", hint: error.hint)
                return nil
            }
        }
    }

    func address(_ node: LocatedNode, _ what: String) -> SocketAddressText? {
        guard let text = reader.string(node, what) else { return nil }
        guard let address = SocketAddressText(text) else {
            reader.report(
                node.location, "\(what) must be an address and a port, not `\(text)`",
                hint: "for example `127.0.0.1:8080` or `[::1]:8080`")
            return nil
        }
        return address
    }

    private func addresses(_ node: LocatedNode, _ what: String) -> [SocketAddressText]? {
        if case .scalar = node.content { return address(node, what).map { [$0] } }
        return reader.nonEmptyList(node, what)?.compactMap { address($0, "an item of \(what)") }
    }

    /// Nanoseconds, from a duration of at least a millisecond.
    func duration(_ mapping: MappingReader, _ key: String, upTo hours: Int = 24) -> Int64? {
        mapping.optionalDuration(key, in: 1...hours * 3_600_000).map { Int64($0) * 1_000_000 }
    }

    private func limits(_ top: MappingReader) -> GatewayConfiguration.Limits {
        var limits = GatewayConfiguration.Limits()
        let keys = ["request-line", "request-head", "fields", "request-body", "connections"]
        guard let node = top.optional("limits"), let mapping = reader.mapping(node, "`limits`", keys: keys) else {
            return limits
        }
        if let bytes = mapping.optionalByteSize("request-line", in: 256...65_536) { limits.requestLineBytes = bytes }
        if let bytes = mapping.optionalByteSize("request-head", in: 1_024...262_144) { limits.headBytes = bytes }
        if let count = mapping.optionalInteger("fields", in: 10...255) { limits.fieldCount = count }
        if let bytes = mapping.optionalByteSize("request-body", in: 0...1 << 50) { limits.bodyBytes = UInt64(bytes) }
        if let count = mapping.optionalInteger("connections", in: 1...1_000_000) { limits.connections = count }
        return limits
    }

    private func timeouts(_ top: MappingReader) -> GatewayConfiguration.Timeouts {
        var timeouts = GatewayConfiguration.Timeouts()
        let keys = ["head", "body", "idle", "stop"]
        guard let node = top.optional("timeouts"), let mapping = reader.mapping(node, "`timeouts`", keys: keys) else {
            return timeouts
        }
        if let time = duration(mapping, "head") { timeouts.head = time }
        if let time = duration(mapping, "body") { timeouts.body = time }
        if let time = duration(mapping, "idle") { timeouts.idle = time }
        if let time = duration(mapping, "stop") { timeouts.stop = time }
        return timeouts
    }

    private func tokenCache(_ top: MappingReader) -> TokenCacheLimits {
        var limits = TokenCacheLimits()
        guard let node = top.optional("token-cache"),
            let mapping = reader.mapping(node, "`token-cache`", keys: ["entries", "bytes"])
        else { return limits }
        if let count = mapping.optionalInteger("entries", in: 0...10_000_000) { limits.entries = count }
        if let bytes = mapping.optionalByteSize("bytes", in: 0...1 << 34) { limits.bytes = bytes }
        return limits
    }

    private func audit(_ top: MappingReader) -> AuditSink.Destination {
        guard let node = top.optional("audit"), let text = reader.string(node, "`audit`") else {
            return .standardOutput
        }
        switch text {
        case "stdout": return .standardOutput
        case "stderr": return .standardError
        case "off": return .off
        default:
            guard text.contains("/") else {
                reader.report(
                    node.location, "`audit` cannot be `\(text)`",
                    hint: "write `stdout`, `stderr`, `off`, or the path of a file with a `/` in it")
                return .off
            }
            let path = self.path(text)
            if let problem = problemWithLog(path) {
                reader.report(node.location, "the audit log `\(path)` cannot be written: \(problem)")
            }
            return .file(path: path)
        }
    }

    // MARK: Upstreams

    private func upstreams(_ node: LocatedNode) -> [UpstreamConfiguration]? {
        guard let entries = reader.entries(node, "`upstreams`") else { return nil }
        if entries.isEmpty { reader.report(node.location, "`upstreams` must not be empty") }
        return entries.compactMap { pair in
            let keys = ["url", "connect-timeout", "response-timeout", "keep-alive", "max-connections", "token"]
            guard let mapping = reader.mapping(pair.value, "an upstream", keys: keys),
                let url = mapping.required("url"), let text = reader.string(url, "`url`")
            else { return nil }
            guard let address = Self.upstreamAddress(text) else {
                reader.report(
                    url.location, "`url` must be `http://` with a host and a port and no path, not `\(text)`",
                    hint: "for example `http://dispatcher:80`; the path of a request is never changed")
                return nil
            }
            var upstream = UpstreamConfiguration(name: pair.key, address: .tcp(address))
            if let time = duration(mapping, "connect-timeout") { upstream.connectTimeout = time }
            if let time = duration(mapping, "response-timeout") { upstream.responseTimeout = time }
            if let time = duration(mapping, "keep-alive") { upstream.keepAlive = time }
            if let count = mapping.optionalInteger("max-connections", in: 1...100_000) {
                upstream.maximumConnections = count
            }
            if let node = mapping.optional("token"),
                let forwards = reader.choice(node, "`token`", among: [("drop", false), ("forward", true)])
            {
                upstream.forwardsToken = forwards
            }
            return upstream
        }
    }

    private static func upstreamAddress(_ text: String) -> SocketAddressText? {
        guard text.hasPrefix("http://") else { return nil }
        let authority = String(text.dropFirst("http://".count))
        if let address = SocketAddressText(authority), address.port > 0 { return address }
        guard !authority.contains(":") || authority.hasSuffix("]") else { return nil }
        return SocketAddressText(authority + ":80")
    }
}
