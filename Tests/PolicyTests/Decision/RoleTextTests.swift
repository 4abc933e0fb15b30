import Besturen
import Testing

@testable import Policy

/// One value of the roles claim, and for whom it holds.
@Suite("The text of a role value")
struct RoleTextTests {
    static let organisation = "OVO000901"

    struct Case: Sendable, CustomTestStringConvertible {
        var value: String
        var name: String
        var holds: Bool

        init(_ value: String, _ name: String = "Role", holds: Bool) {
            self.value = value
            self.name = name
            self.holds = holds
        }

        var testDescription: String { value.debugDescription }
    }

    /// For another organisation, or for none: it does not count.
    static let foreignValues = [
        "Role:OVO000902", "Role:OVO00090", "Role:OVO0009011", "Role:0VO000901", "Role:ovo000901", "Role:OVO000901x",
        "Role:xOVO000901", "Role:OVO 000901", "Role:", "Role::", "Role: ", "Role:,", "Role:,,,", "Role: , ,",
        "Role::OVO000901", "Role:OVO000901:", "Role:OVO000901:OVO000901", "Role:OVO000902:OVO000901",
        "Role:Role:OVO000901", "Role:OVO000902,OVO000903", "Role:OVO000902, OVO000903, OVO000904",
        "Role:OVO000901;OVO000902", "Role:OVO000902;OVO000901", "Role:OVO000902|OVO000901", "Role:OVO000902 OVO000901",
        "Role:OVO000902\u{FF0C}OVO000901", "Role:OVO000902\u{60C}OVO000901", "Role:OVO000902\nOVO000901",
        "Role:\tOVO000901", "Role:OVO000901\t", "Role:\u{A0}OVO000901", "Role:OVO000901\u{2003}",
        "Role:OVO000901\0", "Role:\0OVO000901", "Role:OVO000901\r\n", "Role:\"OVO000901\"", "Role:[OVO000901]",
        "Role:*", "Role:OVO*", "Role:%", "Role:OVO000901/..",
        "Role:OVO\u{FF10}\u{FF10}\u{FF10}\u{FF19}\u{FF10}\u{FF11}",
        "Role:\u{41E}VO000901", "Role:OVO000901\u{301}", "Role:OVO000901\u{200B}", "Role:\u{FEFF}OVO000901",
        "Role:OVO000902,OVO000901x,xOVO000901", "Role:null", "Role:OVO00090\u{661}",
    ].map { Case($0, holds: false) }

    static let heldValues = [
        Case("Role", holds: true), Case("Role:OVO000901", holds: true), Case("Role: OVO000901", holds: true),
        Case("Role:OVO000901 ", holds: true), Case("Role:   OVO000901   ", holds: true),
        Case("Role:OVO000901,OVO000902", holds: true), Case("Role:OVO000902, OVO000901", holds: true),
        Case("Role:OVO000902,OVO000903,OVO000901", holds: true),
        Case("Role:OVO000902 , OVO000901 , OVO000903", holds: true),
        Case("Role:,OVO000901", holds: true), Case("Role:OVO000901,", holds: true),
        Case("Role:OVO000901,OVO000901", holds: true), Case("Role:x:y,OVO000901", holds: true),
    ]

    /// The name is what stands in front of the first colon, to the letter.
    static let nameValues = [
        Case("", "", holds: true), Case(":", "", holds: false), Case(":OVO000901", "", holds: true),
        Case(" Role:OVO000901", " Role", holds: true), Case("Role :OVO000901", "Role ", holds: true),
        Case("role:OVO000901", "role", holds: true), Case("ROLE", "ROLE", holds: true),
        Case("Role\u{FF1A}OVO000901", "Role\u{FF1A}OVO000901", holds: true),
        Case("Role\u{A789}OVO000901", "Role\u{A789}OVO000901", holds: true),
        Case("Role,OVO000901", "Role,OVO000901", holds: true), Case("Role;OVO000901", "Role;OVO000901", holds: true),
        Case("Role\0:OVO000901", "Role\0", holds: true), Case("R\u{F4}le:OVO000901", "R\u{F4}le", holds: true),
        Case("Ro\u{302}le:OVO000901", "Ro\u{302}le", holds: true),
        Case("Role OVO000901", "Role OVO000901", holds: true),
    ]

    static func read(_ value: String, for organisation: String = organisation) -> (name: [UInt8], holds: Bool) {
        let role = RoleValue(value.utf8Span.span, organisation: organisation.utf8Span.span)
        return (Array(value.utf8.prefix(role.nameLength)), role.holds)
    }

    @Test("does not hold when its organisations do not name the chosen one, to the letter", arguments: foreignValues)
    func foreign(_ value: Case) {
        let read = Self.read(value.value)
        #expect(!read.holds && read.name == Array(value.name.utf8))
    }

    @Test("holds when it names no organisation, or the chosen one among others", arguments: heldValues)
    func held(_ value: Case) {
        let read = Self.read(value.value)
        #expect(read.holds && read.name == Array(value.name.utf8))
    }

    @Test("is cut at its first colon and nowhere else", arguments: nameValues)
    func name(_ value: Case) {
        let read = Self.read(value.value)
        #expect(read.name == Array(value.name.utf8) && read.holds == value.holds)
    }

    @Test("never holds for an organisation without a code, unless it names none")
    func noOrganisation() {
        for value in ["Role:", "Role:,", "Role: ", "Role:OVO000901", "Role:,,"] {
            #expect(!Self.read(value, for: "").holds)
        }
        #expect(Self.read("Role", for: "").holds)
    }

    @Test("is read in a time that grows with its length alone")
    func long() {
        // A comma list of a thousand organisations, in which ours is last, absent, or only begun.
        let others = (0..<1_000).map { "OVO\(100_000 + $0)" }.joined(separator: ",")
        #expect(Self.read("Role:\(others),OVO000901").holds)
        #expect(!Self.read("Role:\(others)").holds && !Self.read("Role:\(others),OVO00090").holds)
        #expect(!Self.read("Role:" + String(repeating: " ", count: 10_000)).holds)
        #expect(!Self.read("Role:" + String(repeating: ",", count: 10_000)).holds)
        #expect(!Self.read("Role" + String(repeating: ":", count: 10_000)).holds)
    }

    @Test("says the same as a plain reading of it, for ten thousand made-up values")
    func compared() {
        var random = SeededGenerator(state: 3)
        let pieces = ["Role", ":", ",", " ", "OVO000901", "OVO000902", "\t", "0", "\u{E9}", ";", "OVO00090", "1", ""]
        for _ in 0..<10_000 {
            let value = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let read = Self.read(value)
            let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            #expect(read.name == Array(parts[0].utf8))
            let items =
                parts.count == 1
                ? nil
                : parts[1].split(separator: ",").map { item in
                    let bytes = item.utf8.drop { $0 == 0x20 }
                    return String(bytes.reversed().drop { $0 == 0x20 }.reversed().map { Character(UnicodeScalar($0)) })
                }
            // The organisation is ASCII, so that comparing letter by letter is comparing bytes.
            #expect(read.holds == (items?.contains(Self.organisation) ?? true), "\(value.debugDescription)")
        }
    }
}

/// What the values of a whole claim open.
@Suite("The roles of a person")
struct RoleClaimTests {
    static let other = Given.kbo(2)

    static func principal(_ roles: [String]) throws -> Principal {
        try Given.principal(try Given.load(Given.policy), roles)
    }

    static let own = Given.kbo(1)

    @Test(
        "open nothing when they only look like a role that is known",
        arguments: [
            "toezicht", "TOEZICHT", "Toezicht ", " Toezicht", "Toezicht\0", "Toezicht\u{200B}", "T\u{43E}ezicht",
            "Toezi\u{441}ht", "\u{422}oezicht", "Toezicht\u{301}", "\u{FF34}oezicht", "Toezicht.", "Toezicht\n",
            "\u{FEFF}Toezicht", "Toezich", "Toezichtt", "Toezicht,Login", "Login Toezicht", "", "*", "Toezicht\u{AD}",
            "Toezicht\u{FF1A}\(own)",
        ])
    func lookAlikes(_ role: String) throws {
        for suffix in ["", ":\(Self.own)"] {
            let principal = try Self.principal(["Login", role + suffix])
            #expect(principal.heldRoles == ["Login"] && principal.rolesForOtherBestuur == [])
            #expect(principal.ignoredRoles == [role])
        }
    }

    @Test(
        "open nothing when they are held for others alone",
        arguments: [
            ["Toezicht:\(other)"], ["Toezicht:\(other), OVO000901"], ["Toezicht:"], ["Toezicht:,"],
            ["Toezicht:\(other):\(own)"], ["Toezicht:\(own):\(other)"], ["Toezicht:\(other)", "Toezicht:OVO000901"],
            ["Toezicht: \(own)\t"], ["Toezicht:\(own.dropFirst())"],
        ])
    func others(_ roles: [String]) throws {
        let policy = try Given.load(Given.policy)
        let principal = try Given.principal(policy, ["Login"] + roles)
        #expect(principal.heldRoles == ["Login"] && principal.rolesForOtherBestuur == ["Toezicht"])
        let decision = policy.decide(.principal(principal), request: Given.request("GET /submissions/1"))
        #expect(decision.denial?.refusals.map(\.code) == [.roleForOtherBestuur])
    }

    @Test("open what one of them opens, whatever stands beside it")
    func beside() throws {
        for role in ["Toezicht", "Toezicht:\(Self.own)", "Toezicht:\(Self.other), \(Self.own)"] {
            for roles in [[role], ["Toezicht:\(Self.other)", role], [role, "Toezicht:"], ["x", "", ":", role, role]] {
                let principal = try Self.principal(["Login"] + roles)
                #expect(principal.heldRoles == ["Login", "Toezicht"] && principal.rolesForOtherBestuur == [])
            }
        }
    }

    @Test("give no right to log in when that is held for another organisation")
    func loginRight() throws {
        for role in ["Login:\(Self.other)", "Login:", "login", "Login "] {
            #expect(try !Self.principal([role]).hasLoginRight)
        }
        #expect(try Self.principal(["Login"]).hasLoginRight && Self.principal(["Login:\(Self.own)"]).hasLoginRight)
    }

    @Test("may be hundreds, unknown and repeated, and still open only what is known")
    func many() throws {
        let unknown = (0..<512).map { "Unknown\($0 % 100):\(Self.own)" }
        let principal = try Self.principal(unknown + ["Login", "Toezicht"] + unknown)
        #expect(principal.heldRoles == ["Login", "Toezicht"])
        #expect(principal.ignoredRoles.count == 100, "each name once")
    }

    @Test("are compared by bytes, not as Unicode would")
    func canonicalEquivalence() throws {
        let policy = try Given.load(
            Given.policy.replacing(
                "elders: { label: Elders, role: Elders", with: "elders: { label: Elders, role: KB.Rol"))
        let kelvin = "\u{212A}B.Rol"
        #expect(kelvin == "KB.Rol", "the same text to Swift")
        #expect(try Given.principal(policy, [kelvin]).heldRoles == [])
        #expect(try Given.principal(policy, ["KB.Rol"]).heldRoles == ["KB.Rol"])
    }
}
