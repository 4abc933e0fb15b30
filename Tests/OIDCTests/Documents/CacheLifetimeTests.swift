import HTTPTypes
import Testing

@testable import OIDC

@Suite("The life of an answer")
struct CacheLifetimeTests {
    @Test(
        "is what its own Cache-Control says",
        arguments: [
            (nil, nil, nil), ("", nil, nil), ("public", nil, nil), ("s-maxage=60", nil, nil),
            ("max-age=60", nil, 60), ("public, max-age=21500, must-revalidate", nil, 21_500), ("Max-Age=60", nil, 60),
            ("max-age=\"60\"", nil, 60), (" max-age = 60 ", nil, 60), ("max-age=60, max-age=60", nil, 60),
            ("max-age=60", "50", 10), ("max-age=60", "61", 0), ("max-age=60", "junk", 60), ("max-age=60", "-5", 60),
            ("max-age=0", nil, 0), ("no-store", nil, 0), ("no-cache", nil, 0), ("max-age=60, no-store", nil, 0),
            ("no-cache=\"set-cookie\", max-age=60", nil, 0),
            ("max-age", nil, 0), ("max-age=", nil, 0), ("max-age=-1", nil, 0), ("max-age=1e9", nil, 0),
            ("max-age=60, max-age=600", nil, 0), ("max-age=\"60", nil, 0),
            ("max-age=99999999999999999999999999", nil, 1 << 31),
        ] as [(String?, String?, Int64?)])
    func seconds(_ cacheControl: String?, _ age: String?, _ expected: Int64?) {
        var fields = HTTPFields()
        if let cacheControl { fields.append(HTTPField(name: .cacheControl, value: cacheControl)) }
        if let age { fields.append(HTTPField(name: .age, value: age)) }
        #expect(CacheLifetime.seconds(fields) == expected)
    }

    @Test("is read from all fields of the name")
    func severalFields() {
        var fields = HTTPFields()
        fields.append(HTTPField(name: .cacheControl, value: "public"))
        fields.append(HTTPField(name: .cacheControl, value: "max-age=60"))
        #expect(CacheLifetime.seconds(fields) == 60)
        fields.append(HTTPField(name: .cacheControl, value: "no-store"))
        #expect(CacheLifetime.seconds(fields) == 0)
    }

    @Test("counts within bounds only")
    func bounds() {
        let limits = KeyRefreshLimits()
        for (seconds, life) in [
            (nil, 600), (0, 60), (59, 60), (61, 61), (21_500, 21_500), (21_601, 21_600), (1 << 31, 21_600),
        ]
            as [(Int64?, Int64)]
        {
            #expect(limits.life(seconds: seconds) == .seconds(life))
        }
    }
}
