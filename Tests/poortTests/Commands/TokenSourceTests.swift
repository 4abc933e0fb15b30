import Foundation
import Testing

@Suite("Where poort takes a token from")
struct TokenSourceTests {
    static let options = ["token", "verify", "--jwks", "p-256.jwks.json"] + TokenCommandTests.now

    @Test("is a file, standard input or the environment")
    func sources() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        try shop.write("token", token + "\n")
        for (more, input) in [(["token"], ""), (["-"], token + "\n"), ([], token), ([], token + "\r\n")] {
            let result = try shop.run(Self.options + more, input: input)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        }
        let environment = try CommandLineTool.run(
            Self.options + ["--env", "THE_TOKEN"], in: shop.folder, environment: ["THE_TOKEN": token])
        #expect(environment.status == 0 && environment.errors.isEmpty)
        #expect(try shop.run(Self.options + ["--env", "NO_SUCH_VARIABLE_HERE"]).status == 66)
        #expect(try shop.run(Self.options + ["--env", "HOME", "token"]).status == 64)
        for missing in ["missing", ".", "missing.jwt", "a.b.c", "ey"] {
            let result = try shop.run(Self.options + [missing])
            #expect(result.status == 66, "\(missing)")
        }
    }

    @Test("may be the argument list, with a warning", arguments: ["", "Bearer ", "Authorization: Bearer "])
    func argument(_ prefix: String) throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let result = try shop.run(Self.options + [prefix + (try shop.token("p-256"))])
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            result.errors.hasPrefix("warning: a token on the argument list can be read by everybody on this machine"))
        #expect(result.errors.contains("note: ") == !prefix.isEmpty)
    }

    @Test(
        "is read without what people copy along, and what was left out is said",
        arguments: [
            (" ", "", "white space"), ("", " \n", "white space"), ("\n\n\t", "\n\n", "white space"),
            ("Bearer ", "", "`Bearer`"), ("bearer  ", "", "`Bearer`"), ("BEARER\t", "", nil),
            ("Authorization: Bearer ", "\r\n", "`Authorization:`, `Bearer`"),
            ("authorization:bearer ", "", "`Authorization:`, `Bearer`"), ("\"", "\"", "quotes"), ("'", "'\n", "quotes"),
            ("\"Bearer ", "\"", "quotes, `Bearer`"), ("\u{FEFF}", "", "a byte order mark"), ("Bearer", "", nil),
            ("Basic ", "", nil), ("\"", "", nil), (",", "", nil), ("Bearer Bearer ", "", nil),
        ])
    func pasted(_ before: String, _ after: String, _ leftOut: String?) throws {
        let shop = try Workshop()
        try shop.key("p-256")
        let token = try shop.token("p-256")
        let result = try shop.run(Self.options, input: before + token + after)
        if let leftOut {
            #expect(result.status == 0, "\(result.output)")
            #expect(
                result.errors == "note: judged without what stood around the token: \(leftOut)\n")
        } else {
            #expect(result.status == 3, "\(result.output)")
        }
    }
}
