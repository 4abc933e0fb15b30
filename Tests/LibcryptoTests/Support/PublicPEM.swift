/// Public keys that were made outside this package; nobody holds their private halves.
enum PublicPEM {
    /// The public half of a P-256 key.
    static let p256 = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEo7vJw640o9gGMLpa9eLE5sgpTPBn
        5ExdS/ik+KF7G4xuJW2ngUsgVXkUwQoa2gzXM/JEIejiSihbGntf5XXr4w==
        -----END PUBLIC KEY-----
        """

    /// The same key with the curve written out as numbers (CVE-2020-0601).
    static let p256Explicit = """
        -----BEGIN PUBLIC KEY-----
        MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
        AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
        ///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
        NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
        RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
        //////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABKO7ycOuNKPYBjC6WvXixObI
        KUzwZ+RMXUv4pPihexuMbiVtp4FLIFV5FMEKGtoM1zPyRCHo4kooWxp7X+V16+M=
        -----END PUBLIC KEY-----
        """

    /// A certificate of the same key.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBizCCATGgAwIBAgIUCo6aFAN4DTClqtxvQ5RpQ4jxHO4wCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQaW52ZW50ZWQuZXhhbXBsZTAeFw0yNjExMjQwODEzMjFaFw0y
        NjEyMjQwODEzMjFaMBsxGTAXBgNVBAMMEGludmVudGVkLmV4YW1wbGUwWTATBgcq
        hkjOPQIBBggqhkjOPQMBBwNCAASju8nDrjSj2AYwulr14sTmyClM8GfkTF1L+KT4
        oXsbjG4lbaeBSyBVeRTBChraDNcz8kQh6OJKKFsae1/ldevjo1MwUTAdBgNVHQ4E
        FgQUSkFe5sYKZN/Vx3V4E6Mx3x1fH0YwHwYDVR0jBBgwFoAUSkFe5sYKZN/Vx3V4
        E6Mx3x1fH0YwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAnMJQ
        utbVfwKzqevRpGNBIOqDSSjlwHYUFneMdzgftRQCIB1Z2DfQcfgcUMD52zY42/j2
        OScJ/dtqi/NWYRX9CvlV
        -----END CERTIFICATE-----
        """

    /// On a curve that JOSE signs with elsewhere, but not here.
    static let secp256k1 = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEpZohHvHiNeYRzzsUn/Kc9Q4uhqog4S3E
        yWMenXhQU6ym7CDlaRBgIiOL7cc/d9XP3+C524XTzmIIFeYK6hI7YA==
        -----END PUBLIC KEY-----
        """

    /// On a curve that is not one of JOSE's.
    static let brainpool = """
        -----BEGIN PUBLIC KEY-----
        MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEHA0IABFNQCVeJkVaaLsamrm+gBRZnuVU5
        RSIpVquvXlXPeokKTuzi4FemEoBwmSylHHYFPTSe9m9OU1KCSCO0rytCYaI=
        -----END PUBLIC KEY-----
        """

    /// Too small.
    static let rsa1024 = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQClLyNeiWisnb+BxHI8gv/03ivt
        6Q0xn3A2I/sS0zGmwQRgzWFtoaSqeaoe5MjkKnWppwkmuwnxzCu/cxky7mo7YpgL
        zNOlTFHWUZBzJIOEJ4+wT5jn4mB9+ovwEXaGFAAfwFKPZGFGnpVcKFnti0eY82+S
        l6611F7u8lGdN+dkqwIDAQAB
        -----END PUBLIC KEY-----
        """

    /// RSA restricted to PSS by its kind.
    static let rsaPSS = """
        -----BEGIN PUBLIC KEY-----
        MIIBMzAeBgkqhkiG9w0BAQowEaAPMA0GCWCGSAFlAwQCAQUAA4IBDwAwggEKAoIB
        AQC4fpKnjs7pPVpC0S5rXl9K1XyEfPu2oeXBcj+y1MTuDO5fMnifhDqywwVXWzGr
        e8EoIAmFGeawBguzRlpQ3+5xIkJKVbBKsXbSGbRFemem4FqHfh0OCEseXknw12j6
        1a/V+wmNTVsB/pBsOGHuzK5N3KF76rxgHfXXU36EPySTOJIBu5DR97vlfqp3W8oa
        21QfVJ4h+4ehqG8h45Lc9zPBikpPnzOkZiIzFbDodi7AXg7SU8/r5IjaexGpMpnM
        YXc9jBfARlcLTvB1Su1sxlVuo+6mQU578sY++8mNq5VDpjVD2kQHVQ3JCC/z+8Mw
        E19brDpYxHDYIiiEVYNGJVrvAgMBAAE=
        -----END PUBLIC KEY-----
        """

    /// A key that agrees on secrets and signs nothing.
    static let x25519 = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VuAyEAu5nR+8QggSDmlFUC5z6J4bWAFKZv/nfYsI47EWhRcHU=
        -----END PUBLIC KEY-----
        """

    /// The larger Edwards curve.
    static let ed448 = """
        -----BEGIN PUBLIC KEY-----
        MEMwBQYDK2VxAzoAfRN/BLghRqp6iWjFonkDrF13lZfiIgf2qbWPb+OLrC8Mdbtj
        mJbghcgFzLMiqmXf5SjSn755hKAA
        -----END PUBLIC KEY-----
        """

    /// `RSAPaddingVectors.modulus` in the older form of RFC 8017.
    static let rsaPKCS1 = """
        -----BEGIN RSA PUBLIC KEY-----
        MIIBCgKCAQEA6o/k7rvQVw68lWzfpPA1/tYQqfDjfoOtJW3YNX3bg6C6mVqil71N
        8YuQmR1jPnFHlUnYPxFJk5xhWoED3hK3MDxZwR2+d8ZkX6zBLIvIsWl2Gl7NrNRf
        EplVy16XadN+/KmBBPo/1ucpXu5xb57Jilr5XCtwKHLLMwdXS1++S2aFYJ7iViEC
        CBAf2/Po/TDag/CnbtYEe1hiYjMROb3l/9c+wBEsUlLx0IaYdROBOoLpIGpuD3QO
        Jbkd+md6M+UqJAu1A40J3dja/PcffCM8RdX8/WsEGkuV63pUHYXCq/5vDjqt/pY/
        HKOZJEGBdCCvgf2HcivxRJGL2gQllAdKlQIDAQAB
        -----END RSA PUBLIC KEY-----
        """

    /// The same in SubjectPublicKeyInfo.
    static let rsa = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6o/k7rvQVw68lWzfpPA1
        /tYQqfDjfoOtJW3YNX3bg6C6mVqil71N8YuQmR1jPnFHlUnYPxFJk5xhWoED3hK3
        MDxZwR2+d8ZkX6zBLIvIsWl2Gl7NrNRfEplVy16XadN+/KmBBPo/1ucpXu5xb57J
        ilr5XCtwKHLLMwdXS1++S2aFYJ7iViECCBAf2/Po/TDag/CnbtYEe1hiYjMROb3l
        /9c+wBEsUlLx0IaYdROBOoLpIGpuD3QOJbkd+md6M+UqJAu1A40J3dja/PcffCM8
        RdX8/WsEGkuV63pUHYXCq/5vDjqt/pY/HKOZJEGBdCCvgf2HcivxRJGL2gQllAdK
        lQIDAQAB
        -----END PUBLIC KEY-----
        """
}
