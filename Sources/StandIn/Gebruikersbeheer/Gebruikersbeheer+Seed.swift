internal import Besturen
internal import GRDB

extension Gebruikersbeheer {
    /// Puts in the organisations and people that are not there yet. What was changed since stays changed.
    ///
    /// - Parameter outsiders: people whose organisation is in no register of besturen.
    package func seed(_ directory: PeopleDirectory, outsiders: [Person] = InventedPeople.outsiders) throws {
        try database.write { db in
            for bestuur in directory.register.besturen {
                // Besturen without a KBO number are those of the Flemish government, which log in with an OVO code.
                if let kbo = bestuur.kbo {
                    try Self.add(.lokaleBesturen, kbo.description, bestuur.name, to: db)
                } else if let ovo = bestuur.ovo {
                    try Self.add(.vlaamseOverheid, ovo.description, bestuur.name, to: db)
                }
            }
            for entry in directory.entries { try Self.add(entry.person, bestuur: entry.bestuur.name, to: db) }
            for person in outsiders { try Self.add(person, bestuur: nil, to: db) }
        }
    }

    private static func add(
        _ hoedanigheid: Hoedanigheid, _ sleutel: String, _ naam: String, to db: Database
    ) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO organisatie (doelgroep, sleutel, naam) VALUES (?, ?, ?)",
            arguments: [hoedanigheid.code, sleutel, naam])
    }

    private static func add(_ person: Person, bestuur: String?, to db: Database) throws {
        let isThere = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM gebruiker WHERE id = ?)", arguments: [person.id])
        guard isThere != true else { return }
        try db.execute(
            sql: """
                INSERT INTO gebruiker (id, voornaam, familienaam, vo_id, sub, rrn) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                person.id, person.givenName, person.familyName, person.accountID, person.subject,
                person.nationalNumber,
            ])
        if let name = person.organisationName ?? bestuur {
            try add(person.hoedanigheid, person.organisationCode, name, to: db)
        }
        try add(
            person, person.hoedanigheid, person.organisationCode, person.roles, isBeheerder: person.isBeheerder, to: db)
        for werkrelatie in person.further {
            try add(
                person, werkrelatie.hoedanigheid, werkrelatie.organisationCode, werkrelatie.roles, isBeheerder: false,
                to: db)
        }
    }

    private static func add(
        _ person: Person, _ hoedanigheid: Hoedanigheid, _ sleutel: String, _ roles: [String], isBeheerder: Bool,
        to db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO werkrelatie (gebruiker, organisatie, is_beheerder)
                SELECT ?, id, ? FROM organisatie WHERE doelgroep = ? AND sleutel = ?
                """,
            arguments: [person.id, isBeheerder, hoedanigheid.code, sleutel])
        let werkrelatie = db.lastInsertedRowID
        guard person.mayLogIn else { return }
        func grant(_ recht: Recht, _ context: String?) throws {
            try db.execute(
                sql: """
                    INSERT INTO toekenning (werkrelatie, recht, context, begindatum, reden) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [werkrelatie, recht.code, context, "2020-01-01", "bij de start van de stand-in"])
        }
        try grant(.loket, nil)
        for role in roles {
            if Recht.loket.context(role) != nil {
                try grant(.loket, role)
            } else if let recht = Recht.named(role) {
                try grant(recht, nil)
            }
        }
    }
}
