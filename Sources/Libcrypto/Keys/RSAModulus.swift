/// Checks on an RSA public key that need no secret and no big-number library.
enum RSAModulus {
    static let minimumBits = 2048
    static let maximumBits = 16384

    /// Refuses public numbers that cannot be those of a sound key pair.
    ///
    /// - Parameters:
    ///   - modulus: big-endian, without leading zeros.
    ///   - exponent: big-endian, without leading zeros.
    static func check(modulus: [UInt8], exponent: [UInt8]) throws(LibcryptoError) {
        let bits = bitCount(modulus)
        guard bits >= minimumBits else { throw .keyTooSmall(bits: bits, minimum: minimumBits) }
        guard bits <= maximumBits else { throw .keyTooLarge(bits: bits, maximum: maximumBits) }
        // e = 1 makes every number its own signature, an even e has no inverse, and a tiny one turns each slip in comparing
        // the padding into a forgery (CVE-2006-4339); FIPS 186-5 appendix A.1.1 asks for more than 2^16. A longer e than
        // 64 bits occurs nowhere and would let a key set slow each verification down a hundredfold.
        guard let last = exponent.last, last & 1 == 1, (17...64).contains(bitCount(exponent)) else {
            throw .unsuitableExponent
        }
        guard modulus.last.map({ $0 & 1 }) == 1 else { throw .unsuitableModulus }
        let residues = smallPrimes.map { residue(of: modulus, modulo: $0) }
        guard !residues.contains(0) else { throw .unsuitableModulus }
        if zip(smallPrimes, residues).allSatisfy({ isPowerOf65537($1, modulo: $0) }) { throw .brokenGenerator }
    }

    static func bitCount(_ bigEndian: [UInt8]) -> Int {
        guard let first = bigEndian.first(where: { $0 != 0 }) else { return 0 }
        let zeros = bigEndian.prefix { $0 == 0 }.count
        return (bigEndian.count - zeros) * 8 - first.leadingZeroBitCount
    }

    /// The odd primes up to 167. The broken generator's primes have the form k·M + (65537^a mod M), with M the product
    /// of the first primes, so that a modulus made of them is a power of 65537 modulo each (Nemec et al., CCS 2017,
    /// section 2). For a sound modulus this holds by chance with a probability below 2^-150.
    private static let smallPrimes: [UInt32] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
        109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ]

    private static func residue(of number: [UInt8], modulo prime: UInt32) -> UInt32 {
        number.reduce(0) { ($0 << 8 | UInt32($1)) % prime }
    }

    private static func isPowerOf65537(_ residue: UInt32, modulo prime: UInt32) -> Bool {
        var power: UInt32 = 1
        repeat {
            if power == residue { return true }
            power = power * (65537 % prime) % prime
        } while power != 1
        return false
    }
}
