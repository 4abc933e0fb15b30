"""python_peers.py LIBRARY FOLDER: checks the benchmark's tokens with PyJWT or joserfc, on demand, as poort-micro's Worker does.

LIBRARY is `pyjwt` or `joserfc`. Leaves with status 69 when it is not installed.
"""

import pathlib
import sys
import time

ISSUER, AUDIENCE = "https://idp.example/op", "poort"
ALGORITHMS = ["RS256", "ES256", "EdDSA", "ES512", "HS256"]


def pyjwt(algorithm, token, key):
    import jwt

    if algorithm != "HS256":
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        key = load_pem_public_key(key)
    return lambda: jwt.decode(token, key, algorithms=[algorithm], audience=AUDIENCE, issuer=ISSUER)


def joserfc(algorithm, token, key):
    from joserfc import jwk, jwt

    kinds = {"RS256": jwk.RSAKey, "EdDSA": jwk.OKPKey, "HS256": jwk.OctKey}
    key = kinds.get(algorithm, jwk.ECKey).import_key(key)
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": AUDIENCE},
        exp={"essential": True},
        sub={"essential": True},
    )

    def verify():
        decoded = jwt.decode(token, key, algorithms=[algorithm])
        rules.validate(decoded.claims)

    return verify


def cases(library, folder):
    found = {}
    for algorithm in ALGORITHMS:
        name = algorithm.lower()
        token = (folder / f"{name}.jwt").read_text()
        key = (folder / (f"{name}.key" if algorithm == "HS256" else f"{name}.pem")).read_bytes()
        verify = library(algorithm, token, key)
        verify()
        found[f"verify {algorithm}"] = verify
    # Both always read all claims.
    found["verify RS256 and read its claims"] = found["verify RS256"]
    return found


def spent(body, count):
    started = time.process_time_ns()
    for _ in range(count):
        body()
    return time.process_time_ns() - started


def main():
    try:
        found = cases({"pyjwt": pyjwt, "joserfc": joserfc}[sys.argv[1]], pathlib.Path(sys.argv[2]))
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(69)
    for name in found:
        print(name)
    print("ready", flush=True)
    for line in sys.stdin:
        name, milliseconds = line.rstrip("\n").split("\t")
        body = found.get(name)
        if body is None:
            print("-", flush=True)
            continue
        count = 1
        while spent(body, count) < 2_000_000:
            count *= 4
        count = max(1, count * int(milliseconds) // 4)
        print(spent(body, count) / count, flush=True)


main()
