extension Page {
    /// Something that the toepassing did wrong: whoever sees it cannot mend it.
    static func fault(_ text: String) -> Page {
        Page(
            title: "De toepassing vroeg iets wat niet kan",
            body: """
                <p class="alert">\(text)</p>
                <p>U bent nergens naartoe gestuurd: deze stand-in weet niet zeker waar u vandaan komt.</p>
                """)
    }

    static let unreadable = Page(
        title: "Dit formulier is niet leesbaar", body: "<p>Ga terug naar de toepassing en begin opnieuw.</p>")

    static let expired = Page(
        title: "Deze aanmelding geldt niet meer",
        body: """
            <p>Ze duurde te lang, werd al beëindigd, of begon in een andere browser. Ga terug naar de toepassing en begin \
            opnieuw.</p>
            """)

    static func loggedOut(_ told: [BackChannelDelivery]) -> Page {
        Page(
            title: "U bent afgemeld",
            body: told.isEmpty
                ? "<p>Uw sessie bij deze stand-in is beëindigd.</p>"
                : """
                <p>Uw sessie bij deze stand-in is beëindigd. Deze toepassingen zijn verwittigd:</p>
                <ul>
                \(told.map { delivery in
                        "<li><code>\(delivery.client)</code>: \(delivery.outcome.text)</li>" as HTML
                    })
                </ul>
                """)
    }

    static func start(issuer: String) -> Page {
        Page(
            title: "Stand-in voor ACM/IDM",
            body: """
                <p>Een OpenID Provider en gebruikersbeheer om mee te ontwikkelen en te testen.</p>
                <ul>
                <li><a href="\(IdentityProvider.path)\(DiscoveryDocument.path)">Metadata</a> van <code>\(issuer)</code></li>
                <li><a href="\(GebruikersbeheerPages.path)">Gebruikersbeheer</a></li>
                <li><a href="/people">De verzonnen personen</a> (JSON)</li>
                <li><a href="/admin/deliveries">Verstuurde afmeldingen</a> (JSON)</li>
                </ul>
                """)
    }
}
