import Besturen
import Foundation
import HTTPTypes
import JOSE
import OIDC
import StandIn
import Testing

@testable import Gateway

/// The register as JSON, for programs.
@Suite("The board's interface", .timeLimit(.minutes(5)))
struct BoardInterfaceTests {
    private static let root = "/register/api/v1"

    /// Somebody with all three parties' roles.
    private static func cookie(_ world: BoardWorld, _ roles: [String]) throws -> String {
        let session = try world.session(roles.map { "\($0):OVO999909" }, "OVO999909", "GID")
        return "Cookie: __Host-poort-board=\(try SealedSession.seal(session, as: .board, with: world.ring))\r\n"
    }

    private static let everybody = ["LoketRegisterABB", "LoketRegisterLoket", "LoketRegisterGebruikersbeheer"]

    private static func get(_ world: BoardWorld, _ path: String, _ cookie: String) async throws -> RawClient.Response {
        try await world.ask("GET", root + path, fields: cookie)
    }

    private static func post(
        _ world: BoardWorld, _ path: String, _ body: String, _ cookie: String, type: String = "application/json"
    ) async throws -> RawClient.Response {
        try await world.ask(
            "POST", root + path, fields: cookie + "Origin: \(world.origin)\r\nContent-Type: \(type)\r\n", body: body)
    }

    @Test("leads a bestuur through the procedure, and shows it as the command line does")
    func walk() async throws {
        try await BoardWorld.run { world in
            let cookie = try Self.cookie(world, Self.everybody)
            let opened = try await Self.post(
                world, "/dossiers", #"{"name": "AGB Nieuw", "party": "gebruikersbeheer"}"#, cookie)
            #expect(opened.status == 201, "\(opened.text)")
            let place = try #require(opened["location"])
            let id = try #require(opened.problem?["dossier"]?["id"]?.stringValue)
            #expect(
                place == "\(Self.root)/dossiers/\(id)"
                    && opened.problem?["entry"]?["party"]?.stringValue == "gebruikersbeheer")
            let steps = [
                #""step": "approve", "decision": "BVR 1""#, #""step": "notify-loket""#, #""step": "mint-uri""#,
                #""step": "confirm-kalliope""#, #""reference": "GB-1", "step": "request-access""#, #""step": "verify""#,
                #""step": "report-back", "ovo": null, "type": "autonoom-gemeentebedrijf""#,
                #""step": "connect", "kbo": "0999998239""#,
            ]
            var sequence = try #require(opened.problem?["sequence"]?.numberValue?.integer)
            for step in steps {
                let body = "{\(step), \"expected_sequence\": \(sequence)}"
                let answer = try await Self.post(world, "/dossiers/\(id)/steps", body, cookie)
                #expect(answer.status == 200, "\(step) \(answer.text)")
                // The same once more is on what has changed.
                let again = try await Self.post(world, "/dossiers/\(id)/steps", body, cookie)
                #expect(again.status == 409 && again.code == "journal_moved")
                sequence = try #require(answer.problem?["sequence"]?.numberValue?.integer)
            }
            let dossier = try #require(try world.store.read().state.dossier(id))
            let read = try await Self.get(world, "/dossiers/\(id)", cookie)
            #expect(read.problem?["dossier"] == RegisterJSON.dossier(dossier, at: Moment(unixSeconds: 0)))
            let uuid = try #require(dossier.uri?.split(separator: "/").last)
            let bestuur = try await Self.get(world, "/besturen/\(uuid)", cookie)
            #expect(bestuur.problem?["bestuur"]?["dossier"]?.stringValue == id)
            let amended = try await Self.post(
                world, "/besturen/\(uuid)/amendments",
                "{\"name\": \"AGB Nieuwer\", \"reason\": \"naam\", \"expected_sequence\": \(sequence)}", cookie)
            #expect(amended.status == 200 && amended.problem?["bestuur"]?["name"]?.stringValue == "AGB Nieuwer")
            let journal = try await Self.get(world, "/journal?subject=\(id)&limit=3", cookie)
            #expect(journal.problem?["entries"]?.arrayValue?.count == 3)
            let next = try #require(journal.problem?["next"]?.numberValue?.integer)
            let rest = try await Self.get(world, "/journal?subject=\(id)&limit=200&after=\(next)", cookie)
            #expect(rest.problem?["entries"]?.arrayValue?.count == 6 && rest.problem?["next"] == .null)
        }
    }

    @Test("lists in parts that join, and knows conflicts")
    func lists() async throws {
        try await BoardWorld.run { world in
            let cookie = try Self.cookie(world, ["LoketRegisterLezer"])
            var uris: [String] = []
            var after = ""
            repeat {
                let part = try await Self.get(
                    world, "/besturen?limit=5\(after.isEmpty ? "" : "&after=\(FormCoding.encode(after))")", cookie)
                uris += part.problem?["besturen"]?.arrayValue?.compactMap { $0["uri"]?.stringValue } ?? []
                after = part.problem?["next"]?.stringValue ?? ""
            } while !after.isEmpty
            #expect(uris == (try world.store.read().state.besturen.map(\.uri)))
            let conflicts = try await Self.get(world, "/conflicts", cookie)
            #expect(conflicts.problem?["conflicts"]?.arrayValue?.first?["number"]?.stringValue == "0999998338")
            #expect(try await Self.get(world, "/besturen/dubbel-0", cookie).status == 200)
            #expect(try await Self.get(world, "/besturen/none", cookie).code == "bestuur_unknown")
        }
    }

    private static let wrong: [(path: String, body: String, answer: String)] = [
        ("/dossiers", "", "400 body_malformed"), ("/dossiers", "[]", "400 body_malformed"),
        ("/dossiers", #"{"name": "a", "name": "b"}"#, "400 body_malformed"),
        ("/dossiers", #"{"name": "a", "x": 1}"#, "400 body_malformed"),
        ("/dossiers", #"{"name": 1}"#, "400 body_malformed"),
        ("/dossiers", #"{"name": "a", "action": "record"}"#, "400 body_malformed"),
        ("/dossiers", #"{"name": "a", "party": "viewer"}"#, "400 body_malformed"),
        ("/dossiers", #"{"name": "a", "party": "loket"}"#, "422 field_invalid"),
        ("/dossiers", #"{"name": " "}"#, "422 name_missing"),
        ("/dossiers", #"{"name": "85.07.30-033.28"}"#, "422 text_invalid"),
        ("/dossiers", #"{"name": "a", "announced": "0999998831"}"#, "422 field_invalid"),
        ("/dossiers/D999/steps", #"{"step": "verify", "expected_sequence": 0}"#, "404 dossier_unknown"),
        ("/dossiers/D1/steps", #"{"step": "verify"}"#, "400 body_malformed"),
        ("/dossiers/D1/steps", #"{"step": "verify", "expected_sequence": -1}"#, "400 body_malformed"),
        ("/dossiers/D1/steps", #"{"step": "verify", "expected_sequence": 1e400}"#, "400 body_malformed"),
        (
            "/dossiers/D1/steps", #"{"step": "mint-uri", "uri": "http://evil.example/1", "expected_sequence": 0}"#,
            "422 field_invalid"
        ),
        (
            "/dossiers/D1/steps", #"{"action": "amend", "name": "x", "reason": "y", "expected_sequence": 0}"#,
            "400 body_malformed"
        ),
        ("/besturen/none/amendments", #"{"name": "x", "reason": "y", "expected_sequence": 0}"#, "404 bestuur_unknown"),
        (
            "/besturen/dubbel-0/amendments", #"{"name": "x", "reason": "", "expected_sequence": 13}"#,
            "422 reason_missing"
        ),
        (
            "/besturen/dubbel-0/amendments", #"{"name": "x", "reason": "y", "expected_sequence": 1}"#,
            "409 journal_moved"
        ),
        (
            "/besturen/dubbel-0/merger",
            #"{"into": "http://data.lblod.info/id/bestuurseenheden/dubbel-0", "reason": "y", "expected_sequence": 13}"#,
            "409 merger_in_circle"
        ),
        ("/conflicts", "{}", "405 method_not_allowed"), ("/dossiers?x=1", #"{"name": "a"}"#, "400 parameter_invalid"),
    ]

    @Test("says by code what is wrong with what it is sent, and does nothing of it")
    func wrong() async throws {
        try await BoardWorld.run { world in
            let cookie = try Self.cookie(world, ["LoketRegisterABB"])
            let head = try world.store.head()
            for (path, body, expected) in Self.wrong {
                let answer = try await Self.post(world, path, body, cookie)
                #expect("\(answer.status) \(answer.code ?? "")" == expected, "\(path) \(body) \(answer.text)")
                #expect(answer["content-type"] == "application/problem+json" && answer.problem?["detail_nl"] != nil)
            }
            for type in ["text/plain", "application/x-www-form-urlencoded", ""] {
                let answer = try await Self.post(world, "/dossiers", #"{"name": "a"}"#, cookie, type: type)
                #expect(answer.code == "media_type_unsupported", "\(type)")
            }
            for path in [
                "/dossiers?limit=0", "/dossiers?limit=201", "/dossiers?limit=1&limit=2", "/dossiers?state=x",
                "/dossiers?overdue=yes", "/journal?after=-1", "/journal?after=1000000000000000", "/journal?after=x",
            ] {
                #expect(try await Self.get(world, path, cookie).code == "parameter_invalid", "\(path)")
            }
            #expect(try await Self.get(world, "/dossiers?after=D77", cookie).code == "dossier_unknown")
            let deleted = try await world.ask(
                "DELETE", Self.root + "/dossiers", fields: cookie + "Origin: \(world.origin)\r\n")
            #expect(deleted.status == 405 && deleted["allow"] == "GET, HEAD, POST")
            let viewer = try await Self.post(
                world, "/dossiers", #"{"name": "a"}"#, try Self.cookie(world, ["LoketRegisterLezer"]))
            #expect(viewer.status == 403 && viewer.code == "step_not_for_party")
            #expect(try world.store.head() == head)
        }
    }

    @Test("serves the document that is in the checkout, which names every address that there is")
    func document() async throws {
        try await BoardWorld.run { world in
            let served = try await Self.get(world, "/openapi.json", try Self.cookie(world, ["LoketRegisterLezer"]))
            let file = StandInLogin.checkout.appending(path: "Schemas/register-api.json")
            #expect(served.body == Array(try Data(contentsOf: file)))
            let document = try JSONValue.parse(served.body)
            let paths = try #require(document["paths"]?.objectValue)
            for name in paths.names {
                let path = name.replacing("{id}", with: "D1").replacing("{uuid}", with: "x")
                let resource = try #require(BoardInterface.Resource(path), "\(name)")
                let named = Set((paths[name]?.objectValue?.names ?? []).filter { $0 != "parameters" })
                #expect(
                    named == Set(resource.methods.filter { $0 != .head }.map { $0.rawValue.lowercased() }), "\(name)")
                let parameters = paths[name]?["get"]?["parameters"]?.arrayValue ?? []
                #expect(Set(parameters.compactMap { $0["name"]?.stringValue }) == resource.parameters, "\(name)")
            }
            #expect(paths.names.count == 10)
        }
    }
}
