import Foundation
import HTTPWire
import Libcrypto
import Mustache

/// Makes the pages that people see, from templates that are compiled into the program.
///
/// A page asks for nothing: its style stands in it, and the content security policy admits that style, by its hash, and forms
/// to this host. There is no script.
struct PageRenderer: Sendable {
    static let shared = PageRenderer()

    enum Template: String, CaseIterable {
        case start, rights, message
        /// Those of the board of the register.
        case overview, dossier, opening, besturen, bestuur, conflicts
    }

    private let library: MustacheLibrary
    private let style: String
    /// The value of `Content-Security-Policy`.
    let securityPolicy: String

    private init() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        style = text(PackageResources.style_css)
        var library = MustacheLibrary()
        for (name, bytes) in Self.sources {
            do {
                try library.register(text(bytes), named: name)
            } catch {
                // The templates are part of the program, and a test renders each.
                preconditionFailure("the template `\(name)` cannot be read: \(error)")
            }
        }
        self.library = library
        let digest = Data(Hash.sha256.digest(PackageResources.style_css)).base64EncodedString()
        securityPolicy =
            "default-src 'none'; style-src 'sha256-\(digest)'; img-src data:; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
    }

    static var sources: [(name: String, bytes: [UInt8])] {
        [
            ("layout", PackageResources.layout_mustache), ("start", PackageResources.start_mustache),
            ("rights", PackageResources.rights_mustache), ("message", PackageResources.message_mustache),
            ("overview", PackageResources.overview_mustache), ("dossier", PackageResources.dossier_mustache),
            ("opening", PackageResources.opening_mustache), ("besturen", PackageResources.besturen_mustache),
            ("bestuur", PackageResources.bestuur_mustache), ("conflicts", PackageResources.conflicts_mustache),
            ("form", PackageResources.form_mustache), ("journal", PackageResources.journal_mustache),
            ("trouble", PackageResources.trouble_mustache),
        ]
    }

    /// - Parameters:
    ///   - frame: what every page has around its own part.
    ///   - values: by the names in the template. Whatever is text is escaped.
    func page(_ template: Template, _ frame: PageFrame, _ values: [String: Any]) -> [UInt8] {
        var all = values
        all["w"] = PageWords.all(frame.language)
        all["lang"] = frame.language.rawValue
        all["title"] = frame.title
        all["home"] = frame.home
        all["helpdesk"] = frame.helpdesk
        all["requestID"] = frame.requestID
        all["refresh"] = frame.refresh
        if let account = frame.account {
            var value: [String: Any] = ["name": account.name]
            if let bestuur = account.bestuur { value["bestuur"] = bestuur }
            let words = PageWords.all(frame.language)
            value["links"] = frame.menu.links.map { ["url": $0.url, "label": words[$0.word] ?? $0.word] }
            value["actions"] = frame.menu.actions.map { action in
                var item = ["url": action.url, "label": words[action.word] ?? action.word]
                if let token = frame.menu.token { item["token"] = token }
                return item
            }
            all["account"] = value
        }
        if !frame.places.isEmpty {
            all["places"] = [
                "links": frame.places.map { place in
                    ["url": place.url, "label": place.label, "isHere": place.isHere] as [String: Any]
                }
            ]
        }
        guard var escaped = Self.escaped(all) as? [String: Any] else { return [] }
        escaped["style"] = style
        return Array((library.render(escaped, withTemplate: template.rawValue) ?? "").utf8)
    }

    /// Every text in a value, escaped for HTML, scalar by scalar. Mustache escapes character by character, to which `<` before
    /// a combining mark is another character; so the templates print what was escaped here.
    static func escaped(_ value: Any) -> Any {
        switch value {
        case let text as String: escaped(text)
        case let members as [String: Any]: members.mapValues(escaped)
        case let elements as [Any]: elements.map(escaped)
        default: value
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// What every page has around its own part.
struct PageFrame {
    var language: AcceptedLanguage
    var title: String
    /// Where the name of the Loket leads; nil when nobody logs in here.
    var home: String?
    var helpdesk: String?
    var requestID: String?
    /// Where the browser goes at once.
    var refresh: String?
    var account: Account?
    /// What the account leads to.
    var menu = Menu.modules
    /// Where else one can go, above the page.
    var places: [Place] = []

    struct Account {
        let name: String
        let bestuur: String?
    }

    struct Place {
        let url: String
        let label: String
        let isHere: Bool
    }

    struct Menu {
        /// Addresses, each with the key of its word.
        let links: [(url: String, word: String)]
        /// What is asked for by a form.
        let actions: [(url: String, word: String)]
        /// What each of those forms carries.
        var token: String?

        static let modules = Menu(
            links: [(OwnPaths.start, "startPage"), (OwnPaths.rights, "rights")],
            actions: [
                (OwnPaths.switchBestuur, "switchBestuur"), (OwnPaths.logout, "logOut"),
                (OwnPaths.logoutEverywhere, "logOutEverywhere"),
            ])

        static func board(token: String) -> Menu {
            Menu(
                links: [(BoardPaths.start, "boardPage")],
                actions: [
                    (BoardPaths.switchBestuur, "switchBestuur"), (BoardPaths.logout, "logOut"),
                    (BoardPaths.logoutEverywhere, "logOutEverywhere"),
                ], token: token)
        }
    }
}
