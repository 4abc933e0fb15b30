import ArgumentParser
import JOSE

struct TokenMint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint", abstract: "Make a token for tests.",
        discussion: """
            Signs with a private key or a shared secret of your own. It refuses to speak for an issuer that a configuration \
            trusts outside development: that of --config, that of the environment variable POORT_CONFIG, and poort.yaml in \
            the working directory.

            The token goes to standard output, a warning that it is a test token to standard error.

            Examples:
              poort token mint --key Keys/development/issuer-private.pem \\
                --template loket --bestuur 0999999922 \\
                --role LoketLB-toezichtGebruiker > an.jwt
              poort token mint --key my.pem --kid k1 --subject an \\
                --issuer https://idp.example/op --audience poort --exp +30m \\
                --claim vo_orgcode=0999999922 --claim-list roles=reader
              poort token mint --key my.pem --template loket \\
                --bestuur OVO999909 --role LoketAdmin --exp -5m
            """)

    @Option(help: "A private key in PEM.", completion: .file(extensions: ["pem"])) var key: String?
    @Option(help: "A file with a shared secret.", completion: .file()) var hmacSecret: String?
    @Option(help: "The algorithm. Default: the usual one of the key.") var alg: JWSAlgorithm?
    @Option(help: "The `kid` of the header.") var kid: String?
    @Option(help: "The `typ` of the header; empty leaves it out.") var type = "JWT"
    @Option(
        help: "A configuration whose trusted issuers are not to be imitated.",
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?
    @OptionGroup var options: MintOptions

    func run() throws {
        try reporting {
            let production = try ProductionIssuers(config: config)
            let claims = try options.object()
            // Whatever option it came by.
            if let issuer = claims["iss"]?.stringValue { try production.refuse(issuer) }
            let signer = try signer()
            let token: String
            do {
                token = try signer.sign(claims: .object(claims), type: type.isEmpty ? nil : type)
            } catch let error as JWTSigner.Problem {
                throw CommandFailure(outcome: .internal, message: "\(error)")
            }
            Terminal.error("warning: this is a test token; it says whatever it was told to say")
            Terminal.print(token)
        }
    }

    private func signer() throws -> JWTSigner {
        if let key, hmacSecret == nil { return try MintSigner.privateKey(key, algorithm: alg, keyID: kid) }
        if let hmacSecret, key == nil { return try MintSigner.secret(hmacSecret, algorithm: alg, keyID: kid) }
        throw CommandFailure(outcome: .usage, message: "give exactly one of --key and --hmac-secret")
    }
}
