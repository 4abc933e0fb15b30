/// The fields that somebody in Poort looks at by name.
///
/// A field's raw value is its place in `KnownFieldIndex`. The names are in lower case.
package enum KnownField: UInt8, Sendable, CaseIterable {
    case other = 0
    case host, contentLength, transferEncoding, connection, authorization, cookie, expect, upgrade, te, trailer
    case keepAlive, proxyConnection, proxyAuthorization, proxyAuthenticate, http2Settings
    case forwarded, xForwardedFor, xForwardedHost, xForwardedProto, xForwardedPort, xRealIP, via
    case accept, acceptEncoding, acceptLanguage, contentType, contentEncoding, userAgent, referer
    case origin, secFetchSite, secFetchMode, secFetchDest, secFetchUser, xRequestedWith
    case xRequestID, traceparent, tracestate
    case date, server, setCookie, location, wwwAuthenticate, vary, cacheControl, retryAfter

    /// The name in lower case; empty for `other`.
    package var name: String {
        switch self {
        case .other: ""
        case .host: "host"
        case .contentLength: "content-length"
        case .transferEncoding: "transfer-encoding"
        case .connection: "connection"
        case .authorization: "authorization"
        case .cookie: "cookie"
        case .expect: "expect"
        case .upgrade: "upgrade"
        case .te: "te"
        case .trailer: "trailer"
        case .keepAlive: "keep-alive"
        case .proxyConnection: "proxy-connection"
        case .proxyAuthorization: "proxy-authorization"
        case .proxyAuthenticate: "proxy-authenticate"
        case .http2Settings: "http2-settings"
        case .forwarded: "forwarded"
        case .xForwardedFor: "x-forwarded-for"
        case .xForwardedHost: "x-forwarded-host"
        case .xForwardedProto: "x-forwarded-proto"
        case .xForwardedPort: "x-forwarded-port"
        case .xRealIP: "x-real-ip"
        case .via: "via"
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .acceptLanguage: "accept-language"
        case .contentType: "content-type"
        case .contentEncoding: "content-encoding"
        case .userAgent: "user-agent"
        case .referer: "referer"
        case .origin: "origin"
        case .secFetchSite: "sec-fetch-site"
        case .secFetchMode: "sec-fetch-mode"
        case .secFetchDest: "sec-fetch-dest"
        case .secFetchUser: "sec-fetch-user"
        case .xRequestedWith: "x-requested-with"
        case .xRequestID: "x-request-id"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .date: "date"
        case .server: "server"
        case .setCookie: "set-cookie"
        case .location: "location"
        case .wwwAuthenticate: "www-authenticate"
        case .vary: "vary"
        case .cacheControl: "cache-control"
        case .retryAfter: "retry-after"
        }
    }

    /// Fields that concern one connection only and never cross the gateway (RFC 9110 section 7.6.1), with the two that
    /// frame the message, which the gateway writes anew.
    var endsHere: Bool {
        switch self {
        case .connection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade, .http2Settings, .contentLength,
            .proxyConnection, .proxyAuthorization, .proxyAuthenticate:
            true
        default: false
        }
    }

    /// Fields a request must not repeat: somebody decides on them, and two programs could each read another of two.
    var isSingleInRequest: Bool {
        switch self {
        case .host, .contentLength, .transferEncoding, .authorization, .cookie, .expect, .contentType, .origin,
            .secFetchSite, .secFetchMode, .secFetchDest, .secFetchUser, .xRequestID, .xRequestedWith, .traceparent:
            true
        default: false
        }
    }

    /// Fields a response must not repeat.
    var isSingleInResponse: Bool {
        switch self {
        case .contentLength, .transferEncoding, .contentType, .location: true
        default: false
        }
    }
}

/// Where in a head each known field first occurs: one byte per field, so that a look-up is one load.
struct KnownFieldIndex: Sendable {
    /// Position plus one in the list of fields; zero means absent.
    private var places = InlineArray<48, UInt8>(repeating: 0)

    @inline(__always)
    subscript(_ field: KnownField) -> Int? {
        let place = places[Int(field.rawValue)]
        return place == 0 ? nil : Int(place) &- 1
    }

    @inline(__always)
    mutating func record(_ field: KnownField, at position: Int) {
        places[Int(field.rawValue)] = UInt8(position &+ 1)
    }
}
