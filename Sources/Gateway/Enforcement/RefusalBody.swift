import HTTPWire
import NIOCore
import Policy

/// How a refusal is told: RFC 9457 `application/problem+json`, or a page in Dutch for a person's browser.
struct RefusalBody {
    let contentType: FieldValue
    let bytes: [UInt8]

    private static let json = FieldValue(encoding: "application/problem+json")
    private static let html = FieldValue(encoding: "text/html; charset=utf-8")

    init(_ reasons: [Refusal.Reason], status: Int, requestID: RequestID, asPage: Bool) {
        if asPage {
            contentType = Self.html
            bytes = Self.page(reasons, status: status, requestID: requestID)
        } else {
            contentType = Self.json
            bytes = Self.problem(reasons, status: status, requestID: requestID)
        }
    }

    /// `code` and `detail` are the words of the first reason, as `poort policy explain` prints them; `reasons` has all.
    private static func problem(_ reasons: [Refusal.Reason], status: Int, requestID: RequestID) -> [UInt8] {
        let first = reasons[0]
        return Array(
            JSONText.object([
                ("type", .string("urn:poort:refusal:\(first.code)")),
                ("title", .string("\(StatusReason.phrase(status))")),
                ("status", .number(status)),
                ("code", .string(first.code)),
                ("detail", .string(first.english)),
                ("detail_nl", .string(first.dutch)),
                ("mended_by", .string(first.mendedBy)),
                (
                    "reasons",
                    .array(
                        reasons.map { reason in
                            .object([
                                ("code", .string(reason.code)), ("detail", .string(reason.english)),
                                ("detail_nl", .string(reason.dutch)), ("mended_by", .string(reason.mendedBy)),
                            ])
                        })
                ),
                ("request_id", .string(requestID.description)),
            ]).text.utf8) + [UInt8(ascii: "\n")]
    }

    private static func page(_ reasons: [Refusal.Reason], status: Int, requestID: RequestID) -> [UInt8] {
        let title = status == 401 ? "Aanmelden nodig" : status >= 500 ? "Even niet bereikbaar" : "Geen toegang"
        var text = """
            <!doctype html>
            <html lang="nl">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            body { font: 1.125rem/1.5 system-ui, sans-serif; color: #333; background: #fff; margin: 0 }
            main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.5rem; border-top: .5rem solid #ffe615 }
            h1 { font-size: 1.75rem; line-height: 1.2 }
            dl { margin: 2rem 0 0; font-size: 1rem }
            dt { font-weight: 600 }
            dd { margin: 0 0 .75rem }
            code { font-family: ui-monospace, monospace }
            </style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>

            """
        for reason in reasons { text += "<p>\(escaped(capitalised(reason.dutch))).</p>\n" }
        let mender = Mender(rawValue: reasons[0].mendedBy)
        if let mender, mender != .user { text += "<p>Wie kan helpen: \(escaped(mender.dutch)).</p>\n" }
        text += """
            <dl>
            <dt>Code</dt>
            <dd><code>\(escaped(reasons[0].code))</code></dd>
            <dt>Kenmerk van deze aanvraag</dt>
            <dd><code>\(escaped(requestID.description))</code></dd>
            </dl>
            </main>
            </body>
            </html>

            """
        return Array(text.utf8)
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Sentences hold names of besturen, which come from outside.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
