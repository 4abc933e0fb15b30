import Besturen
import JOSE
import Testing

@testable import Gateway

/// What the command line and the board print of a register.
@Suite("The register as JSON")
struct RegisterJSONTests {
    private static let now = Moment(unixSeconds: 1_768_478_400)

    @Test("a dossier has every step of both tracks, with what is waited for and what is overdue")
    func dossier() throws {
        var dossier = OnboardingDossier(id: "D1", name: "AGB", announced: KBONummer("0207437468"))
        for (step, party) in [(OnboardingStep.requestAccess(reference: "T-1"), Party.gebruikersbeheer)] {
            dossier = try dossier.applying(step, by: party, at: Self.now).get()
        }
        let json = RegisterJSON.dossier(dossier, at: Self.now.adding(days: 2))
        #expect(json["state"]?.stringValue == "open" && json["overdue"]?.boolValue == true)
        #expect(json["announced"]?.stringValue == "0207437468" && json["kbo"] == .null)
        let awaited = try #require(json["awaited"]?.arrayValue)
        #expect(awaited.map { $0["step"]?.stringValue } == ["approve", "verify"])
        #expect(awaited[0]["due"] == .null && awaited[1]["due"]?.stringValue == "2026-01-16T12:00:00Z")
        let tracks = try #require(json["tracks"]?.arrayValue)
        #expect(tracks.map { $0["state"]?.stringValue } == ["not-begun", "under-way"])
        #expect(
            tracks[1]["steps"]?.arrayValue?.map { $0["reached"]?.stringValue } == [
                "2026-01-15T12:00:00Z", nil, nil, nil,
            ])
        let refused = try dossier.applying(.refuse(.access, reason: "no"), by: .abb, at: Self.now).get()
        let ended = RegisterJSON.dossier(refused, at: Self.now)
        #expect(ended["state"]?.stringValue == "ended")
        #expect(ended["tracks"]?.arrayValue?[1]["reason"]?.stringValue == "no")
    }

    @Test("the name of a milestone's step is that of the journal")
    func names() {
        for milestone in Milestone.allCases {
            let json = JSONValue.object([
                ("action", "step"), ("step", .string(milestone.stepName)), ("decision", "x"), ("uri", "x"),
                ("reference", "x"), ("ovo", .null), ("type", "gemeente"), ("kbo", "0207437468"),
            ])
            let action = [["decision"], ["uri"], ["reference"], ["ovo", "type"], ["kbo"], []].compactMap { names in
                var members = JSONObject()
                for name in ["action", "step"] + names { members[name] = json[name] }
                return RegisterAction(anyOrder: .object(members))
            }.first
            guard case .step(let step)? = action else {
                Issue.record("no step has the name \(milestone.stepName)")
                continue
            }
            #expect(step.milestone == milestone)
        }
    }

    @Test("a bestuur says what was amended, and a conflict who has the number")
    func bestuur() throws {
        var state = RegisterState()
        let uri = "http://data.lblod.info/id/bestuurseenheden/1"
        let bestuur = try Bestuurseenheid(
            uri: uri, name: "A", type: .gemeente, kbo: KBONummer("0207437468"), status: .actief)
        let other = try Bestuurseenheid(
            uri: uri + "2", name: "B", type: .gemeente, kbo: KBONummer("0207437468"), status: .actief)
        let actions: [(String, RegisterAction)] = [
            (uri, .record(bestuur, source: "list")), (uri, .amend(.viewOnly(["b", "a"]), reason: "x")),
            (other.uri, .record(other, source: "list")),
        ]
        for (number, (subject, action)) in actions.enumerated() {
            try state.apply(
                RegisterEntry(
                    sequence: Int64(number + 1), time: Self.now, actor: "An", party: .loket, subject: subject,
                    action: action))
        }
        let json = RegisterJSON.bestuur(try #require(state.bestuur(uri: uri)), in: state)
        #expect(json["amended"]?.arrayValue?.map(\.compact) == [#"{"view_only":["a","b"]}"#])
        #expect(json["view_only_modules"]?.compact == #"["a","b"]"# && json["dossier"] == .null)
        let conflict = RegisterJSON.conflict(try #require(state.conflicts.first))
        #expect(conflict["number"]?.stringValue == "0207437468" && conflict["between_active"]?.boolValue == true)
        #expect(conflict["holders"]?.arrayValue?.count == 2)
    }

    @Test("an action may be written in any order, and only as what it is")
    func anyOrder() throws {
        func action(_ text: String) throws -> RegisterAction? {
            RegisterAction(anyOrder: try JSONValue.parse(Array(text.utf8)))
        }
        let text = #"{"reason":"x","view_only":["b","a"],"action":"amend"}"#
        #expect(try action(text) == .amend(.viewOnly(["a", "b"]), reason: "x"))
        #expect(RegisterAction(try JSONValue.parse(Array(text.utf8))) == nil, "the journal has one order")
        for wrong in [
            #"{"reason":"x","view_only":["b",1],"action":"amend"}"#,
            #"{"reason":"x","view_only":[],"kbo":null,"action":"amend"}"#,
            #"{"view_only":[],"action":"amend"}"#, #"{"reason":"x","status":"open","action":"amend"}"#, #""amend""#,
        ] {
            #expect(try action(wrong) == nil, "\(wrong)")
        }
    }
}
