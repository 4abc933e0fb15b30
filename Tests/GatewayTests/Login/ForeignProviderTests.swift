import Foundation
import Glibc
import OIDC
import Testing

/// Logging in at providers that nobody here wrote, started as processes of their own. Each is skipped, with a word, when it is not
/// installed: `pip install oidc-provider-mock canaille`.
@Suite("With a provider from elsewhere", .serialized, .timeLimit(.minutes(5)))
struct ForeignProviderTests {
    @Test("oidc-provider-mock: logging in, a module, another that is closed, and logging out")
    func oidcProviderMock() async throws {
        guard ForeignProcess.canImport("oidc_provider_mock") else {
            print("skipped: oidc-provider-mock is not installed")
            return
        }
        let port = try await FreePort.find()
        let claims = """
            {"sub": "an", "given_name": "An", "family_name": "Voorbeeld", "vo_id": "account-1", "vo_orgcode": "0999999922", \
            "vo_doelgroepcode": "LB", "roles": ["R-toezicht:0999999922"]}
            """
        let provider = try ForeignProcess.start(
            "python3", ["-m", "oidc_provider_mock", "--port", "\(port)", "--user-claims", claims])
        defer { provider.stop() }
        let issuer = "http://127.0.0.1:\(port)"
        try await provider.waitUntilReady("\(issuer)/.well-known/openid-configuration")
        let site = try await LoginWorld.Site.make()
        defer { site.remove() }
        try await LoginWorld.run(
            site, issuer: issuer, login: "  scopes: [openid, profile]\n  userinfo: true"
        ) { world in
            let browser = Browser()
            let form = try await browser.open("\(world.origin)/submissions?page=2")
            #expect(form.url.hasPrefix(issuer))
            let page = try await browser.submit(form, "", ["sub": "an"])
            #expect(page.status == 200 && page.text == "through", "\(page.status) \(page.text) \(world.log.lines)")
            #expect(page.url == "\(world.origin)/submissions?page=2")
            let start = try await browser.open("\(world.origin)/_poort/")
            #expect(start.text.contains("An Voorbeeld") && start.text.contains("Testgem"))
            let refused = try await browser.open("\(world.origin)/ministers")
            #expect(refused.status == 403 && refused.code == "module_not_granted")
            let leaving = try await browser.submit(start, "/_poort/logout\"")
            #expect(leaving.refresh?.hasPrefix("\(issuer)/oauth2/end_session") == true)
            #expect(try await browser.open("\(world.origin)/submissions", follow: false).status == 303)
        }
    }

    @Test("LemonLDAP::NG: logging in by name and password, a closed module, and logging out at both")
    func lemonLDAP() async throws {
        let site = try await LoginWorld.Site.make()
        defer { site.remove() }
        let port = try await FreePort.find()
        let script = StandInLogin.checkout.appending(path: "Tests/Providers/lemonldap").path
        // It does not undo the form encoding that RFC 6749 section 2.3.1 asks of a client: the encoded secret is its secret.
        let provider = try ForeignProcess.start(
            "bash",
            [
                script, "\(site.directory.path)/provider", "\(port)", site.callback,
                "http://127.0.0.1:\(site.port)/_poort/logged-out", "-", LoginWorld.client,
                FormEncoding.encode(LoginWorld.secret),
            ])
        defer { provider.stop() }
        let issuer = "http://127.0.0.1:\(port)/"
        do {
            try await provider.waitUntilReady("\(issuer).well-known/openid-configuration")
        } catch is ForeignProcess.NotInstalled {
            print("skipped: LemonLDAP::NG is not installed; see Tests/Providers/lemonldap")
            return
        }
        try await LoginWorld.run(site, issuer: issuer, login: "  scopes: [openid, profile]") { world in
            let browser = Browser()
            let form = try await browser.open("\(world.origin)/submissions?page=2")
            let wrong = try await browser.submit(form, "lform", ["user": "dwho", "password": "wrong"])
            #expect(wrong.url.hasPrefix(issuer))
            let page = try await browser.submit(wrong, "lform", ["user": "dwho", "password": "dwho"])
            #expect(
                page.text == "through" && page.url == "\(world.origin)/submissions?page=2",
                "\(page.text) \(world.log.lines)")
            #expect(try await browser.open("\(world.origin)/ministers").code == "module_not_granted")
            let start = try await browser.open("\(world.origin)/_poort/")
            #expect(start.text.contains("Doctor Who") && start.text.contains("Testgem"))
            let copy = Browser()
            copy.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
            let leaving = try await browser.submit(start, "/_poort/logout\"")
            let confirm = try await browser.open(try #require(leaving.refresh), from: leaving.url)
            let out = try await browser.submit(confirm, "class=\"confirm\"")
            #expect(out.url.hasPrefix("\(world.origin)/_poort/logged-out"), "\(out.url)")
            #expect(try await copy.open("\(world.origin)/submissions", follow: false).status == 303)
            let again = try await browser.open("\(world.origin)/submissions")
            #expect(again.url.hasPrefix(issuer) && again.text.contains("lform"))
        }
    }
}

/// A program that runs beside a test.
struct ForeignProcess {
    private let process: Process

    static func canImport(_ module: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import \(module)"]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static func start(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil
    ) throws -> ForeignProcess {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return ForeignProcess(process: process)
    }

    struct NotInstalled: Error {}

    /// - Throws: ``NotInstalled`` when the program ends with 75 (EX_TEMPFAIL), as scripts say that theirs is not there.
    func waitUntilReady(_ url: String) async throws {
        for _ in 0..<600 {
            if !process.isRunning {
                if process.terminationStatus == 75 { throw NotInstalled() }
                try #require(Bool(false), "the provider ended with \(process.terminationStatus)")
            }
            if let response = try? await Browser().send("GET", url), response.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        try #require(Bool(false), "nothing answers at \(url)")
    }

    func stop() {
        // Some finish their connections first when they are asked politely, and nobody waits for that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
