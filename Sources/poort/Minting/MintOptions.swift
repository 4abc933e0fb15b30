import ArgumentParser
import Besturen
import JOSE
import Policy

/// What a minted token says.
struct MintOptions: ParsableArguments {
    /// Ready-made claims.
    enum Template: String, CaseIterable, ExpressibleByArgument {
        /// A user of the Loket as ACM/IDM describes one.
        case loket
    }

    @Option(help: "Ready-made claims: loket, a user of the Loket for --bestuur with each --role.")
    var template: Template?
    @Option(help: "With --template: the KBO number or OVO code of the bestuur.") var bestuur: String?
    @Option(help: "With --template: a role; repeat for several. Without `:organisation` it is for --bestuur.")
    var role: [String] = []
    @Option(help: "`iss`. With --template: by default that of the demo.") var issuer: String?
    @Option(help: "`aud`; repeat for several. With --template: by default that of the demo.") var audience: [String] =
        []
    @Option(help: "`sub`. With --template: by default an invented one.") var subject: String?
    // A length of time may begin with a dash.
    @Option(
        parsing: .unconditional,
        help: "When it expires: +30m, +2h, -5m (already expired), or a time. Default: +1h.")
    var exp: String?
    @Option(help: "The time that counts as now: RFC 3339 or Unix seconds.") var at: String?
    @Option(help: "A JSON file with claims; the options win over it.", completion: .file(extensions: ["json"]))
    var claims: String?
    @Option(help: "A claim with a text, NAME=TEXT; repeat for several.") var claim: [String] = []
    @Option(help: "A claim with a list of texts, NAME=TEXT; repeat for each text.") var claimList: [String] = []
    @Option(name: .customLong("claim-json"), help: "A claim with any value, NAME=JSON; repeat for several.")
    var claimJSON: [String] = []
    @Option(help: "A claim to leave out again; repeat for several.") var omit: [String] = []

    func validate() throws {
        guard template != nil || (bestuur == nil && role.isEmpty) else {
            throw ValidationError("--bestuur and --role belong to --template")
        }
        guard template == nil || bestuur != nil else {
            throw ValidationError("--template needs --bestuur, the organisation that the user acts for")
        }
        guard template != nil || claims != nil || (issuer != nil && !audience.isEmpty && subject != nil) else {
            throw ValidationError("--issuer, --audience and --subject are needed without --template or --claims")
        }
    }

    /// The claims, from the least to the most particular source.
    func object() throws -> JSONObject {
        let now = try InstantText.read(at)
        var object = try templateClaims()
        object["iat"] = .integer(now.unixSeconds)
        object["exp"] = .integer(try expiry(exp ?? "+1h", now).unixSeconds)
        // A file may say everything but what the options say.
        for member in try fileClaims().members where !isGiven(member.name) { object[member.name] = member.value }
        if let issuer { object["iss"] = .string(issuer) }
        if let subject { object["sub"] = .string(subject) }
        if !audience.isEmpty {
            object["aud"] = audience.count == 1 ? .string(audience[0]) : .array(audience.map(JSONValue.string))
        }
        for text in claim {
            let (name, value) = try pair(text)
            object[name] = .string(value)
        }
        var lists = JSONObject()
        for text in claimList {
            let (name, value) = try pair(text)
            lists[name] = .array((lists[name]?.arrayValue ?? []) + [.string(value)])
        }
        for member in lists.members { object[member.name] = member.value }
        for text in claimJSON {
            let (name, value) = try pair(text)
            object[name] = try json(value, in: "--claim-json \(name)")
        }
        for name in omit { object[name] = nil }
        return object
    }

    /// Whether an option of its own says the claim.
    private func isGiven(_ name: String) -> Bool { name == "iat" && at != nil || name == "exp" && exp != nil }

    private func templateClaims() throws -> JSONObject {
        guard template != nil, let bestuur else { return JSONObject() }
        guard let code = OrganisationCode(bestuur) else {
            let isMistyped = bestuur.utf8.count == 10 && bestuur.utf8.allSatisfy { (0x30...0x39).contains($0) }
            throw CommandFailure(
                outcome: .usage,
                message: isMistyped
                    ? "`\(bestuur)` is no KBO number: its last two digits, which check the others, do not fit"
                    : "`\(Terminal.shown(bestuur))` is neither a KBO number nor an OVO code",
                hint: "to put something else into a token, add --claim \(LoketClaims.names.bestuur)=TEXT")
        }
        return LoketClaims.user(of: code, roles: role)
    }

    private func fileClaims() throws -> JSONObject {
        guard let claims else { return JSONObject() }
        guard let object = try json(try InputFile.bytes(claims), in: claims).objectValue else {
            throw CommandFailure(outcome: .badInput, message: "`\(claims)` is no JSON object")
        }
        return object
    }

    private func json(_ text: String, in place: String) throws -> JSONValue { try json(Array(text.utf8), in: place) }

    private func json(_ bytes: [UInt8], in place: String) throws -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "\(place): \(error)")
        }
    }

    private func expiry(_ exp: String, _ now: Instant) throws -> Instant {
        guard let sign = exp.first, sign == "+" || sign == "-" else { return try InstantText.read(exp) }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = exp.last.flatMap({ units[$0] }), let count = Int64(exp.dropFirst().dropLast()),
            (0...1_000_000).contains(count)
        else {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(exp))` is no length of time",
                hint: "for example +30m, +2h, -5m or +1d")
        }
        return now.adding(seconds: (sign == "-" ? -1 : 1) * count * unit)
    }

    private func pair(_ text: String) throws -> (String, String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandFailure(outcome: .usage, message: "`\(Terminal.shown(text))` is not NAME=VALUE")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
