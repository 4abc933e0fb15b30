import Foundation
import HTTPTypes
import JOSE
import OIDC

/// What a provider sends. The bytes are an address, a line each for `Cache-Control` and `Age`, and the metadata.
enum ProviderProperties {
    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let parts = bytes.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
        let address = String(decoding: parts[0], as: UTF8.self)
        self.address(address, &check)
        lifetime(parts.count > 1 ? parts[1] : [], age: parts.count > 2 ? parts[2] : [], &check)
        for issuer in [FuzzKeys.issuer, address] {
            metadata(parts.count > 3 ? parts[3] : bytes, of: issuer, &check)
        }
    }

    // MARK: Addresses

    private static func address(_ text: String, _ check: inout PropertyCheck) {
        let strict = try? EndpointURL(text, allowsLoopbackHTTP: false, allowsQuery: false)
        let lax = try? EndpointURL(text, allowsLoopbackHTTP: true)
        check.holds(strict == nil || lax != nil, "what is accepted strictly is accepted", text)
        guard let lax else { return }
        check.holds(lax.text.utf8.elementsEqual(text.utf8), "an address is kept as it was written", text)
        let rest = Array(text.utf8)
        check.holds(
            rest.count <= 2_048 && rest.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "an address is visible ASCII", text)
        check.holds(
            rest.allSatisfy { ![0x22, 0x23, 0x3C, 0x3E, 0x5C].contains($0) }, "it holds nothing that no URL has", text)
        let isPlain = text.hasPrefix("http://")
        check.holds(isPlain || text.hasPrefix("https://"), "it is `https`, or `http`", text)
        check.holds(strict == nil || (!isPlain && !text.contains("?")), "strictly it is `https` without a query", text)
        // A general parser is used to fetch it: it must see the same, and have nothing to mend.
        guard let url = URL(string: text, encodingInvalidCharacters: false), let host = url.host(percentEncoded: true)
        else {
            check.holds(false, "an address is one for Foundation, too", text)
            return
        }
        check.holds(url.absoluteString.utf8.elementsEqual(text.utf8), "Foundation keeps it as it was written", text)
        check.holds(url.user() == nil && url.fragment() == nil, "it has neither user nor fragment", text)
        let authority = text.dropFirst(isPlain ? 7 : 8).prefix { $0 != "/" && $0 != "?" }
        let (name, port) = split(String(authority))
        check.holds(
            name == host && port == url.port, "Foundation sees the same host and port", "\(text): \(host) \(name)")
        check.holds(!isPlain || ["127.0.0.1", "::1", "localhost"].contains(host), "plain `http` is for loopback", text)
        if let location = try? ProviderMetadata.location(of: text, allowsLoopbackHTTP: true) {
            check.holds(
                location.text == (text.hasSuffix("/") ? String(text.dropLast()) : text)
                    + ProviderMetadata.wellKnownPath,
                "the metadata are behind the issuer", location.text)
            check.holds(!text.contains("?"), "an issuer has no query", text)
        }
    }

    /// Host, without the brackets of an IPv6 address, and port.
    private static func split(_ authority: String) -> (String, Int?) {
        let colon = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        let host = colon.map { String(authority[..<$0]) } ?? authority
        let port = colon.flatMap { Int(authority[authority.index(after: $0)...]) }
        guard host.hasPrefix("["), host.hasSuffix("]") else { return (host, port) }
        return (String(host.dropFirst().dropLast()), port)
    }

    // MARK: Lifetimes

    private static func lifetime(_ cacheControl: [UInt8], age: [UInt8], _ check: inout PropertyCheck) {
        guard !cacheControl.contains(0x0D), !age.contains(0x0D) else { return }
        let control = String(decoding: cacheControl, as: UTF8.self)
        var fields = HTTPFields()
        fields[.cacheControl] = control
        if !age.isEmpty { fields[.age] = String(decoding: age, as: UTF8.self) }
        let seconds = CacheLifetime.seconds(fields)
        check.holds(seconds == nil || (0...1 << 31).contains(seconds ?? 0), "a lifetime is within bounds")
        let limits = KeyRefreshLimits()
        let life = limits.life(seconds: seconds)
        check.holds(
            limits.shortestLife <= life && life <= limits.longestLife, "keys are fetched again within bounds", control)
        let expected = plainly(fields[.cacheControl] ?? "", age: fields[.age] ?? "")
        check.holds(
            seconds == expected, "a plain reading says the same",
            "\(control): \(String(describing: seconds)), \(String(describing: expected))")
    }

    /// The directives one by one, in the end the least they allow.
    private static func plainly(_ cacheControl: String, age: String) -> Int64? {
        func trimmed(_ text: some StringProtocol) -> String {
            text.trimmingCharacters(in: CharacterSet(charactersIn: " \t"))
        }
        func number(_ text: String) -> Int64? {
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int64(text).map { min($0, 1 << 31) } ?? 1 << 31
        }
        var ages: [Int64?] = []
        for directive in cacheControl.components(separatedBy: ",") {
            let parts = directive.components(separatedBy: "=")
            let name = trimmed(parts[0]).lowercased()
            if name == "no-store" || name == "no-cache" { return 0 }
            guard name == "max-age" else { continue }
            var value = trimmed(parts.dropFirst().joined(separator: "="))
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = String(value.dropFirst().dropLast())
            }
            ages.append(number(value))
        }
        guard let first = ages.first else { return nil }
        guard let first, ages.allSatisfy({ $0 == first }) else { return 0 }
        return max(0, first - (number(trimmed(age)) ?? 0))
    }

    // MARK: Metadata

    private static func metadata(_ body: [UInt8], of issuer: String, _ check: inout PropertyCheck) {
        let plain = PlainJSON.read(body)
        switch ProviderMetadata.read(body, issuer: issuer, allowsLoopbackHTTP: true) {
        case .success(let metadata):
            check.holds(
                plain?["issuer"]?.string.map { $0.utf8.elementsEqual(issuer.utf8) } ?? false,
                "metadata of another issuer are never accepted", issuer)
            check.holds(
                plain?["jwks_uri"]?.string.map { $0.utf8.elementsEqual(metadata.keys.text.utf8) } ?? false,
                "the keys are where `jwks_uri` says")
            for other in [issuer + "/", String(issuer.dropLast()), issuer.uppercased() + "x", ""] {
                if case .success = ProviderMetadata.read(body, issuer: other, allowsLoopbackHTTP: true) {
                    check.holds(false, "metadata are one issuer's alone", other)
                }
            }
            if case .success = ProviderMetadata.read(body, issuer: issuer, allowsLoopbackHTTP: false) {
                check.holds(metadata.keys.text.hasPrefix("https://"), "keys come over `https`", metadata.keys.text)
            }
        case .failure(let reason):
            switch reason {
            case .issuerMismatch(let found):
                check.holds(
                    plain?["issuer"]?.string.map { $0.utf8.elementsEqual(found.utf8) } ?? false,
                    "the issuer that was found is the one that is there", found)
                check.holds(!found.utf8.elementsEqual(issuer.utf8), "an issuer is no mismatch of itself", found)
            case .metadataMember(let name):
                check.holds(plain?[name]?.string == nil, "a member that is missed is no text", name)
            case .metadataURL, .metadataNotJSON, .fetch, .keys: break
            }
            check.holds(KeyFetchFailure.codes.contains(KeyFetchFailure(reason, url: "u").code), "a failure has a code")
        }
    }
}
