import HTTPWire
import NIOCore
import Policy

/// How a refusal is told: RFC 9457 `application/problem+json`, or a page in the person's language for a browser.
struct RefusalBody {
    let contentType: FieldValue
    let bytes: [UInt8]

    private static let json = FieldValue(encoding: "application/problem+json")
    private static let html = FieldValue(encoding: "text/html; charset=utf-8")

    /// - Parameter language: of a page; nil for JSON.
    init(
        _ reasons: [Refusal.Reason], status: Int, requestID: RequestID, _ pages: PageSettings,
        language: AcceptedLanguage?, account: PageFrame.Account? = nil
    ) {
        if let language {
            contentType = Self.html
            bytes = Self.page(reasons, status: status, requestID: requestID, pages, language, account)
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

    private static func page(
        _ reasons: [Refusal.Reason], status: Int, requestID: RequestID, _ pages: PageSettings,
        _ language: AcceptedLanguage,
        _ account: PageFrame.Account?
    ) -> [UInt8] {
        let key =
            switch status {
            case 400: "badRequestTitle"
            case 401: "unauthenticatedTitle"
            case 500...: "unavailableTitle"
            default: "refusedTitle"
            }
        let words = PageWords.all(language)
        let frame = PageFrame(
            language: language, title: words[key] ?? "", home: pages.home, helpdesk: pages.helpdesk,
            requestID: requestID.description, account: account)
        var values: [String: Any] = [
            "sentences": reasons.map { reason in
                ["text": capitalised(language == .dutch ? reason.dutch : reason.english) + "."]
            },
            "code": reasons[0].code,
        ]
        if let mender = Self.mender(reasons), mender != .user { values["who"] = mender.words(language) }
        if status == 401, pages.home != nil {
            values["action"] = ["url": OwnPaths.login, "label": words["logIn"] ?? ""]
        } else if let home = pages.home {
            values["action"] = ["url": home, "label": words["toStart"] ?? ""]
        }
        return PageRenderer.shared.page(.message, frame, values)
    }

    /// Who can mend it. What is not meant for a type of bestuur is mended by nobody at the bestuur, whatever else is missing.
    private static func mender(_ reasons: [Refusal.Reason]) -> Mender? {
        let decisive = reasons.first { $0.code == AccessReasonCode.bestuurstypeNotEligible.rawValue } ?? reasons[0]
        return Mender(rawValue: decisive.mendedBy)
    }

    private static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}

/// What the pages of refusals know of the gateway.
struct PageSettings: Sendable {
    /// The first page; nil when nobody logs in here.
    var home: String?
    var helpdesk: String?
}
