import Testing

/// A small configuration with everything it names, in a workshop with the key `p-256`.
enum Configurations {
    static let policy = """
        version: 1
        claims: { account: vo_id, bestuur: vo_orgcode, doelgroep: vo_doelgroepcode, roles: roles }
        doelgroepen: [LB]
        modules:
          toezicht: { label: Toezicht, role: R-toezicht, bestuurstypes: [gemeente] }
          bedienaren: { label: Bedienarenbeheer, role: R-bedienaar, bestuurstypes: all, view-only: honoured }
        upstreams: [main]
        routes:
          - { path: /submissions/**, modules: [toezicht], upstream: main }
          - { path: /ministers/**, modules: [bedienaren], upstream: main }
          - { path: /concepts/**, access: authenticated, methods: read, upstream: main, why: lists }
          - { path: /old/**, access: closed, why: nobody needs it }
        """

    static let besturen = """
        uri,name,bestuurstype,kbo,ovo,status,view_only_modules
        http://data.example/id/1,Testgem,Gemeente,0999999922,OVO999901,Actief,R-bedienaar
        http://data.example/id/3,AGB Testgem,Autonoom gemeentebedrijf,0999999328,,In oprichting,
        """

    /// For development, unless it is said otherwise: beside a configuration for production nothing can be minted.
    static func write(
        in shop: borrowing Workshop, environment: String = "development", listen: String = "127.0.0.1:0",
        more: String = ""
    ) throws {
        try shop.write("policy.yaml", policy)
        try shop.write("besturen.csv", besturen)
        try shop.write(
            "poort.yaml",
            """
            version: 1
            environment: \(environment)
            listen: \(listen)
            policy: policy.yaml
            besturen: besturen.csv
            audit: ./audit.jsonl
            explain-refusals: full
            issuers:
              - issuer: \(Workshop.issuer)
                audiences: [poort]
                algorithms: [ES256]
                keys: [{ jwks: p-256.jwks.json }]
            upstreams:
              main: { url: "http://127.0.0.1:1" }
            \(more)
            """)
    }
}
