import Testing

@testable import Policy

@Suite("A person with a token")
struct TokenPersonTests {
    static func load(
        _ state: TokenClaims.State = .valid, person: String = "{ token: an.jwt, bestuur: { type: gemeente } }",
        expect: String = "{ request: read, decision: allow, by: toezicht }",
        now: String = "now: \"2026-01-15T12:00:00Z\""
    ) -> Result<PolicyTestSuite, DocumentMistakes> {
        let text = """
            suite: S
            \(now)
            people:
              an: \(person)
            requests: { read: GET /submissions/1, page: GET /index.html }
            tests:
              - name: t
                expect:
                  - \(expect)
                  - { request: page, decision: allow }

            """
        let sources = SuiteSources(
            token: { name, file, now in
                guard file == "suite.yaml", name == "an.jwt" else { return .failure(.init("no token \(name)")) }
                guard now == "2026-01-15T12:00:00Z" else { return .failure(.init("a token needs `now`")) }
                return .success(
                    TokenClaims(state: state) { names in
                        #expect(names.roles == "abb_roles")
                        return PrincipalClaims(
                            account: "an", bestuur: "0999999922", doelgroep: "LB",
                            roles: ["ToezichtGebruiker:0999999922", "LoketGebruiker:0999999922"])
                    })
            },
            timeMistake: { $0 == "noon" ? "`noon` is no time" : nil })
        return PolicyTestSuite.load(file: "suite.yaml", text: text, sources: sources)
    }

    @Test("is who the token says, for the bestuur that the register has under its number")
    func valid() throws {
        let policy = try SmallPolicy.load()
        let suite = try Self.load().get()
        #expect(suite.unreachableExpectations(under: policy).isEmpty)
        #expect(suite.run(policy: policy).passed)
        let other = "{ token: an.jwt, bestuur: { type: gemeente, kbo: \"0999999823\" } }"
        let stranger = try Self.load(person: other).get().run(policy: policy)
        #expect(stranger.failures.map(\.failure) == ["expected allow, got deny (bestuur_unknown)"])
        let none = try Self.load(person: "{ token: an.jwt, bestuur: none }").get().run(policy: policy)
        #expect(none.failures.map(\.failure) == ["expected allow, got deny (bestuur_unknown)"])
    }

    @Test(
        "whose time has passed or not come is refused where the token counts, and a suite must expect that",
        arguments: [
            (TokenClaims.State.expired(since: "11:00"), "token_expired", "has expired since 11:00"),
            (.notYetValid(before: "13:00"), "token_not_yet_valid", "is not valid before 13:00"),
        ])
    func times(_ state: TokenClaims.State, _ code: String, _ words: String) throws {
        let policy = try SmallPolicy.load()
        let expected = try Self.load(state, expect: "{ request: read, decision: deny, reason: \(code) }").get()
        #expect(expected.unreachableExpectations(under: policy).isEmpty)
        let result = expected.run(policy: policy)
        #expect(result.passed)
        #expect(result.cells[0].story.hasPrefix("REFUSED  \(code): the token of an \(words)"))
        for other in ["{ request: read, decision: allow }", "{ request: read, decision: deny }"] {
            let unexpected = try Self.load(state, expect: other).get().unreachableExpectations(under: policy)
            #expect(unexpected.map(\.location.line) == [4] && unexpected.allSatisfy { $0.message.contains(words) })
        }
        let wrong = try Self.load(.valid, expect: "{ request: read, decision: deny, reason: \(code) }").get()
        #expect(wrong.run(policy: policy).failures.map(\.failure) == ["expected deny, got allow"])
    }

    @Test(
        "is refused for what the token says already, or when it cannot be read",
        arguments: [
            ("{ token: an.jwt, bestuur: none, roles: [x] }", "a person with a token has no `roles`"),
            ("{ token: an.jwt, bestuur: none, login-right: true }", "a person with a token has no `login-right`"),
            ("{ token: an.jwt }", "a person needs `bestuur`"), ("{ token: bo.jwt, bestuur: none }", "no token bo.jwt"),
            ("{ token: [], bestuur: none }", "`token` must be a text"),
        ])
    func refused(_ person: String, _ words: String) {
        #expect { try Self.load(person: person).get() } throws: { "\($0)".contains(words) }
    }

    @Test("needs a fixed time that is one")
    func now() {
        #expect { try Self.load(now: "now: noon").get() } throws: {
            "\($0)".contains("suite.yaml:2:6: error: `noon` is no time")
        }
        #expect { try Self.load(now: "policy: p.yaml").get() } throws: { "\($0)".contains("a token needs `now`") }
    }
}
