/// Where PyJWT 2.15 and joserfc 1.6, with every check that they offer, judge otherwise than we do.
enum TokenDifferences {
    /// How many tokens of the corpus.
    struct Count: Equatable, Sendable, CustomStringConvertible {
        var pyJWT: Int
        var joserfc: Int

        init(_ pyJWT: Int, _ joserfc: Int) {
            self.pyJWT = pyJWT
            self.joserfc = joserfc
        }

        mutating func add(_ byPyJWT: Bool, _ byJoserfc: Bool) {
            pyJWT += byPyJWT ? 1 : 0
            joserfc += byJoserfc ? 1 : 0
        }

        var description: String { "PyJWT \(pyJWT), joserfc \(joserfc)" }
    }

    struct Entry: Sendable {
        let count: Count
        let why: String

        init(pyJWT: Int, joserfc: Int, _ why: String) {
            count = Count(pyJWT, joserfc)
            self.why = why
        }
    }

    /// Refused by us and accepted by them, by our reason.
    static let stricter: [String: Entry] = [
        "invalidBase64URL": Entry(
            pyJWT: 5, joserfc: 5, "padding: one token would have several spellings (RFC 7515 section 2)"),
        "headerInvalid": Entry(
            pyJWT: 6, joserfc: 6, "a member twice: Python's reader keeps the last one, others the first (RFC 8725 2.4)"),
        "payloadInvalid": Entry(
            pyJWT: 58, joserfc: 79,
            "a member twice, NaN, Infinity, lone surrogates, a number that nothing holds, nesting without bound"),
        "headerMember": Entry(pyJWT: 11, joserfc: 0, "`typ` or `cty` that is no string (RFC 7515 section 4.1)"),
        "keyInHeader": Entry(
            pyJWT: 59, joserfc: 16,
            "`jwk`, `jku`, `x5u`, `x5c`: they ignore them, which is as safe until somebody does not"),
        "nestedToken": Entry(pyJWT: 7, joserfc: 2, "`cty` says that the payload is a token (RFC 7519 section 5.2)"),
        "criticalHeader": Entry(
            pyJWT: 0, joserfc: 8,
            "an empty `crit`, or one that names `alg`: any `crit` is refused (RFC 7515 section 4.1.11)"),
        "unencodedPayload": Entry(
            pyJWT: 17, joserfc: 2, "`b64` is refused whatever it says: true, null, 0, the text \"false\" (RFC 7797)"),
        "typeMismatch": Entry(pyJWT: 9, joserfc: 6, "they do not look at `typ` (RFC 8725 section 3.11)"),
        "securityEvent": Entry(pyJWT: 39, joserfc: 39, "they know nothing of logout tokens"),
        "senderConstrained": Entry(pyJWT: 39, joserfc: 39, "they do not look at `cnf`"),
        "authorizedPartyMismatch": Entry(pyJWT: 46, joserfc: 46, "they do not look at `azp`"),
        "expired": Entry(pyJWT: 0, joserfc: 5, "at `exp` itself a token has expired (RFC 7519 section 4.1.4)"),
        "notYetValid": Entry(pyJWT: 5, joserfc: 0, "PyJWT cuts the fraction of a date off, which makes it earlier"),
        "issuedInFuture": Entry(pyJWT: 7, joserfc: 0, "PyJWT cuts the fraction of a date off, which makes it earlier"),
        "claimInvalid": Entry(
            pyJWT: 109, joserfc: 161,
            "dates as strings, booleans, negative, beyond the year 9999, or backwards; `aud`, `sub`, `jti`, `azp` of a wrong type"
        ),
        "claimTooLong": Entry(pyJWT: 2, joserfc: 2, "more than 512 roles"),
    ]

    /// Accepted by us and refused by them, by the family of the case.
    static let laxer: [String: Entry] = [
        "header x": Entry(pyJWT: 0, joserfc: 2, unknownMember),
        "header ALG": Entry(pyJWT: 0, joserfc: 1, unknownMember),
        "header zip": Entry(pyJWT: 0, joserfc: 2, unknownMember),
        "header two": Entry(pyJWT: 0, joserfc: 7, unknownMember),
        "header x5t": Entry(pyJWT: 0, joserfc: 1, "`x5t` is not used here, so its type does not matter"),
    ]

    private static let unknownMember = "members of a header that are not understood are ignored (RFC 7515 section 4)"
}
