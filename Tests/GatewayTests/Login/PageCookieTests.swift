import Testing

@testable import Gateway

/// Which cookies a page sees in the line that a browser sent.
@Suite("The cookies of a page's request")
struct PageCookieTests {
    @Test("are told apart byte by byte")
    func bytes() {
        let request = PageRequest(
            path: "/", host: "a", cookies: "a=1; b\u{301}=2;c=\u{301}3; d ;\t e = 4 ;a=5;f==;g=\u{FEFF}")
        #expect(request.cookie("b\u{301}") == "2" && request.cookie("c") == "\u{301}3" && request.cookie("d") == nil)
        #expect(request.cookie("e") == "4" && request.cookie("f") == "=" && request.cookie("g") == "\u{FEFF}")
        #expect(request.cookie("a") == nil, "which of two counts would be a guess")
        #expect(request.cookies("a") == ["1", "5"])
        #expect(
            request.cookie("\u{E9}") == nil
                && PageRequest(path: "/", host: "a", cookies: "e\u{301}=1").cookie("\u{E9}") == nil)
    }
}
