import Testing

/// Signatures of one key over the text `message`, made outside this package with its own padding.
///
/// Only what a holder of the private key could send is here: each is "right" in some reader's eyes.
enum RSAPaddingVectors {
    struct Vector: Sendable, CustomTestStringConvertible {
        var why: String
        var isSound: Bool
        var signature: String

        init(_ why: String, sound: Bool = false, _ signature: String) {
            self.why = why
            self.isSound = sound
            self.signature = signature
        }

        var testDescription: String { why }
    }

    static let modulus = """
        6o/k7rvQVw68lWzfpPA1/tYQqfDjfoOtJW3YNX3bg6C6mVqil71N8YuQmR1jPnFHlUnYPxFJk5xhWoED3hK3MDxZwR2+d8ZkX6zB
        LIvIsWl2Gl7NrNRfEplVy16XadN+/KmBBPo/1ucpXu5xb57Jilr5XCtwKHLLMwdXS1++S2aFYJ7iViECCBAf2/Po/TDag/CnbtYE
        e1hiYjMROb3l/9c+wBEsUlLx0IaYdROBOoLpIGpuD3QOJbkd+md6M+UqJAu1A40J3dja/PcffCM8RdX8/WsEGkuV63pUHYXCq/5v
        Djqt/pY/HKOZJEGBdCCvgf2HcivxRJGL2gQllAdKlQ==
        """

    /// With the padding of PKCS#1 v1.5 and SHA-256, or what resembles it.
    static let pkcs1 = [
        Vector(
            "sound", sound: true,
            """
            ZdYU6k59j1MVhCAUUm5ESZ4x/jzMkGN5mT2h3b1BFrXPnB7pLwAAyTi8pQ6fFRnWqzf+NF67clKK+TRbHd235y8KnRXH75qH+6Ev
            y6i88qf73kOeTcg3JoK9X2eIv7JKM8iK3RQW3stRdOcmW86SCdfvYrl8oz6RneFe2mrRoyXmZIKhAPt7lxGCaurh0ziu615956NE
            2yAIEcHMNfhoXZl1AYmdm85p+UQBnnbjO0k9D5dY0sCeynBC2lLwanzuFnHS7v3n+7sNUybuv45vmEaGEwYeaKYoeEsnWughl1d3
            BM9pWVVvCqoQHB0U/2ACHCdIsntEE7iFQwWT+NN8ew==
            """),
        Vector(
            "DigestInfo without NULL",
            """
            IdAqmUMASVLt20rbit52wfDfuDA5RHQYkXLoAYei+XVQk1iZtTpoBjxUF+c7hY0TtpnNTLnM2MjD3i2qok3hIpAPCaKFvvr1D6MR
            AFptEEeAnB9gzFN88197ip02yRE8L/JqPbpfYDSl+qMq7Aw8dPNsuxWakVSBWI+ayYSB6HGU1RMb+Tpn/Bj7to8r4zr4usAja9wp
            f2fhCosJOlJi0zkty/3TWtyI2uLq04ZoRmXKlawP+XIQQpztSnGtWPLBAsjqVG+Z5BaVAkYT65vTN2dlo1Uzp+zt5joKT/qeqZ9o
            pkLBguV6nUlxEaJ6TjLkeSH9bebJGmK4p6ULzvTTVQ==
            """),
        Vector(
            "DigestInfo with lengths in long form",
            """
            PP9XAvhUNf8CyIro4+kPX59PLwoedTYBEtXQ1ca2P3z06vy9QG1E1wubN9e37BP6trjJ6KMlZQPOph/oem3nYiU9QP5q/iQzxrFT
            8bif1ymvE/e7atTSE6Ml1UkaEj10jg1ua9En2Rfmx77iTargkOLpyiquw0pN0HCwNKH2l0gw5LZ11cUOuZBJXPCRe5R/5/qRGpd/
            hpdbVJEy/Rmd2Shxxnqs9kyRL3zN5MQPjpw7wnc92wlfLdSo4nGA3vANOoINXeqjms7bwwN6Olc6bl6O84lS0ZrvTAAs9/oEwY1d
            p0ZxkfhYy3cEatCuKLvCALI6OdOURTb64Z6JVwiwTg==
            """),
        Vector(
            "DigestInfo of SHA-512",
            """
            bLI903nkpcwPjCklwPSNb3c5L0d8UgdYfbdHow3NbigAfBeEbN45KBiZAqwGOUI//X0ahqnXHaMq3xoO2QWS23ysGWMOJihQxROv
            I7d+yU4eRFs8esOKEM4W3mWG9TT5xwrvxnBIdt0MUtYo7tz3QbKK1UogcV7la/1wzsagbmXUSKNG23gPhKSkNwdTPzVPVGnNURHz
            NUCnAotTMaJA1SnVGDUdW8lryF0yLEqLhhv2G7QmVk4rm8jAlYSIPPUL6pb4LVpjSs54DFgpTw2d5cyhsmmYfYqSj8XToZQ3hxlh
            x/EZtnstSYyMdfpHQJ4VXoo8rEUPpU4Y1XWWdA02Lw==
            """),
        Vector(
            "DigestInfo of SHA-512 around a SHA-256 digest",
            """
            o9ilNXzGGjR9LL+3lIPjPFr8zLcaO1TfNMDNfSlmKCvEGfD6nOuq5CJgKYRcH5B6wUIP0FAi5QBxNQdXpKbDo4FLFqWyditU8ei+
            CLORRtCQedO+wMNL7B3MRNYkyaEU7YtnANuRiuW40U024Dq9A1rsz1evREbErcv5UtM/j7DVXJzuZaJ/k21G9ib0O6MIpj24aKOG
            EfygFF1Jk2lV0tASXAmF1R6sK5FfJL9lX18Vx3V+7bkJaI/gLTKXyzlakbBEBgqEGRd0WCK2o5gPMrv6kiZPyEkW1w9QjquDkFjL
            QU9Uyt+490bejY93341pnpL3LEp9FEjlxS+hjR+1fQ==
            """),
        Vector(
            "digest without DigestInfo",
            """
            uh94ZS6nsuRIDt0sf3MH6fZFyW5kY9w5h4Mxcma5JqqaLbvBpoZ0TTdtZGwQWhNuKqdIL02NFoqVQ+f+nJjYPQ6MkdkVPC9rbGwZ
            go4rESFf3X8EyQpnd8iZbg9kiNT5Dy+Q1JcUDtNeA1uhhR6LACVF4iERmjbnrGjbAj6KDdUkDSBBeYn8D4aZv5WSVR2jm54vqOew
            QSULwQrk+eYpWvDIaGgCHIRWNiRp5t0MKzpvsSRZC+YdFLX7Uy5s2GOgYWV4J9pEhKzm4eKIlBIPcB3dNJAeVDCta0e5DroOE4m3
            y+UCGBHmgn3V0r5DZnjy671XSKRWez691WM8HFf4uQ==
            """),
        Vector(
            "bytes behind the digest (CVE-2006-4339)",
            """
            YmiuR36m4OA9adY4bgQgKAcMijLnmTb5cbLSyvcTpi9TNAQP636xEVS/Jg87TSEOFFkKjIvInE6kKRbcEZf23QId0zNIwOoalpPD
            G+LB0OEmv+p9OftvqDbwF0Puzr7D2iDbsuEMy2jw32hH74ppZzFMjyRWeh3Oe61mKU093RL1dzgu/nHr5b0e3rUWtRF0YHs2C/55
            8MqiHQsWvnGJMAMgU/C10rVz3L+6NbQV8/k0dsrooqehVc0oP//vFB5qSTwtvl/cU/Y67RkepUDTUKUuV67HE9mSAMc3OM3ua3Gp
            FQfkLmsOt7VlDG+0cT3bGJZyHL4IG5aA4mOtQQd5tg==
            """),
        Vector(
            "zeros for padding",
            """
            LAOdREnVUJPI88aJ5ike/ydg6IvNH/BNazobGuUEY4RyvzW907e4sIZZO/jkzBHhxzo6iXpK6/RNp7Xu5sQznMoDS3sgg38KQPO+
            Ab3cUlnB74LJAFH7S2Tyi2HL68sSbguPdxe1MSIyNhdQM370vCY3THNgR7kTyBWbXQL3Sbs84Fh2y+cGX1JHKXzbaUb9Os3ZjCSI
            sWxA2bvYvKwE6BB1HwUfujwU4dVzrLGUhnNyK6I6RWvw8yCWpakrzqDc5L7S+c9T1n6PJ6vtXDgQcnCaiZpfN7eP7VIX31mKZe/s
            l2oaBgPaSBzKDbkB3p7SxawEEcN3yaNetDhbeNzbmg==
            """),
        Vector(
            "padding of an encrypted block",
            """
            eRLESvhNzyWR+PfXpETF9NYgGnsT7nfSfPuZXDYh4T46jAARly+DnUNBTXrUjWC0oirv8RNVMLsLRtwyAgdaN/CfidI9mK5UiPMV
            cfLBOSZkXbcRbZI3YpT5gNDUwPndh27r5ZEYdQDKVBQ0mZcpRi5PJqaPWL0pBy2MVC4KquHGG0RBJ8ngYp8wrXMWOSPAZNXU0Hyo
            uMis9ozzzZYhyTrtOxg3iOU/4uwJMpjxigUSp3KU1aWBN5Mmh0hVGPfm2CyH/EJhGPFQCV4pzjfyWmxABfjrjHMQEn6gaTjbwDDI
            nwj1ksB31jK4VlFMLhcTT3Y1lH3dNRkiSEJ3Md/76w==
            """),
    ]

    /// With the padding of PSS and SHA-256, or what resembles it.
    static let pss = [
        Vector(
            "sound", sound: true,
            """
            BzR4bLVkcGGI4ZYHfSCmyZzWJKGRMD92LNZd/iV2GbqoSVfRGmSIs6FbJAOQIpALMi7Aj/HThL9yPSD9FNNVzQJAn0SJxCM6YPTU
            3LrnrvRTUzjgxL+dsAN4JiWUANvaCUo2fZnfsPvTrGBCFIRuVdgZ/EXtUiUZDveYQVH0duw6Ss0trvakPjXao6OV1YbvWZRVCg7O
            WN5RUoszjNyTSZJjPnGmRbWTLhDTuVcp3DX/BsITNUVTsUWr3cI3gZXdJQs39RrB3386FYeV3hRMh8XLIdSEQYjmqGOWrCxrenFy
            wQCT2Ai4B6OU0HT11uRVLfoEguE1Fikar0egf/o3xA==
            """),
        Vector(
            "no salt",
            """
            xdzvwdQwvGduCKo02Gjjgvhp2Y8qp7YQDRMCuzuq1YjE4F06buwhAt2DhEFLETYBalNQfX+rmLEgCZoMbuk26lD6i0gc/1Wl4KWg
            UqyiJOJA+BLrcYvZrOX0R4yF9U7RXYYPeQPt1o1N5HUs0tzsdInZXe4uZbTam403I9ZDv6zEOIjFokhE/iashRKzqMx84ZuiaS3p
            K0QtAbLKxxzdDufEDE0Ym+QEpB/08/clo9K2lbijXx0oVLUUqXby0VY9OGCm7wyuLUYL7zSa2nxV4sFtCaKksIOihQ99xWALoODY
            lSqOBIJLU2Y4RXkTb1flAWWq3PSbDePHOjv4KeZaDw==
            """),
        Vector(
            "a salt of 20 bytes",
            """
            zcPzULDX8l6vvAJuTGNt9UsHDkM1Q2zG3uUX6aWo9I2BvwDFiqadcaszIQcMlmLMpopBtv6XpRS+JatNlwIBm+g6B5u6rpvZjJH8
            vyLYyGZMz4vk7WGYWw1nv6Cf6eJuYnDtCC4RP8K0D8WfX9eUtSnSE783DwL7RB1gc3Sc2OKuzaCUsvaKv9IqFlJA0FKO3TrX3b7A
            9yFM6c46iyW21hvem5henvLi6kOtYXt0fH79sQ4GMPmXldJBrai2ivU6EkKTJDtcCY9/MjtRQZtSnjrQ78eg9SPH6M0XmopuYHWN
            66y3Od7WHdbsIJ1BXq/WKK5nVFqVe3yp6gU8n10yCg==
            """),
        Vector(
            "a salt of 31 bytes",
            """
            bRoz6f9zfJ+nvJ6uiNE2CXJLQrTgBx9fGKwxYabuO4i/OxQbNXacqfOyLnXdFKxN10G5CMCU7CoWKYsCMoear97/5OxSmW/DuULG
            KF5m+f2YLueBvZ5ChgEWH3uyRAIL1vN3XY0yJg8tibZZ1Ykf2qjYbCylISltX/oHWp2aFO7bHqAoF2s6gU0TMf23dBsacFwR+ZLs
            VC4os91zBJwFtTYMymqAZkw2gu1gEdw37mAII42QcVMLuD3T3nAQP70pQb/LW8072HznpTB3bnPtFOzq7KLjMPxM4S96BIbz5o4p
            G/JPqPSlbq0h5zTTvKCySgZzit4XhLdTCuFSYJOPIA==
            """),
        Vector(
            "a salt of 33 bytes",
            """
            PmFr0bo+UBiWVik/Zj31XtIHvk5Dk10cX5k3JzaekR2wsttC4OHgbhqrGmrOXPxxdMuR/VXi7aiSdF4gYckj+tUNM9qKNWfF1AaO
            K+4CNrie4Pp0Q2LdJ/r0j6S4WeCRqUSFj5zilVPivj5du4dz9E7/d813/ozGP5eAq/+RT4IFLqDz51gtStpeSZdB/K5jm52c3v5O
            tWn3/5lKC0uqhtFeAvQzengqDODcHEcFhYaZuCTLwDQktDcfP0Zj7xiIV125WzYrT5pM4jhcLkF7IicAESKSrSncDVg1RlQ7lcE3
            de0hyWtVt+IfoaD/hAJoa1hVNARl/2F2Ph7Y92gNKg==
            """),
        Vector(
            "the longest salt",
            """
            Sz4m+MVPFGCE/3resSTlvRygBVQZAHcU+JtE5pykmXykfT8uPsDUEKcU5cFhYAQ/fR/5NBvIxJ6ft8tLIuW7WS9FFmRBbS1HkNpZ
            YkGNjc/3seYplqdqUEhLm9NfsPPuES3j30j/piLMo2IXyb9sLCFMMRl1x/PnLn84UIz1yUqaifc9d5zGSlSMC8xfTupk3E4iMqKV
            2t5QDMz8T2mUBqt2kGff/5l8HR3E1aLeDmlWAmra67hRHpZQSHbogpRCGfSBAUgfOLc68C75dJ3Eq4kI9EENUw00fxB/TdKXoMYt
            xF9iILB92JkgjggA86owKHc45cRirpIDKAatYcUEyg==
            """),
        Vector(
            "MGF1 over SHA-1",
            """
            SuPTbCHTiNBsu7IbF059CzvxqFlhkfjNno765kGUhiRpYYeBckb5+4jGtxCXimirItzXHP5hvTPnNzj7BpS7DfO01HNBVorW8Phg
            oBlPrKEUZJxXwywW6jSEaWnIWubzWJtq5AGxcOoq7spKr7IEvwFqT4RyyZmu4zmUAlXnolbrw8cwlJ+0Qe/SXzVuBC2w3eCx6bZr
            pSLrXQ4vCq9xQJe4vjJgN498gPxLq6cu1v1irPeq+4q+d7103tbaCjHhF9AccYZo0Rp2XPnGpfu9ZJA6b94LdNG0ebyrB9KQ2Ajb
            plYW9pG/PS2Ppf+0cKXIHBvk+7HHhJJ+xIkQwlYrag==
            """),
        Vector(
            "MGF1 over SHA-512",
            """
            4YUW3JCSvVr2NG71syMFGAdGyAr+KHOTf+Cysm9/MkZZAuNCDx0rv7sPx1H0SveMPRKtzfVMfBhKV+HBHStQyPZ8DK5z8xe0UEPv
            ZD795fW4iU7SODDS+oZ+txUplgqaGty410CvtyXFDgJLfyHmeowa176+UkjURLLHiFKtSLkAGUiVVmI5CnQIAsrW5goUadp36701
            8kLQgUGv9Qwq9dH6erdTP8cU2Dm7Qr9wh3D8WzM/JD4Rn61qehcAOfba1xJjthSHXW1+OiXqJK38O+DNZT9HxOyzkI+SQiqr/4kK
            xp8hx0HG3vhOdJZs2eAHMTKGeMoctyxc2A2qMY0WnQ==
            """),
        Vector(
            "SHA-512 throughout",
            """
            5gjDGS8k5K293UCXzyPLullJGNJ0yX9TBQdnTk5wE0MauH7G7c9GLNCJaTb8+NaPTEOSo1L0zQr4YMZehZNPsYTvWYqfiJf+UPDW
            GEpmHp1zXmVJbNFOPVLZpYTxLaTKVviipTKrjY+2G6x+ZsqkTN1d/9d7DH8oBfxKPfu0nEDYBUhesjZHU0qXLQuwQJnwIswdJds+
            asmWgFx00FpRJ2cOXOcm6p20FTCOHXDtu2sJT8OyV9d5IMgxV5phrMVm8eFkgrOy3aRpHkvo8SWQB9D3f8kNQ2iyVng6vxIHAWav
            ulDHLIno6pTzdunyV3KZYd1iL1D3cSmDQ5AR0RpcNA==
            """),
    ]
}
