internal import GRDB

/// The tables of gebruikersbeheer. A migration that was released is never changed; a new one follows it.
enum GebruikersbeheerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 first tables") { db in
            try db.execute(
                sql: """
                    CREATE TABLE organisatie (
                        id INTEGER PRIMARY KEY,
                        doelgroep TEXT NOT NULL CHECK (doelgroep IN ('LB', 'GID', 'EA')),
                        sleutel TEXT NOT NULL,
                        naam TEXT NOT NULL,
                        UNIQUE (doelgroep, sleutel)
                    ) STRICT;

                    CREATE TABLE gebruiker (
                        id TEXT PRIMARY KEY,
                        voornaam TEXT NOT NULL,
                        familienaam TEXT NOT NULL,
                        vo_id TEXT NOT NULL UNIQUE,
                        sub TEXT NOT NULL UNIQUE,
                        rrn TEXT NOT NULL UNIQUE
                    ) STRICT;

                    CREATE TABLE werkrelatie (
                        id INTEGER PRIMARY KEY,
                        gebruiker TEXT NOT NULL REFERENCES gebruiker (id),
                        organisatie INTEGER NOT NULL REFERENCES organisatie (id),
                        is_beheerder INTEGER NOT NULL DEFAULT 0 CHECK (is_beheerder IN (0, 1)),
                        UNIQUE (gebruiker, organisatie)
                    ) STRICT;

                    CREATE TABLE toekenning (
                        id INTEGER PRIMARY KEY,
                        werkrelatie INTEGER NOT NULL REFERENCES werkrelatie (id),
                        recht TEXT NOT NULL,
                        context TEXT,
                        begindatum TEXT NOT NULL,
                        einddatum TEXT,
                        reden TEXT NOT NULL,
                        door TEXT REFERENCES gebruiker (id),
                        ingetrokken INTEGER,
                        CHECK (einddatum IS NULL OR begindatum <= einddatum)
                    ) STRICT;
                    CREATE INDEX toekenning_werkrelatie ON toekenning (werkrelatie);

                    CREATE TABLE wijziging (
                        id INTEGER PRIMARY KEY,
                        tijdstip INTEGER NOT NULL,
                        door TEXT NOT NULL REFERENCES gebruiker (id),
                        soort TEXT NOT NULL CHECK (soort IN ('toegekend', 'ingetrokken')),
                        toekenning INTEGER NOT NULL REFERENCES toekenning (id),
                        reden TEXT NOT NULL
                    ) STRICT;
                    CREATE TRIGGER wijziging_is_never_changed BEFORE UPDATE ON wijziging
                        BEGIN SELECT RAISE(ABORT, 'a recorded change is never changed'); END;
                    CREATE TRIGGER wijziging_is_never_deleted BEFORE DELETE ON wijziging
                        BEGIN SELECT RAISE(ABORT, 'a recorded change is never deleted'); END;
                    """)
        }
        return migrator
    }
}
