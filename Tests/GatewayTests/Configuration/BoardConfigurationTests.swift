import Foundation
import Libcrypto
import Testing

@testable import Gateway

@Suite("A configuration of the board")
struct BoardConfigurationTests {
    private static func mistakes(
        _ board: String, isRegister: Bool = true, environment: String = "development", hasLogin: Bool = true
    ) throws -> String {
        let site = LoginWorld.Site(port: 8080, directory: try TestWorld.temporaryDirectory())
        defer { site.remove() }
        let secret = try site.write("client-secret", "secret\n")
        let key = try site.write("session.key", Array(repeating: "A", count: 43).joined() + "\n")
        let login = """
            login:
              client-id: c
              client-secret: \(secret)
              redirect-uris: ["http://127.0.0.1:8080/_poort/callback"]
            session: { keys: [\(key)], store: \(site.directory.path)/sessions.sqlite }

            """
        do {
            _ = try TestWorld.load(
                site.directory, .generate(.p256), upstreamPort: 1,
                configuration: "environment: \(environment)\n\(hasLogin ? login : "")board: \(board)\n",
                policy: StandInLogin.policy.replacing("upstreams: [main]", with: "upstreams: [main, dead]")
                    + BoardWorld.administrativeRoles,
                besturen: try StandInLogin.besturen(),
                prepare: { if isRegister { try BoardWorld.register($0) } })
            return ""
        } catch let error as GatewayLoadError {
            return "\(error)"
        }
    }

    private static let good =
        "{ address: \"https://register.example\", roles: { abb: [LoketRegisterABB], viewer: [LoketRegisterLezer] } }"

    private static let cases: [(String, String)] = [
        (good, ""), ("{ address: \"http://127.0.0.1:8081/\", roles: { loket: [LoketRegisterLoket] } }", ""),
        ("{ roles: { abb: [LoketRegisterABB] } }", "`board` needs `address`"),
        ("{ address: \"https://h\" }", "`board` needs `roles`"),
        ("{ address: \"https://h\", roles: {} }", "names nobody"),
        ("{ address: \"https://h\", roles: { abb: [] } }", "must not be empty"),
        ("{ address: \"https://h\", roles: { abbb: [LoketRegisterABB] } }", "did you mean `abb`?"),
        ("{ address: \"https://h\", rolls: { abb: [LoketRegisterABB] } }", "did you mean `roles`?"),
        ("{ address: \"https://h/x\", roles: { abb: [LoketRegisterABB] } }", "it has a path"),
        ("{ address: \"https://h:443\", roles: { abb: [LoketRegisterABB] } }", "no browser names the port"),
        ("{ address: \"http://h\", roles: { abb: [LoketRegisterABB] } }", "must be an `https` URL"),
        ("{ address: \"https://u@h\", roles: { abb: [LoketRegisterABB] } }", "user name"),
        ("{ address: \"https://h?x\", roles: { abb: [LoketRegisterABB] } }", "must be an `https` URL"),
        ("{ address: \"https://h\", roles: { abb: [LoketRegisterAB] } }", "did you mean `LoketRegisterABB`?"),
        ("{ address: \"https://h\", roles: { abb: [LoketLB-toezichtGebruiker] } }", "no administrative role"),
    ]

    @Test("says with its place what is wrong in it", arguments: cases)
    func wrong(_ board: String, _ words: String) throws {
        let mistakes = try Self.mistakes(board)
        if words.isEmpty {
            #expect(mistakes == "")
        } else {
            #expect(mistakes.contains(words) && mistakes.contains("poort.yaml:"), "\(mistakes)")
        }
    }

    @Test("needs a register and a login, and https outside development")
    func surroundings() throws {
        #expect(try Self.mistakes(Self.good, isRegister: false).contains("`board` needs a register"))
        #expect(try Self.mistakes(Self.good, hasLogin: false).contains("for a gateway at which people log in"))
        let local = "{ address: \"http://127.0.0.1:8081\", roles: { abb: [LoketRegisterABB] } }"
        #expect(try Self.mistakes(local, environment: "production").contains("for development"))
    }
}
