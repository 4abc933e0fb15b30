import Foundation
import Gateway
import JOSE
import Logging
import StandIn

/// The three servers of the demo, in one process.
struct Demo: Sendable {
    let addresses: DemoAddresses
    let people: PeopleDirectory
    let tokens: DemoTokens
    private let checkout: Checkout
    private let identityProvider: IdentityProvider
    private let sampleModules: SampleModules
    /// The file of the register.
    private let register: String

    /// Loads the register, loads or makes the keys, and writes the tokens.
    ///
    /// - Parameters:
    ///   - tokens: where the ready-made tokens go.
    ///   - keeps: whether what is changed in gebruikersbeheer is there the next time, too.
    ///   - register: the file of the register of besturen, made of the list when it is not there.
    init(
        checkout: Checkout, addresses: DemoAddresses, tokens directory: PrivateDirectory, keeps: Bool, register: String
    ) throws {
        let home = try checkout.keys()
        let keys = try DevelopmentKeys.load(from: home)
        let mint = TokenMint(issuer: addresses.issuer, audience: DemoPlan.audience, signer: keys.signer)
        self.checkout = checkout
        self.addresses = addresses
        self.register = register
        let list = try checkout.register()
        try DemoRegister.fill(register, from: list)
        people = try PeopleDirectory(people: InventedPeople.all, register: list)
        let gebruikersbeheer =
            try keeps
            ? Gebruikersbeheer.file("gebruikersbeheer.sqlite", in: home, now: Self.now)
            : Gebruikersbeheer.inMemory(now: Self.now)
        try gebruikersbeheer.seed(people)
        _ = try DevelopmentSecret.load(DevelopmentSecret.sessionKeyFile, from: home)
        let client = DemoClient.client(
            gateway: addresses.gateway, admin: addresses.admin, secret: try DevelopmentSecret.load(from: home))
        identityProvider = IdentityProvider(
            address: addresses.identityProvider, directory: people, mint: mint, keys: keys.publicKeys, now: Self.now,
            clients: [client], gebruikersbeheer: gebruikersbeheer)
        tokens = DemoTokens(directory: directory, provider: identityProvider)
        sampleModules = SampleModules(address: addresses.sampleModules)
        try tokens.write()
    }

    /// Serves until the gateway stops (SIGTERM, SIGINT), a server fails or the task is cancelled.
    ///
    /// - Parameter ready: called once, when all three accept connections, with the gateway's port.
    func run(ready: @escaping @Sendable (Int) -> Void) async throws {
        var logger = Logger(label: "poort-demo")
        logger.logLevel = .notice
        let text = try addresses.configuration(
            from: try checkout.configuration(register: register), file: checkout.configurationFile)
        let gateway = try DemoGateway(configurationFile: checkout.configurationFile, text: text)
        // The servers that play along report their own cancellation as an error; nobody needs to read that.
        var quiet = logger
        quiet.logLevel = .critical
        try await withThrowingTaskGroup { [identityProvider, sampleModules, tokens, logger, quiet] group in
            let (listening, announce) = AsyncStream.makeStream(of: Void.self)
            group.addTask { try await identityProvider.run(logger: quiet) { _ in announce.yield() } }
            group.addTask { try await sampleModules.run(logger: quiet) { _ in announce.yield() } }
            group.addTask { try await Self.renew(tokens) }
            group.addTask {
                // The gateway comes last, so that it is never up while what it stands before is not.
                var iterator = listening.makeAsyncIterator()
                _ = await iterator.next()
                _ = await iterator.next()
                try Task.checkCancellation()
                try await gateway.run(logger: logger, listening: ready)
            }
            // Whichever stops first takes the others along.
            _ = try await group.next()
            group.cancelAll()
        }
    }

    /// Writes fresh tokens in half their life time, for as long as the demo runs.
    private static func renew(_ tokens: DemoTokens) async throws {
        while true {
            try await Task.sleep(for: .seconds(TokenMint.lifetime / 2))
            try tokens.write()
        }
    }

    private static func now() -> Instant {
        Instant(unixSeconds: Int64(Date().timeIntervalSince1970))
    }
}
