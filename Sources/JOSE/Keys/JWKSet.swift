/// A JSON Web Key Set (RFC 7517 section 5).
package struct JWKSet: Sendable {
    /// A key of a set, and how it is named in sentences.
    package struct Entry: Sendable {
        package let key: JWK
        package let label: String
    }

    /// Providers publish a handful. Each key is checked on its numbers (P-521 takes a millisecond), and each is looked at
    /// for each token.
    package static let maximumKeys = 100

    package let keys: [Entry]
    /// One sentence for each key that was left out.
    package let notes: [String]
    /// The names of keys that are meant for signatures and were left out because they are unsound.
    let unsoundKeyIDs: [String]

    /// Reads a set, leaving out keys that are not for signatures, of kinds that are not known, or unsound.
    ///
    /// - Throws: when the text is no JWK set, or holds a private key.
    package static func parse(_ bytes: [UInt8], source: String) throws(KeyError) -> JWKSet {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, limits: .keySet)
        } catch {
            throw KeyError(.notJSON(error), source: source)
        }
        guard let elements = value["keys"]?.arrayValue else {
            throw KeyError(.member("keys", expected: "an array of keys"), source: source)
        }
        guard elements.count <= maximumKeys else {
            throw KeyError(.tooManyKeys(elements.count, limit: maximumKeys), source: source)
        }
        var keys: [Entry] = []
        var notes: [String] = []
        var unsoundKeyIDs: [String] = []
        for (index, element) in elements.enumerated() {
            let name = element["kid"]?.stringValue.map { " (`kid` \(Quoted.text($0)))" } ?? ""
            let label = "key \(index + 1)\(name)"
            guard let object = element.objectValue else {
                throw KeyError(.member("keys", expected: "an array of objects"), source: source, key: label)
            }
            do throws(KeyError) {
                keys.append(Entry(key: try JWK.parse(object, source: source), label: label))
            } catch {
                guard error.problem != .privateKey else { throw KeyError(.privateKey, source: source, key: label) }
                notes.append("\(label): \(error.message)")
                if error.isUnsoundKey, let keyID = element["kid"]?.stringValue { unsoundKeyIDs.append(keyID) }
            }
        }
        return JWKSet(keys: keys, notes: notes, unsoundKeyIDs: unsoundKeyIDs)
    }

    /// A set of public keys as JSON.
    package static func json(_ keys: [JWK]) -> JSONValue { ["keys": .array(keys.filter { !$0.isSecret }.map(\.json))] }
}
