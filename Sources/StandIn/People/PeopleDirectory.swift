package import Besturen

/// The people the stand-in knows, each with the bestuur they act for.
package struct PeopleDirectory: Sendable {
    package struct Entry: Sendable {
        package let person: Person
        package let bestuur: Bestuurseenheid
    }

    /// In the order they were given.
    package let entries: [Entry]
    /// Where their organisations come from.
    package let register: BesturenRegister
    private let positions: [String: Int]

    /// - Throws: ``StandInError`` when an id occurs twice or the register does not know an organisation. The gateway
    ///   would refuse such a person for a reason that has nothing to do with what one is trying out.
    package init(people: [Person], register: BesturenRegister) throws(StandInError) {
        var entries: [Entry] = []
        var positions: [String: Int] = [:]
        for person in people {
            guard positions.updateValue(entries.count, forKey: person.id) == nil else {
                throw .personTwice(person.id)
            }
            let bestuur = try Self.bestuur(person.organisationCode, of: person, in: register)
            for werkrelatie in person.further {
                _ = try Self.bestuur(werkrelatie.organisationCode, of: person, in: register)
            }
            entries.append(Entry(person: person, bestuur: bestuur))
        }
        self.entries = entries
        self.register = register
        self.positions = positions
    }

    private static func bestuur(
        _ text: String, of person: Person, in register: BesturenRegister
    ) throws(StandInError) -> Bestuurseenheid {
        guard let code = OrganisationCode(text), case .found(let bestuur) = register.lookup(code) else {
            throw .bestuurNotInRegister(person: person.id, code: text)
        }
        return bestuur
    }

    package subscript(id: String) -> Entry? {
        positions[id].map { entries[$0] }
    }
}
