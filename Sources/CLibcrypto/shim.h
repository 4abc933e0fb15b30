#ifndef POORT_CLIBCRYPTO_SHIM_H
#define POORT_CLIBCRYPTO_SHIM_H

// OpenSSL 3's libcrypto as Swift sees it. Only `Libcrypto` imports this module.

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#if OPENSSL_VERSION_MAJOR < 3
#error "Poort needs OpenSSL 3: provider-based fetching and EVP_PKEY_fromdata"
#endif

// Which parts of a key are given to EVP_PKEY_fromdata: macros over bit masks, which Swift does not import.
static const int CLibcrypto_selection_public = EVP_PKEY_PUBLIC_KEY;
static const int CLibcrypto_selection_keypair = EVP_PKEY_KEYPAIR;

// OPENSSL_free is a macro over CRYPTO_free with the caller's file and line, which Swift cannot expand.
static inline void CLibcrypto_free(void *memory) { OPENSSL_free(memory); }

// Decodes DER into an EVP_PKEY. The d2i functions move the pointer that is passed in; keeping that pointer in C
// lets the Swift side see the one thing it needs: whether the whole input was read. A certificate or a key followed
// by other bytes must not pass for a key.
static inline EVP_PKEY *CLibcrypto_public_key_from_spki(const unsigned char *der, long length) {
    const unsigned char *position = der;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &position, length);
    if (key != NULL && position != der + length) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

// The same for the `RSA PUBLIC KEY` form of RFC 8017 appendix A.1.1.
static inline EVP_PKEY *CLibcrypto_public_key_from_pkcs1(const unsigned char *der, long length) {
    const unsigned char *position = der;
    EVP_PKEY *key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &position, length);
    if (key != NULL && position != der + length) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

// The same for private keys: PKCS#8, RFC 8017 and RFC 5915 forms.
static inline EVP_PKEY *CLibcrypto_private_key(const unsigned char *der, long length) {
    const unsigned char *position = der;
    EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &position, length);
    if (key != NULL && position != der + length) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

#endif
