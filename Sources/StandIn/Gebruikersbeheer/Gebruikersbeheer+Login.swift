internal import GRDB

extension Gebruikersbeheer {
    /// Everybody, by name.
    package func gebruikers() throws -> [Gebruiker] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM gebruiker ORDER BY voornaam, familienaam, id")
                .map(Self.gebruiker)
        }
    }

    /// Everybody with what they can log in as.
    package func overzicht() throws -> [(gebruiker: Gebruiker, identiteiten: [Identiteit])] {
        try gebruikers().map { ($0, try identiteiten(of: $0.id)) }
    }

    /// - Returns: nil when nobody has this id.
    package func gebruiker(_ id: String) throws -> Gebruiker? {
        try database.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM gebruiker WHERE id = ?", arguments: [id]).map(Self.gebruiker)
        }
    }

    /// In which capacities and for which organisations somebody can act today, in the order in which they were added.
    package func identiteiten(of gebruiker: String) throws -> [Identiteit] {
        let today = today
        return try database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT werkrelatie.id AS werkrelatie_id, organisatie.id AS organisatie_id, doelgroep, sleutel, naam,
                        is_beheerder, gebruiker.*
                    FROM werkrelatie
                    JOIN organisatie ON organisatie.id = werkrelatie.organisatie
                    JOIN gebruiker ON gebruiker.id = werkrelatie.gebruiker
                    WHERE gebruiker.id = ? ORDER BY werkrelatie.id
                    """,
                arguments: [gebruiker])
            return try rows.map { row in
                let werkrelatie: Int64 = row["werkrelatie_id"]
                let geldig = try Self.toekenningen(of: werkrelatie, db).filter { $0.geldt(op: today) }
                let rechten = geldig.filter { $0.context == nil }.compactMap { Recht.named($0.recht) }
                // A context counts only under its right.
                let contexten = geldig.compactMap { toekenning in
                    rechten.first { $0.code == toekenning.recht }.flatMap { $0.context(toekenning.context ?? "")?.rol }
                }
                return Identiteit(
                    werkrelatie: werkrelatie, gebruiker: Self.gebruiker(row),
                    organisatie: Self.organisatie(row, id: row["organisatie_id"]),
                    rollen: contexten + rechten.compactMap(\.rol), magAanmelden: !rechten.isEmpty,
                    isBeheerder: row["is_beheerder"])
            }
        }
    }

    static func gebruiker(_ row: Row) -> Gebruiker {
        Gebruiker(
            id: row["id"], givenName: row["voornaam"], familyName: row["familienaam"], accountID: row["vo_id"],
            subject: row["sub"], nationalNumber: row["rrn"])
    }

    static func organisatie(_ row: Row, id: Int64) -> Organisatie {
        // The table's own check lets no other code in.
        Organisatie(
            id: id, hoedanigheid: Hoedanigheid(rawValue: row["doelgroep"]) ?? .economischeActoren,
            sleutel: row["sleutel"], naam: row["naam"])
    }
}
