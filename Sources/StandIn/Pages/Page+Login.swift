internal import JOSE

extension Page {
    static func choosePerson(
        _ gebruikers: [(gebruiker: Gebruiker, identiteiten: [Identiteit])], interaction: String, toepassing: String
    ) -> Page {
        Page(
            title: "Aanmelden",
            body: """
                <p>Kies als wie u zich aanmeldt bij de toepassing \(toepassing). Bij ACM/IDM zou u hier uw eID, \
                itsme of een ander middel gebruiken.</p>
                <form method="post" action="\(IdentityProvider.personPath)">
                \(hidden("interactie", interaction))
                <ul class="choices">
                \(gebruikers.map { choice($0.gebruiker, $0.identiteiten) })
                </ul>
                </form>
                """)
    }

    static func chooseHoedanigheid(_ hoedanigheden: [Hoedanigheid], interaction: String) -> Page {
        Page(
            title: "Aanmelden namens",
            body: """
                <form method="post" action="\(IdentityProvider.hoedanigheidPath)">
                \(hidden("interactie", interaction))
                <ul class="choices">
                \(hoedanigheden.map { choice("hoedanigheid", $0.code, $0.namens, $0.name) })
                </ul>
                </form>
                """)
    }

    static func chooseOrganisatie(_ identiteiten: [Identiteit], interaction: String) -> Page {
        Page(
            title: "Kies een organisatie",
            body: """
                <p>Aanmelden namens: \(identiteiten.first?.organisatie.hoedanigheid.namens ?? "")</p>
                <form method="post" action="\(IdentityProvider.organisatiePath)">
                \(hidden("interactie", interaction))
                <ul class="choices">
                \(identiteiten.map { identiteit in
                    let organisatie = identiteit.organisatie
                    return choice(
                        "werkrelatie", String(identiteit.werkrelatie), organisatie.naam,
                        "\(organisatie.hoedanigheid.sleutelnaam) \(organisatie.sleutel)")
                })
                </ul>
                </form>
                """)
    }

    /// ACM's page for somebody who lacks the right.
    ///
    /// - Parameter back: the client's own address, with the error.
    static func noRight(naam: String, toepassing: String, at: Instant, back: String) -> Page {
        Page(
            title: "Er is een fout opgetreden waardoor u niet kunt aanmelden.",
            body: """
                <p>Neem contact op met de lokale beheerder en vermeld volgende gegevens:</p>
                <dl>
                <dt>Naam</dt><dd>\(naam)</dd>
                <dt>Toepassing</dt><dd>\(toepassing)</dd>
                <dt>Datum</dt><dd>\(at.description)</dd>
                <dt>Foutcode</dt><dd>778323</dd>
                <dt>Detail</dt><dd>U beschikt niet over de rechten om aan te melden op deze toepassing.</dd>
                </dl>
                <p><a href="\(back)">Terug naar de toepassing</a></p>
                <p><a href="\(IdentityProvider.path)\(DiscoveryDocument.endSessionPath)">Afmelden bij deze stand-in</a>, om \
                u daarna als iemand anders aan te melden</p>
                """)
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    static func choice(_ gebruiker: Gebruiker, _ identiteiten: [Identiteit]) -> HTML {
        choice(
            "gebruiker", gebruiker.id, gebruiker.name, identiteiten.map(\.omschrijving).joined(separator: "; "))
    }

    static func choice(_ name: String, _ value: String, _ text: String, _ about: String) -> HTML {
        "<li><button name=\"\(name)\" value=\"\(value)\">\(text)</button> <span>\(about)</span></li>"
    }
}
