import JOSE
import Testing

@testable import StandIn

@Suite("A store of values that expire")
struct ExpiringStoreTests {
    private static let now = Instant(unixSeconds: Int64(1_800_000_000))

    @Test("forgets at the very second, gives what is taken once, and keeps to its limit")
    func limits() throws {
        let store = ExpiringStore<Int>(lifetime: 10, limit: 3)
        let first = try store.add(1, at: Self.now)
        #expect(first.utf8.count == 43)
        #expect(store.value(first, at: Self.now.adding(seconds: 9)) == 1)
        #expect(store.value(first, at: Self.now.adding(seconds: 10)) == nil)
        #expect(store.update(first, at: Self.now) { $0 += 1 } != nil && store.value(first, at: Self.now) == 2)
        #expect(store.take(first, at: Self.now) == 2 && store.take(first, at: Self.now) == nil)
        let keys = try (0..<5).map { try store.add($0, at: Self.now) }
        #expect(keys.map { store.value($0, at: Self.now) } == [nil, nil, 2, 3, 4])
        #expect(store.all(at: Self.now).map(\.value) == [2, 3, 4])
    }

    @Test("takes a key once while it counts")
    func once() {
        let store = ExpiringStore<Void>(lifetime: 10)
        let later = Self.now.adding(seconds: 10)
        #expect(store.insert((), under: "k", until: later, at: Self.now))
        #expect(!store.insert((), under: "k", until: later, at: Self.now))
        #expect(store.insert((), under: "k", until: later.adding(seconds: 1), at: later))
    }
}
