/// Where the claims that are always looked at stand in their document, found in one pass over it.
struct ClaimPlaces {
    enum Name: Int, CaseIterable {
        case iss, sub, aud, azp, exp, nbf, iat, jti, events, cnf
    }

    /// The value of each name, by its index in the document. 0, the root, stands for an absent one.
    private var places = InlineArray<10, Int>(repeating: 0)

    /// The names as `JSONDocument.shortText` gives them.
    private static let texts = Name.allCases.map { name in
        let bytes = Array("\(name)".utf8)
        return JSONText.prefix(of: bytes.span, from: 0, to: bytes.count)
    }

    init(_ claims: borrowing JSONDocument) {
        let texts = Self.texts.span
        claims.forEachMember { name, value in
            guard let text = claims.shortText(name) else { return }
            for index in texts.indices where texts[index] == text { places[index] = value }
        }
    }

    subscript(name: Name) -> Int? {
        let place = places[name.rawValue]
        return place == 0 ? nil : place
    }
}
