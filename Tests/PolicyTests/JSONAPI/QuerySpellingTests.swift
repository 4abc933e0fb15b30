import Testing

@testable import Policy

/// The attacker's table: a query that some reader behind the gateway could take for more than was judged.
@Suite("A query that can be read in two ways")
struct QuerySpellingTests {
    static let ambiguous = [
        // The name in another spelling.
        "Include=owner", "INCLUDE=owner", "%69nclude=owner", "includ%65=owner", "%2569nclude=owner", "include%20=owner",
        "+include=owner", "%20include=owner", "include.=owner", "include[]=owner", "include[0]=owner",
        "include%5B%5D=owner", "include%5b%5d=owner", "[include]=owner", "include[=owner", "include]=owner",
        "include%00=owner", "%00include=owner", "include%00x=owner", "include%09=owner", "include%0A=owner",
        "include%7F=owner", "x[include]=owner", "amp%3Binclude=owner", "_include=owner", "include-=owner",
        "include:=owner",
        "page[include]x=owner", "includes=owner", "included=owner",
        // Twice, in one spelling or in two.
        "include=status&include=owner", "include=status&include=status", "include=&include=owner",
        "include=status&Include=owner", "include=status&include[]=owner", "sort=sent-date&sort=sent-date",
        "include=status&page[size]=1&include=status",
        // Where one parameter ends and the next begins.
        "include=status;include=owner", "page[size]=1;include=owner", "page[size]=1&amp;include=owner",
        "page[size]=1?include=owner", "?include=owner", "&include=status", "include=status&",
        "page[size]=1&&include=status",
        "=owner", "=", "&", "page[size]=1&=owner", "page[size]=1#include=owner", "page[size]=1\\include=owner",
        "page[size]=1%0D%0Ainclude=owner", "page[size]=1 include=owner", "page[size]=1\tinclude=owner",
        "page[size]=1\u{0}include=owner", "page[size]=%", "page[size]=%1", "page[size]=%zz", "page[size]=\u{e9}",
        // The value of an include.
        "include", "include=status,", "include=,status", "include=status,,status", "include=status+form-data",
        "include=status%20", "include=status%2cform-data", "include=%73tatus", "include=status%252Cform-data",
        "include=form-data..passed-by", "include=.status", "include=status.", "include=form-data%2Epassed-by",
        "include=form-data/passed-by", "include=status=owner", "include=status:owner", "include=*", "include=[status]",
        "include=status|form-data", "include=%5B%22status%22%5D", "include='status'", "include=status%00",
        // The name of a filter.
        "filter[status", "filter[status]]=x", "filter[[status]]=x", "filter[status]label=x", "filter[]=x",
        "filter[status][]=x", "filterstatus]=x", "filterx[status]=x", "Filter[status]=x", "%66ilter[status]=x",
        "filter%5bstatus%5d=x", "filter[%73tatus]=x", "filter[status.label]=x", "filter[status,label]=x",
        "filter[status%5D%5Blabel]]=x", "filter[sta tus]=x", "filter[sta%20tus]=x", "filter[:exact]=x",
        "filter[:exact:]=x", "filter[exact:status]=x", "filter[:exact:gt:status]=x", "filter[:unknown:status]=x",
        "filter[:Exact:status]=x", "filter[:exact:status][label]=x", "filter[:id:x]=x", "filter[:id:][status]=x",
        "filter[status][:or:]=x", "filter[:or:]=x", "filter[::status]=x", "filter[:]=x", "filter[%253Aid%253A]=x",
        // Names that a reader could join into one, where a value becomes a name.
        "filter[status]=x&filter[status]=y", "filter[status]=owner&filter[status][label]=x",
        "filter[status][label]=x&filter[status]=owner", "filter=owner&filter=x", "filter=x&filter[status]=x&filter=x",
        "filter[status]=x&filter%5Bstatus%5D=y",
        // The value of a sort.
        "include=-status", "include=_status", "filter[-status]=x", "filter[:exact:-status]=x",
        "sort", "sort=sent-date,", "sort=--sent-date", "sort=+sent-date", "sort=sent%2Ddate", "sort=sent-date desc",
        "sort=:case:sent-date", "sort=:no-case:", "sort[sent-date]=asc", "sort[]=sent-date",
        // The two that are not judged have one spelling too.
        "page=2", "page[size][]=1", "page[]=1", "Page[size]=1", "page[si.ze]=1", "fields=status", "fields[a][b]=c",
    ]

    @Test("is refused", arguments: ambiguous)
    func refused(_ query: String) throws {
        let policy = try JSONAPIGiven.load()
        for path in ["/submissions", "/submissions/1", "/submissions/1/form-data", "/concepts", "/units/1", "/pages"] {
            let explanation = try JSONAPIGiven.explain(policy, "GET \(path)?\(query)")
            #expect(!explanation.isAllowed)
            #expect(explanation.refusals.contains { $0.code == .queryAmbiguous }, "\(path)")
            #expect(explanation.refusals.allSatisfy { $0.code.httpStatus == 400 || $0.code.httpStatus == 403 })
        }
    }

    @Test(
        "is another matter for a parameter that JSON:API does not know: it has no meaning to judge",
        arguments: [
            "q=1", "utm_source=mail", "_method=DELETE", "callback=x", "in%63lud=1", "x=include", "foo%5B%5D=1", "%=1",
            "limit=1", "group=x",
        ])
    func unknown(_ query: String) throws {
        let policy = try JSONAPIGiven.load()
        let explanation = try JSONAPIGiven.explain(policy, "GET /submissions?\(query)")
        let code = explanation.code
        #expect(code == .parameterUnknown || query == "%=1" && code == .queryAmbiguous)
    }

    @Test("holds too many parameters, or too many filters, to be weighed against each other")
    func tooMany() throws {
        let policy = try JSONAPIGiven.load()
        let pages = (0..<64).map { "page[x\($0)]=1" }
        #expect(try JSONAPIGiven.explain(policy, "GET /submissions?" + pages.joined(separator: "&")).isAllowed)
        let more = pages + ["page[size]=1"]
        #expect(
            try JSONAPIGiven.explain(policy, "GET /submissions?" + more.joined(separator: "&")).code == .queryAmbiguous)
        let filters = (0..<17).map { "filter[:or:g\($0)][sent-date]=1" }
        #expect(
            try JSONAPIGiven.explain(policy, "GET /submissions?" + filters.prefix(16).joined(separator: "&")).isAllowed)
        #expect(
            try JSONAPIGiven.explain(policy, "GET /submissions?" + filters.joined(separator: "&")).code
                == .queryAmbiguous)
    }

    @Test("is shown with the piece that is refused, bounded and without control characters")
    func shown() throws {
        let policy = try JSONAPIGiven.load()
        let long = String(repeating: "x", count: 500)
        let explanation = try JSONAPIGiven.explain(policy, "GET /submissions?\(long)=1")
        #expect(
            explanation.refusals.first?.english
                == "the query has a parameter that has no meaning here: `\(String(repeating: "x", count: 80))…`")
        let control = try JSONAPIGiven.explain(policy, "GET /submissions?a\u{1B}[2J`=1")
        #expect(
            control.refusals.first?.english
                == "the query of the address can be read in more than one way: `a\u{FFFD}[2J\u{FFFD}=1`")
        #expect(
            control.refusals.first?.dutch
                == "de parameters in het adres kunnen op meer dan een manier gelezen worden: `a\u{FFFD}[2J\u{FFFD}=1`")
    }
}
