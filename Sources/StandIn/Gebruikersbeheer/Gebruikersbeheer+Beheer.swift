internal import GRDB
internal import JOSE

extension Gebruikersbeheer {
    /// The organisations of which somebody is lokale beheerder.
    package func beheerdeOrganisaties(of beheerder: String) throws -> [Organisatie] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT organisatie.* FROM organisatie
                    JOIN werkrelatie ON werkrelatie.organisatie = organisatie.id
                    WHERE werkrelatie.gebruiker = ? AND is_beheerder = 1 ORDER BY naam, organisatie.id
                    """,
                arguments: [beheerder]
            ).map { Self.organisatie($0, id: $0["id"]) }
        }
    }

    /// The people of an organisation, for its lokale beheerder.
    package func gebruikers(
        of organisatie: Int64, for beheerder: String
    ) throws -> Result<[Gebruiker], BeheerRefusal> {
        try database.read { db in
            guard try Self.isBeheerder(beheerder, of: organisatie, db) else { return .failure(.geenBeheerder) }
            return .success(
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT gebruiker.* FROM gebruiker
                        JOIN werkrelatie ON werkrelatie.gebruiker = gebruiker.id
                        WHERE werkrelatie.organisatie = ? ORDER BY voornaam, familienaam, gebruiker.id
                        """,
                    arguments: [organisatie]
                ).map(Self.gebruiker))
        }
    }

    /// What somebody was granted for an organisation, the withdrawn and the expired included, the newest first.
    package func toekenningen(
        of gebruiker: String, in organisatie: Int64, for beheerder: String
    ) throws -> Result<[Toekenning], BeheerRefusal> {
        try database.read { db in
            guard try Self.isBeheerder(beheerder, of: organisatie, db) else { return .failure(.geenBeheerder) }
            guard let werkrelatie = try Self.werkrelatie(gebruiker, organisatie, db) else {
                return .failure(.nietGevonden)
            }
            return .success(try Self.toekenningen(of: werkrelatie, db).reversed())
        }
    }

    /// The changes that were made in an organisation, the newest first, 500 at most.
    package func wijzigingen(
        in organisatie: Int64, for beheerder: String
    ) throws -> Result<[Wijziging], BeheerRefusal> {
        try database.read { db in
            guard try Self.isBeheerder(beheerder, of: organisatie, db) else { return .failure(.geenBeheerder) }
            return .success(
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT wijziging.tijdstip, wijziging.door AS gewijzigd_door, soort,
                            wijziging.reden AS reden_van_wijziging, werkrelatie.gebruiker, toekenning.*
                        FROM wijziging
                        JOIN toekenning ON toekenning.id = wijziging.toekenning
                        JOIN werkrelatie ON werkrelatie.id = toekenning.werkrelatie
                        WHERE werkrelatie.organisatie = ? ORDER BY wijziging.id DESC LIMIT 500
                        """,
                    arguments: [organisatie]
                ).compactMap(Self.wijziging))
        }
    }

    static func isBeheerder(_ gebruiker: String, of organisatie: Int64, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM werkrelatie WHERE gebruiker = ? AND organisatie = ? AND is_beheerder = 1)
                """,
            arguments: [gebruiker, organisatie]) ?? false
    }

    static func werkrelatie(_ gebruiker: String, _ organisatie: Int64, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM werkrelatie WHERE gebruiker = ? AND organisatie = ?",
            arguments: [gebruiker, organisatie])
    }

    static func toekenningen(of werkrelatie: Int64, _ db: Database) throws -> [Toekenning] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM toekenning WHERE werkrelatie = ? ORDER BY id", arguments: [werkrelatie]
        ).compactMap(toekenning)
    }

    static func toekenning(_ row: Row) -> Toekenning? {
        // A date that is none could only come from another program's hand; what it is in does then not count.
        guard let begin = Dag(row["begindatum"] as String) else { return nil }
        let end: String? = row["einddatum"]
        let einddatum = end.flatMap { Dag($0) }
        guard (end == nil) == (einddatum == nil) else { return nil }
        let ingetrokken: Int64? = row["ingetrokken"]
        return Toekenning(
            id: row["id"], werkrelatie: row["werkrelatie"], recht: row["recht"], context: row["context"],
            begindatum: begin, einddatum: einddatum, reden: row["reden"], door: row["door"],
            ingetrokken: ingetrokken.map { Instant(unixSeconds: $0) })
    }

    private static func wijziging(_ row: Row) -> Wijziging? {
        guard let soort = Wijziging.Soort(rawValue: row["soort"]), let toekenning = toekenning(row) else { return nil }
        return Wijziging(
            tijdstip: Instant(unixSeconds: row["tijdstip"] as Int64), door: row["gewijzigd_door"], soort: soort,
            gebruiker: row["gebruiker"], naam: toekenning.naam, reden: row["reden_van_wijziging"])
    }
}
