/// Where the parts of the demo listen.
package struct DemoAddresses: Sendable, Hashable {
    package let gateway: ListenAddress
    /// Health, metrics: the gateway's own, beside the data listener.
    package let admin: ListenAddress
    package let identityProvider: ListenAddress
    package let sampleModules: ListenAddress

    /// - Throws: ``StandInError/addressMalformed(_:)`` for a port out of range.
    package init(gateway: Int, admin: Int, identityProvider: Int, sampleModules: Int) throws(StandInError) {
        self.gateway = try ListenAddress(host: Self.host, port: gateway)
        self.admin = try ListenAddress(host: Self.host, port: admin)
        self.identityProvider = try ListenAddress(host: Self.host, port: identityProvider)
        self.sampleModules = try ListenAddress(host: Self.host, port: sampleModules)
    }

    /// The addresses that `Examples/demo/poort.yaml` names, with another port for the gateway where wanted.
    package static func standard(gateway: Int = 8080) throws(StandInError) -> DemoAddresses {
        try DemoAddresses(gateway: gateway, admin: 8081, identityProvider: 8090, sampleModules: 8091)
    }

    package var issuer: String { IdentityProvider.issuer(at: identityProvider) }

    /// The text of a configuration in which the standard addresses are replaced by these.
    ///
    /// - Throws: ``StandInError/addressNotInConfiguration(address:file:)`` when the text lacks one that changes: the
    ///   demo would then talk to an address where nothing of it listens.
    package func configuration(from text: String, file: String) throws(StandInError) -> String {
        let standard = try Self.standard()
        let replacements = [
            (standard.gateway, gateway), (standard.admin, admin),
            (standard.identityProvider, identityProvider), (standard.sampleModules, sampleModules),
        ].filter { $0.0 != $0.1 }
        for (from, _) in replacements where Self.firstMention(of: from.authority, in: text[...]) == nil {
            throw .addressNotInConfiguration(address: from.authority, file: file)
        }
        // In one pass from left to right: a new address that equals another's old one is not replaced again.
        var result = ""
        var rest = text[...]
        while let (range, to) = replacements.compactMap({ from, to in
            Self.firstMention(of: from.authority, in: rest).map { ($0, to) }
        }).min(by: { $0.0.lowerBound < $1.0.lowerBound }) {
            result += rest[..<range.lowerBound]
            result += to.authority
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private static let host = "127.0.0.1"

    /// Where an authority stands in a text, not counting `127.0.0.1:80801` as a mention of `127.0.0.1:8080`.
    private static func firstMention(of authority: String, in text: Substring) -> Range<Substring.Index>? {
        var rest = text
        while let range = rest.firstRange(of: authority) {
            guard range.upperBound < text.endIndex, text[range.upperBound].isNumber else { return range }
            rest = text[range.upperBound...]
        }
        return nil
    }
}
