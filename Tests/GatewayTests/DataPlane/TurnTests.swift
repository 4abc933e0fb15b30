import JOSE
import NIOCore
import Testing

@testable import Gateway

/// Nothing here waits for time: a budget of one nanosecond is spent by any one check, and turns come when they are called.
@Suite("The turns of an event loop")
struct TurnTests {
    static let forged = "token_invalid"
    static let known = "module_not_granted"

    static func get(_ path: String, _ token: String? = nil) -> String { TestClient.get(path, token: token) }

    /// A loop with a token that it knows.
    static func loop() throws -> (TestLoop, known: String) {
        let world = try TestLoop(budget: 1)
        let token = try world.goodToken()
        let client = try world.connect()
        try client.send(get("/submissions/first", token))
        #expect(try client.codes() == [Self.known])
        client.close()
        world.endOfTurn()
        return (world, token)
    }

    @Test("check one token each, of all that a connection has sent ahead, and answer in order")
    func oneConnection() throws {
        let (world, _) = try Self.loop()
        let client = try world.connect()
        let tokens = try (0..<5).map { _ in try world.forgedToken() }
        try client.send(
            Self.get("/submissions/1", tokens[0]), Self.get("/nowhere"), Self.get("/submissions/2", tokens[1]),
            Self.get("/submissions/3"), Self.get("/submissions/4", tokens[2]), Self.get("/submissions/5", tokens[3]),
            Self.get("/submissions/6", tokens[4]))
        #expect(try client.codes() == [Self.forged])
        // The end of the turn alone does not bring the next one: the sockets come first.
        world.endOfTurn()
        #expect(try client.codes() == [])
        for expected in ["route_unknown", Self.forged, "token_missing", Self.forged, Self.forged, Self.forged] {
            world.nextTurn()
            #expect(try client.codes() == [expected])
        }
        world.nextTurn()
        #expect(try client.codes() == [])
        #expect(world.context.counted().postponed == 6)
        // Each was checked once, and the good one before.
        #expect(world.context.counted().cacheMisses == 6)
    }

    @Test("let known tokens overtake those that must be checked, however many connections send such")
    func overtaking() throws {
        let (world, known) = try Self.loop()
        let bad = try (0..<20).map { _ in try world.connect() }
        for client in bad { try client.send(Self.get("/submissions/bad", try world.forgedToken())) }
        let good = try world.connect()
        for round in 0..<19 {
            try good.send(Self.get("/submissions/good", known))
            #expect(try good.codes() == [Self.known])
            #expect(try bad.map { try $0.codes().count }.reduce(0, +) == 1, "round \(round)")
            world.nextTurn()
        }
        #expect(world.context.counted().cacheHits == 19)
    }

    @Test("come to those that wait in the order in which they came, one after the other, newcomers last")
    func order() throws {
        let (world, _) = try Self.loop()
        let clients = try (0..<4).map { _ in try world.connect() }
        func ask(_ client: Int, _ name: String) throws {
            try clients[client].send(Self.get("/submissions/\(name)", try world.forgedToken()))
        }
        try ask(0, "a")
        try ask(1, "b")
        try ask(2, "c")
        // The budget is new, but others wait.
        world.endOfTurn()
        try ask(0, "d")
        try ask(3, "e")
        for _ in 0..<4 { world.nextTurn() }
        #expect(try world.audited() == ["first", "a", "b", "c", "d", "e"])
    }

    @Test("check as many tokens as the budget reaches")
    func budget() throws {
        let world = try TestLoop(budget: .max)
        let client = try world.connect()
        let requests = try (0..<12).map { _ in Self.get("/submissions", try world.forgedToken()) }
        try client.send(requests.joined())
        #expect(try client.codes() == Array(repeating: Self.forged, count: 12))
        #expect(world.context.counted().postponed == 0)
    }

    @Test("answer no more than a few requests without tokens for one connection, however much time there is")
    func withoutTokens() throws {
        let world = try TestLoop(budget: .max)
        let client = try world.connect()
        let count = 2 * ClientConnection.requestsPerTurn + 3
        try client.send(String(repeating: Self.get("/nowhere"), count: count))
        for expected in [ClientConnection.requestsPerTurn, ClientConnection.requestsPerTurn, 3, 0] {
            #expect(try client.codes().count == expected)
            world.nextTurn()
        }
    }

    @Test("answer one request of each connection that sends what is refused, when the time is spent")
    func refusals() throws {
        let (world, known) = try Self.loop()
        let clients = try (0..<5).map { _ in try world.connect() }
        for client in clients { try client.send(String(repeating: Self.get("/nowhere"), count: 3)) }
        let good = try world.connect()
        // All have sent something: one each.
        #expect(try clients.map { try $0.codes().count } == [1, 1, 1, 1, 1])
        for turn in 0..<10 {
            try good.send(Self.get("/submissions", known))
            #expect(try good.codes() == [Self.known], "turn \(turn)")
            world.nextTurn()
            #expect(try clients.map { try $0.codes().count }.reduce(0, +) == 1, "turn \(turn)")
        }
    }

    @Test("begin the pause before the next when they end, so that the sockets are looked at in between")
    func pause() throws {
        let (world, _) = try Self.loop()
        let clients = try (0..<3).map { _ in try world.connect() }
        for client in clients {
            try client.send(
                Self.get("/submissions/1", try world.forgedToken()), Self.get("/submissions/2", try world.forgedToken())
            )
        }
        world.endOfTurn()
        #expect(try clients.map { try $0.codes().count }.reduce(0, +) == 1)
        // While something is answered, more time passes than the pause is long.
        for client in clients { client.eachAnswerTakes(.milliseconds(1)) }
        for turn in 0..<5 {
            var answered = 0
            // The next turn comes by itself, some steps of a pause from here.
            for _ in 0..<100 where answered == 0 {
                world.nextTurn()
                answered = try clients.map { try $0.codes().count }.reduce(0, +)
            }
            #expect(answered == 1, "turn \(turn)")
        }
    }

    @Test("do not come sooner for a connection that sends more while it waits, and its reading stops at a head's size")
    func sendingWhileWaiting() throws {
        let (world, known) = try Self.loop()
        let client = try world.connect()
        try client.send(
            Self.get("/submissions/1", try world.forgedToken()), Self.get("/submissions/2", try world.forgedToken()))
        #expect(try client.codes() == [Self.forged])
        try client.send(Self.get("/submissions/3", known))
        try client.send(Self.get("/submissions/4"))
        #expect(try client.codes() == [])
        #expect(!client.connection.readsPaused)
        let rest = world.context.limits.headBytes / Self.get("/nowhere").utf8.count + 1
        try client.send(String(repeating: Self.get("/nowhere"), count: rest))
        #expect(try client.codes() == [] && client.connection.readsPaused)
        for expected in [Self.forged, Self.known, "token_missing", "route_unknown"] {
            world.nextTurn()
            #expect(try client.codes() == [expected])
        }
        // What is left is less than a head may be.
        #expect(!client.connection.readsPaused)
        var answered = 0
        while case let count = try client.codes().count, count > 0 || answered == 0 {
            answered += count
            world.nextTurn()
        }
        #expect(try client.codes().isEmpty && client.isOpen)
    }

    @Test("pass over a connection that has gone, and say in the audit log that it has")
    func goneWhileWaiting() throws {
        let (world, _) = try Self.loop()
        let clients = try (0..<3).map { _ in try world.connect() }
        for (index, client) in clients.enumerated() {
            try client.send(Self.get("/submissions/\(index)", try world.forgedToken()))
        }
        let checked = world.context.counted().cacheMisses
        clients[1].close()
        world.endOfTurn()
        for _ in 0..<3 { world.nextTurn() }
        #expect(try clients[2].codes() == [Self.forged])
        #expect(world.context.counted().cacheMisses == checked + 1)
        #expect(try world.audited() == ["first", "0", "1", "2"])
    }

    @Test("come to requests that have arrived before the gateway stops, which waits for them")
    func draining() throws {
        let (world, _) = try Self.loop()
        let clients = try (0..<3).map { _ in try world.connect() }
        let idle = try world.connect()
        try clients[0].send(Self.get("/submissions/0", try world.forgedToken()))
        try clients[1].send(Self.get("/submissions/1", try world.forgedToken()))
        // It waits between two requests.
        try clients[2].send(String(repeating: Self.get("/nowhere"), count: 2))
        #expect(try clients[2].codes().count == 1)
        let isDrained = world.drain()
        world.endOfTurn()
        #expect(!idle.isOpen && clients[1].isOpen && clients[2].isOpen && !isDrained())
        world.nextTurn()
        world.nextTurn()
        #expect(try clients[1].codes() == [Self.forged])
        #expect(try clients[2].codes() == ["route_unknown"])
        for client in clients { client.close() }
        world.endOfTurn()
        #expect(isDrained())
    }
}
