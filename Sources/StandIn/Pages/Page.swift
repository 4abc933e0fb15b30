internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A page of the stand-in, in Dutch and without scripts.
struct Page: Sendable {
    /// Which of the two it belongs to.
    enum Site: Sendable {
        case toegangsbeheer
        case gebruikersbeheer

        var name: String {
            switch self {
            case .toegangsbeheer: "Toegangsbeheer"
            case .gebruikersbeheer: "Gebruikersbeheer"
            }
        }
    }

    let title: String
    var site = Site.toegangsbeheer
    /// What stands in the header beside the name, such as who is logged in.
    var aside = HTML.nothing
    let body: HTML

    /// - Parameter redirectURI: where a form of the page may lead in the end. Browsers hold a policy's `form-action` against
    ///   the redirects that follow a form, too.
    func response(_ status: HTTPResponse.Status = .ok, sendingTo redirectURI: String? = nil) -> Response {
        let targets = ["'self'"] + [redirectURI.flatMap(Self.origin)].compactMap(\.self)
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .cacheControl: "no-store",
                .contentSecurityPolicy: """
                default-src 'none'; style-src 'self'; form-action \(targets.joined(separator: " ")); \
                base-uri 'none'; frame-ancestors 'none'
                """,
                .xContentTypeOptions: "nosniff",
                // With `no-referrer` browsers would send `Origin: null` with our own forms.
                HTTPField.Name.referrerPolicy: "same-origin",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: document.text)))
    }

    private var document: HTML {
        """
        <!DOCTYPE html>
        <html lang="nl">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) – \(site.name) (stand-in)</title>
        <link rel="stylesheet" href="\(Stylesheet.path)">
        </head>
        <body>
        <a class="skip" href="#inhoud">Naar de inhoud</a>
        <p class="warning" role="note"><strong>Stand-in voor ontwikkeling.</strong> Dit is niet ACM/IDM. Alle personen en \
        besturen zijn verzonnen, en er is geen wachtwoord.</p>
        <header><span class="brand">Vlaanderen</span> <span class="site">\(site.name)</span>\(aside)</header>
        <main id="inhoud">
        <h1>\(title)</h1>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// Scheme, host and port, when they hold nothing that would mean something else in a policy.
    static func origin(_ uri: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: { uri.hasPrefix($0) }) else { return nil }
        let authority = uri.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let isPlain = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isPlain && !authority.isEmpty ? scheme + authority : nil
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
