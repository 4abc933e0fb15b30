import Foundation
import Testing

@testable import Policy

@Suite("A dispatcher that is imported")
struct DispatcherFileTests {
    static let text = #"""
        defmodule Dispatcher do
          use Matcher

          define_accept_types [
            html: ["text/html", "application/xhtml+html"],
            json: ["application/json", "application/vnd.api+json"],
            any: ["*/*"]
          ]

          define_layers([:services, :frontend, :not_found])

          @json %{ accept: %{ json: true } }
          @dashboard %{ reverse_host: ["dashboard" | _rest], accept: %{ html: true } }

          # match "/themes/*path" do
          #   forward conn, path, "http://resource/themes/"
          # end

          options "/*_path", _ do
            conn
            |> Plug.Conn.put_resp_header("access-control-allow-methods", "*")
            |> send_resp(200, "{ \"message\": \"ok\" }")
          end

          ###############
          # Letters
          ###############
          match "/letters/*path", @json do
            Proxy.forward conn, path, "http://cache/letters/"
          end
          get "/letters/:id/print" do
            forward(conn, [], "http://printer/letters/" <> id <> "/print")
          end
          post "/stamps", %{ layer: :services }, do: forward(conn, [], "http://stamps:8080/")

          match "/sessions/*path", %{ reverse_host: ["dashboard" | _rest] } do
            forward conn, path, "http://login-dashboard/sessions/"
          end
          delete "/drawers/*path", %{host: "api.example.org", accept: [:json, :any]} do
            if conn.assigns.admin do
              forward conn, path, "http://resource/drawers/"
            else
              send_resp(conn, 403, "no")
            end
          end
          match "/*_path", @dashboard do
            forward conn, [], "http://dashboard/index.html"
          end
          match "/*_", %{ last_call: true } do
            send_resp( conn, 404, "Route not found.  See config/dispatcher.ex" )
          end
        end
        """#

    static func read(_ text: String) -> DispatcherFile { DispatcherFile(file: "dispatcher.ex", text: text) }

    /// A dispatcher with these rules.
    static func rules(_ text: String) -> DispatcherFile {
        read("defmodule Dispatcher do\n  use Matcher\n\(text)\nend\n")
    }

    @Test("gives its rules with path, methods, host, content, layer, service and the part of the file")
    func rules() {
        let file = Self.read(Self.text)
        #expect(file.mistakes.isEmpty && file.notes.isEmpty, "\(file.mistakes) \(file.notes)")
        let shown = file.rules.map { rule in
            "\(rule.line) \(rule.methods) \(rule.pattern) \(rule.host) \(rule.accepts) \(rule.action) \(rule.section ?? "-")"
        }
        let board = "labels([\"dashboard\"], more: true)"
        #expect(
            shown == [
                "19 OPTIONS /** any [] unclear -",
                "28 all methods /letters/** any [\"json\"] forward(service: \"cache\") Letters",
                "31 GET HEAD /letters/:id/print any [] forward(service: \"printer\") Letters",
                "34 POST /stamps any [] forward(service: \"stamps\") Letters",
                "36 all methods /sessions/** \(board) [] forward(service: \"login-dashboard\") Letters",
                "39 DELETE /drawers/** labels([\"api\", \"example\", \"org\"], more: false) [\"any\", \"json\"] unclear Letters",
                "46 all methods /** \(board) [\"html\"] forward(service: \"dashboard\") Letters",
                "49 all methods /** any [] respond(status: \"404\") Letters",
            ], "\(shown.joined(separator: "\n"))")
    }

    @Test(
        "is read in the older form of Plug.Router too",
        arguments: [
            (#"match _ do send_resp( conn, 404, "no" ) end"#, "all methods /** any respond(status: \"404\")"),
            (
                #"get "/a/:id", host: "foo." do Proxy.forward conn, [], "http://a/" end"#,
                "GET HEAD /a/:id labels([\"foo\"], more: true) forward(service: \"a\")"
            ),
            (
                #"match "/a", via: [:get, :post] do forward conn, [], "http://a/" end"#,
                "GET HEAD POST /a any forward(service: \"a\")"
            ),
            (#"match("/a/*path", _, do: Proxy.forward(conn, path, "http://a/"))"#, "all methods /a/** any unclear"),
            (
                #"get "/:id/:id" do forward conn, [], "https://a.b:80/x" end"#,
                "GET HEAD /:id/:id2 any forward(service: \"a.b\")"
            ),
            (#"get "*path", _ do forward conn, path, "http://a/" end"#, "GET HEAD /** any forward(service: \"a\")"),
            (#"get "/a", %{} do forward conn, [], "http://#{x}/" end"#, "GET HEAD /a any unclear"),
            (#"get "/a" do forward conn, [], url() end"#, "GET HEAD /a any unclear"),
            (#"get "/a" do forward conn, admin!(conn) && path, "http://a/" end"#, "GET HEAD /a any unclear"),
            (#"get "/a" do forward conn, check(path), "http://a/" end"#, "GET HEAD /a any unclear"),
            (#"get "/a" do IO.inspect(conn)\n forward conn, [], "http://a/" end"#, "GET HEAD /a any unclear"),
        ])
    func plug(_ rule: String, _ expected: String) throws {
        let file = Self.rules("  " + rule.replacingOccurrences(of: "\\n", with: "\n"))
        let found = try #require(file.rules.first, "\(file.mistakes) \(file.notes)")
        #expect("\(found.methods) \(found.pattern) \(found.host) \(found.action)" == expected)
        #expect(file.rules.count == 1)
    }

    @Test(
        "leaves out what it cannot place, and says so with the line",
        arguments: [
            (#"get path() do forward conn, [], "http://a/" end"#, "the path of this rule is not written out"),
            (#"get "/a/" <> x do forward conn, [], "http://a/" end"#, "the path of this rule is not written out"),
            (#"get "/a/#{x}" do forward conn, [], "http://a/" end"#, "the path of this rule is not written out"),
            (
                #"get "/a/*path/b" do forward conn, [], "http://a/" end"#,
                "path `/a/*path/b` cannot be written in a policy"
            ),
            (#"get "/a/" do forward conn, [], "http://a/" end"#, "path `/a/` cannot be written in a policy"),
            (#"get "/a b" do forward conn, [], "http://a/" end"#, "cannot be written in a policy"),
            (
                #"get "/a", options() do forward conn, [], "http://a/" end"#,
                "the options of this rule are worked out by code"
            ),
            (
                #"get "/a", %{ host: "*.x.org" } do forward conn, [], "http://a/" end"#,
                "the host of this rule cannot be written"
            ),
            (
                #"get "/a", %{ host: ["org", "x", sub | _] } do forward conn, [], "http://a/" end"#,
                "the host of this rule cannot be written"
            ),
            (#"get "/a", %{ layer: :nowhere } do forward conn, [], "http://a/" end"#, "layer `nowhere` is not among"),
            (
                #"get "/a", %{ frobnicate: true } do forward conn, [], "http://a/" end"#,
                "option `frobnicate` of this rule is not known"
            ),
            (
                #"get "/a", @later do forward conn, [], "http://a/" end"#,
                "`@later` is not written out in this file before"
            ),
            ("frobnicate :x\n  get \"/a\" do forward conn, [], \"http://a/\" end", "`frobnicate` is not known here"),
        ])
    func notes(_ rule: String, _ words: String) {
        let file = Self.rules("  get \"/z\" do forward conn, [], \"http://z/\" end\n  " + rule)
        #expect(file.mistakes.isEmpty, "\(file.mistakes)")
        #expect(file.notes.contains { $0.message.contains(words) && $0.location.line == 4 }, "\(file.notes)")
        #expect(file.rules.first?.pattern.description == "/z")
    }

    @Test("with an option that nobody knows are unclear: what they forward may be less than they match")
    func unknownOption() {
        let file = Self.rules(#"  get "/a", %{ frobnicate: true } do forward conn, [], "http://a/" end"#)
        #expect(file.rules.map(\.action) == [.unclear], "\(file.rules)")
    }

    @Test(
        "is refused with the place when it cannot be read to its end",
        arguments: [
            ("", "1:1: error: this is no dispatcher"),
            ("# defmodule Dispatcher do\n", "1:1: error: this is no dispatcher"),
            ("defmodule Dispatcher\n", "1:1: error: `defmodule` has no `do`"),
            ("defmodule Dispatcher do\n", "1:1: error: the module that begins here is never ended"),
            ("defmodule Dispatcher do\nend\n", "1:1: error: the dispatcher has no rules"),
            (
                "defmodule D do\n  get \"/a\" do\n    forward conn, [], \"http://a/\"\n",
                "2:3: error: this rule is never ended"
            ),
            ("defmodule D do\n  get \"/a\n  b\" do\n end", "1:1: error: the module that begins here is never ended"),
            ("defmodule D do\n  get \"/a do\n  end\nend\n", "2:7: error: this text is never closed"),
            ("defmodule D do\n  get \"/#{a\n  end\nend\n", "2:7: error: this text is never closed"),
            ("defmodule D do\n  @x ~s|a\nend\n", "2:6: error: this text is never closed"),
            ("defmodule D do\n  @doc \"\"\"\n  text\nend\n", "2:8: error: this text is never closed"),
            ("defmodule D do\n  get \"/a\"\nend\n", "2:3: error: this rule has no `do`"),
            (
                "defmodule D do\n  def x do\n    if y do\n  end\nend\n",
                "1:1: error: the module that begins here is never ended"
            ),
        ])
    func refused(_ text: String, _ words: String) {
        let mistakes = Self.read(text).mistakes.map(\.description)
        #expect(mistakes.first?.hasPrefix("dispatcher.ex:\(words)") == true, "\(mistakes)")
    }

    @Test("has bounds: in bytes, in rules, and in how deep values nest")
    func bounds() {
        let long = Self.rules(String(repeating: "#", count: 2 << 20))
        #expect(long.mistakes.first?.message.contains("is larger than") == true)
        let rule = "get \"/a\" do forward conn, [], \"http://a/\" end\n"
        let many = Self.rules(String(repeating: rule, count: DispatcherFile.maximumRules + 1))
        #expect(many.mistakes.first?.message.contains("more than 1000 rules") == true)
        for (open, close) in [("[", "]"), ("%{ a: ", "}")] {
            let deep = String(repeating: open, count: 50_000) + String(repeating: close, count: 50_000)
            #expect(Self.rules("get \"/a\", \(deep) do x end").mistakes.first?.message.contains("nest deeper") == true)
        }
        let blocks =
            "def a do\n" + String(repeating: "if b do\n", count: 50_000) + String(repeating: "end\n", count: 50_000)
        #expect(Self.rules(blocks + "end\n" + rule).rules.count == 1)
    }

    @Test("is read to its end whatever it holds")
    func anything() {
        var generator = SeededGenerator(state: 3)
        let words = [
            "get", "match", "\"/a\"", "do", "end", ",", "%{", "}", "[", "]", "(", ")", "host:", "accept:", ":json",
            "@x", "|",
            "|>", "fn", "->", "\n", "forward", "conn", "\"http://a/\"", "<>", "do:", "_", "#{", "\"", "'", "~s|", "?",
            "#", "\\",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...30, using: &generator)
            let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            let file = Self.rules(text)
            #expect(file.rules.count <= count)
            guard file.mistakes.isEmpty else { continue }
            let draft = PolicyDraft.make(
                dispatcher: .init(
                    file: "d.ex",
                    text: "defmodule D do\n\(text)\nget \"/z\" do forward conn, [], \"http://z/\" end\nend\n"),
                rules: nil, roles: nil)
            if case .failure(let failure) = draft {
                #expect(
                    failure.mistakes.allSatisfy { !$0.message.contains("no policy can be made") }, "\(text): \(failure)"
                )
            }
        }
    }
}
