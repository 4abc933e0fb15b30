import Testing

@testable import OIDC

@Suite("The address of a document")
struct EndpointURLTests {
    static func problem(
        _ text: String, allowsLoopbackHTTP: Bool = true, allowsQuery: Bool = true
    ) -> EndpointURL.Problem? {
        do throws(EndpointURL.Problem) {
            _ = try EndpointURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP, allowsQuery: allowsQuery)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "is refused when it is not exactly one",
        arguments: [
            ("", .notHTTPS), ("idp.example", .notHTTPS), ("ftp://idp.example", .notHTTPS),
            ("file:///etc/passwd", .notHTTPS),
            ("HTTPS://idp.example", .notHTTPS), ("//idp.example", .notHTTPS), ("https:/idp.example", .notHTTPS),
            ("http://idp.example", .notHTTPS), ("http://127.0.0.2/", .notHTTPS),
            ("http://127.0.0.1.example/", .notHTTPS),
            ("http://localhost.example/", .notHTTPS), ("http://[::2]/", .notHTTPS), ("http://0.0.0.0/", .notHTTPS),
            ("http://2130706433/", .notHTTPS), ("http://LOCALHOST/", .notHTTPS),
            ("https://", .authority), ("https:///keys", .authority), ("https://:443/", .authority),
            ("https://idp.example:/", .authority), ("https://idp.example:0/", .authority),
            ("https://idp.example:65536/", .authority), ("https://idp.example:+443/", .authority),
            ("https://idp.example:44 3/", .character), ("https://idp_example/", .authority),
            ("https://[::1/", .authority), ("https://[]/", .authority), ("https://[::1]x/", .authority),
            ("https://[::1]x443/", .authority), ("https://[::1]8443/", .authority), ("http://[::1].80/", .authority),
            ("https://idp.example/[keys]", .character), ("https://idp.example/keys?a[]=1", .character),
            ("https://idp.example/%", .character), ("https://idp.example/%4", .character),
            ("https://idp.example/%zz", .character), ("https://idp.example/keys?%4g", .character),
            ("https://[fe80::1%25eth0]/", .authority), ("https://idp%2eexample/", .authority),
            ("https://idp.example:443:444/", .authority),
            ("https://user@idp.example/", .userInformation), ("https://user:pw@idp.example/", .userInformation),
            ("http://127.0.0.1@evil.example/", .userInformation),
            ("http://127.0.0.1:80@evil.example/", .userInformation),
            ("https://idp.example/#keys", .fragment), ("https://idp.example#", .fragment),
            ("https://idp.example/ keys", .character), (" https://idp.example/", .character),
            ("https://idp.example/\n", .character), ("https://idp.example\\@evil.example/", .character),
            ("https://idp.example/\u{0}", .character), ("https://idp.éxample/", .character),
            ("https://idp.example/<", .character), ("https://idp.example/\"", .character),
            ("https://idp.example/" + String(repeating: "a", count: 2_048), .tooLong),
        ] as [(String, EndpointURL.Problem)])
    func refused(_ text: String, _ problem: EndpointURL.Problem) {
        #expect(Self.problem(text) == problem)
        #expect(!problem.text.isEmpty)
    }

    @Test(
        "is kept as it was written",
        arguments: [
            "https://idp.example", "https://idp.example/", "https://idp.example:8443/op/v1/keys",
            "https://10.0.0.1/keys",
            "https://[2001:db8::1]/keys", "https://[2001:db8::1]:8443/keys", "https://idp.example/keys?a=b&c=%20",
            "https://IDP.example/%41", "http://127.0.0.1:8090/op", "http://localhost/op", "http://[::1]:1/op",
        ])
    func accepted(_ text: String) throws {
        #expect(try EndpointURL(text, allowsLoopbackHTTP: true).text == text)
    }

    @Test("is never plain http outside development, and has no query where none may be")
    func restricted() {
        for text in ["http://127.0.0.1:8090/op", "http://localhost/op", "http://[::1]/op"] {
            #expect(Self.problem(text, allowsLoopbackHTTP: false) == .loopbackNotAllowed)
        }
        #expect(Self.problem("https://idp.example/?a", allowsQuery: false) == .query)
        #expect(Self.problem("https://idp.example?a", allowsQuery: false) == .query)
    }

    @Test(
        "of metadata is the issuer with the well-known path behind it",
        arguments: [
            ("https://idp.example", "https://idp.example/.well-known/openid-configuration"),
            ("https://idp.example/", "https://idp.example/.well-known/openid-configuration"),
            ("https://idp.example/op", "https://idp.example/op/.well-known/openid-configuration"),
            ("https://idp.example/op/", "https://idp.example/op/.well-known/openid-configuration"),
        ])
    func metadata(_ issuer: String, _ location: String) throws {
        #expect(try ProviderMetadata.location(of: issuer, allowsLoopbackHTTP: false).text == location)
    }
}
