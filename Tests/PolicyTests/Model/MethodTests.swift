import Testing

@testable import Policy

@Suite("Methods")
struct MethodTests {
    static let named: [(text: String, method: RequestMethod)] = [
        ("GET", .get), ("HEAD", .head), ("OPTIONS", .options), ("POST", .post), ("PUT", .put), ("PATCH", .patch),
        ("DELETE", .delete), ("CONNECT", .connect), ("TRACE", .trace),
    ]

    @Test("a method is read from its token and written as it", arguments: named)
    func reads(_ row: (text: String, method: RequestMethod)) {
        #expect(RequestMethod(row.text) == row.method)
        #expect(row.method.description == row.text)
    }

    @Test(
        "every other token is another method",
        arguments: [
            "", "G", "GE", "get", "Get", "GETS", "GET ", "G\u{45}\u{301}T", "HEADS", "OPTION", "POSTS", "PROPFIND",
            "DELETE\0", "MKCOL", "QUERY", "\0GET", "\0\0PUT", "\0\0\0\0GET", "GET\0\0\0\0", "XXXXXXX", "CONNECTED",
        ])
    func others(_ text: String) {
        #expect(RequestMethod(text) == .other)
    }

    @Test("only GET, HEAD and OPTIONS read")
    func reading() {
        #expect(RequestMethod.allCases.filter(\.isRead) == [.get, .head, .options])
        #expect(RequestMethod.allCases.filter(MethodSet.read.contains) == [.get, .head, .options])
        #expect(!MethodSet.read.admitsWrite)
        #expect(MethodSet.write.admitsWrite)
        #expect(
            RequestMethod.allCases.filter { MethodSet([$0]).admitsWrite } == [.post, .put, .patch, .delete, .other])
    }

    @Test("no set that a policy can write holds CONNECT or TRACE")
    func tunnels() {
        for set in [MethodSet.all, .read, .write, MethodSet(MethodSet.nameable)] {
            #expect(!set.contains(.connect) && !set.contains(.trace))
        }
        #expect(MethodSet.all.members == RequestMethod.allCases.filter { $0 != .connect && $0 != .trace })
    }

    @Test("whoever may GET may HEAD, and not the other way round")
    func head() {
        #expect(MethodSet([.get]).members == [.get, .head])
        #expect(MethodSet([.head]).members == [.head])
        #expect(MethodSet([.post]).members == [.post])
    }

    static let shown: [(set: MethodSet, text: String)] = [
        (.all, "all methods"), (.read, "read"), (.write, "write"), (MethodSet([.get]), "GET HEAD"),
        (MethodSet([.delete, .post]), "POST DELETE"), (MethodSet([.get, .options]), "read"), (MethodSet([]), ""),
        (MethodSet([.other]), "(other)"), (MethodSet.read.union(.write), "all methods"),
    ]

    @Test("a set is shown by its name or its members", arguments: shown)
    func shows(_ row: (set: MethodSet, text: String)) {
        #expect(row.set.description == row.text)
    }
}
