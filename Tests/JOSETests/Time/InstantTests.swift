import Testing

@testable import JOSE

@Suite("An instant")
struct InstantTests {
    @Test(
        "is not read from anything but RFC 3339 and Unix seconds",
        arguments: [
            "", " ", "now", "2026-09-20", "2026-09-20T14:03:11", "2026-09-20T14:03Z", "2026-09-20T14:03:11ZZ",
            "2026-09-20T14:03:11Z ",
            " 2026-09-20T14:03:11Z", "2026-9-20T14:03:11Z", "26-09-20T14:03:11Z", "+2026-09-20T14:03:11Z",
            "-2026-09-20T14:03:11Z",
            "2026/09/20T14:03:11Z", "2026-09-20_14:03:11Z", "2026-09-20T14.03.11Z", "2026-00-20T14:03:11Z",
            "2026-13-20T14:03:11Z",
            "2026-09-00T14:03:11Z", "2026-09-31T14:03:11Z", "2026-02-29T14:03:11Z", "2100-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z", "2026-01-32T00:00:00Z", "2026-09-20T24:00:00Z", "2026-09-20T14:60:11Z",
            "2026-09-20T14:03:60Z",
            "2026-09-20T14:03:11.Z", "2026-09-20T14:03:11,5Z", "2026-09-20T14:03:11.5", "2026-09-20T14:03:11.x5Z",
            "2026-09-20T14:03:11+1:00",
            "2026-09-20T14:03:11+0100", "2026-09-20T14:03:11+24:00", "2026-09-20T14:03:11+01:60",
            "2026-09-20T14:03:11*01:00",
            "2026-09-20T14:03:11+01:00Z", "2026-09-20T14:03:11-0a:00", "2026-09-20T14:03:\u{661}1Z",
            "20x6-09-20T14:03:11Z",
            "1676-01-01T00:00:00Z", "2263-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z",
            "2026-09-20T14:03:11." + String(repeating: "0", count: 40) + "Z", ":", "1:", "-", "+1", "1.", ".5", "1.5.5",
            "1e9", "0x10",
            "1 ", "12345678901", "9999999999", "-9999999999", "1.x", "--1", "1,5", "\u{661}",
            "1." + String(repeating: "0", count: 40),
        ])
    func refuses(_ text: String) { #expect(Instant(text: text) == nil) }

    @Test(
        "is read from RFC 3339 with fraction and offset",
        arguments: [
            ("1970-01-01T00:00:00Z", 0 as Int64), ("1970-01-01T00:00:00.000000001Z", 1),
            ("1970-01-01T00:00:00.5Z", 500_000_000),
            ("1970-01-01T00:00:00.0000000019Z", 1), ("1969-12-31T23:59:59Z", -1_000_000_000),
            ("1969-12-31T23:59:59.9Z", -100_000_000),
            ("1970-01-01t00:00:01z", 1_000_000_000), ("1970-01-01 00:00:01Z", 1_000_000_000),
            ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T23:00:00-01:00", 0), ("1970-01-01T05:45:00+05:45", 0),
            ("1970-01-01T00:00:00-00:00", 0), ("1970-01-01T23:59:00+23:59", 0),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
            ("2026-09-21T14:13:20Z", 1_790_000_000_000_000_000),
            ("2026-09-21T16:13:20.25+02:00", 1_790_000_000_250_000_000),
            ("2261-12-31T23:59:59Z", 9_214_646_399_000_000_000), ("1678-01-01T00:00:00Z", -9_214_560_000_000_000_000),
        ])
    func dates(_ text: String, _ nanoseconds: Int64) {
        #expect(Instant(text: text) == Instant(nanoseconds: nanoseconds))
    }

    @Test(
        "is read from Unix seconds with sign and fraction",
        arguments: [
            ("0", 0 as Int64), ("-0", 0), ("1", 1_000_000_000), ("-1", -1_000_000_000), ("0.5", 500_000_000),
            ("-0.5", -500_000_000),
            ("1790000000", 1_790_000_000_000_000_000), ("0000000001", 1_000_000_000), ("1.000000001", 1_000_000_001),
            ("1.0000000019", 1_000_000_001), ("9223372036.854775807", .max), ("-9223372036.854775807", -.max),
        ])
    func seconds(_ text: String, _ nanoseconds: Int64) {
        #expect(Instant(text: text) == Instant(nanoseconds: nanoseconds))
    }

    @Test("comes back from its text, to the nanosecond")
    func roundTrip() {
        var state: UInt64 = 42
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let nanoseconds = Int64(bitPattern: state) / 1_001 * 1_000
            for instant in [
                Instant(nanoseconds: nanoseconds), Instant(nanoseconds: nanoseconds / 1_000_000_000 * 1_000_000_000),
            ] {
                #expect(Instant(text: instant.description) == instant)
            }
        }
    }

    @Test(
        "is written in UTC, with a fraction only where there is one",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000000001Z"),
            (100_000_000, "1970-01-01T00:00:00.1Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"), (1_790_000_000_000_000_000, "2026-09-21T14:13:20Z"),
            (951_782_400_000_000_000, "2000-02-29T00:00:00Z"), (.max, "2262-04-11T23:47:16.854775807Z"),
            (.min, "1677-09-21T00:12:43.145224192Z"),
        ])
    func written(_ nanoseconds: Int64, _ text: String) { #expect("\(Instant(nanoseconds: nanoseconds))" == text) }

    @Test("never wraps around at the ends of its range")
    func ends() {
        let (past, future) = (Instant.distantPast, Instant.distantFuture)
        for seconds in [1, 60, Int64.max, Int64.max / 1_000_000_000] {
            #expect(future.adding(seconds: seconds) == future && past.adding(seconds: -seconds) == past)
        }
        #expect(past.adding(seconds: .min) == past && Instant(nanoseconds: 0).adding(seconds: .min) == past)
        #expect(Instant(nanoseconds: 0).adding(seconds: .max) == future)
        #expect(Instant(unixSeconds: Int64.max) == future && Instant(unixSeconds: Int64.min) == past)
        #expect(
            future.seconds(since: past) == Int64.max / 1_000_000_000
                && past.seconds(since: future) == Int64.min / 1_000_000_000)
        #expect(past < future && past.unixSeconds == -9_223_372_037 && future.unixSeconds == 9_223_372_036)
    }

    @Test("counts seconds down for itself, and towards zero between two")
    func counting() {
        #expect(Instant(nanoseconds: -1).unixSeconds == -1 && Instant(nanoseconds: 999_999_999).unixSeconds == 0)
        #expect(Instant(nanoseconds: -1_000_000_000).unixSeconds == -1)
        #expect(Instant(nanoseconds: 1_999_999_999).seconds(since: Instant(nanoseconds: 0)) == 1)
        #expect(Instant(nanoseconds: 0).seconds(since: Instant(nanoseconds: 1_999_999_999)) == -1)
        #expect(Instant(unixSeconds: 5 as Int64).adding(seconds: -3) == Instant(unixSeconds: 2 as Int64))
    }

    @Test("is made of floating-point seconds only where they are finite and in range")
    func doubles() {
        for hostile in [Double.nan, .infinity, -.infinity, 9.3e9, -9.3e9, 1e300, .greatestFiniteMagnitude] {
            #expect(Instant(unixSeconds: hostile) == nil)
        }
        #expect(Instant(unixSeconds: 1.5) == Instant(nanoseconds: 1_500_000_000))
        #expect(Instant(unixSeconds: -0.5) == Instant(nanoseconds: -500_000_000))
        #expect(Instant(unixSeconds: -0.0) == Instant(nanoseconds: 0))
    }

    @Test(
        "is so far from another as people say it",
        arguments: [
            (Int64(-5), "0s"), (0, "0s"), (59, "59s"), (60, "1m00s"), (182, "3m02s"), (3_599, "59m59s"),
            (3_600, "1h00m"), (7_500, "2h05m"), (86_399, "23h59m"), (86_400, "1d00h"), (273_600, "3d04h"),
            (9_223_372_036, "106751d23h"),
        ])
    func durations(_ seconds: Int64, _ text: String) { #expect(Durations.text(seconds) == text) }
}
