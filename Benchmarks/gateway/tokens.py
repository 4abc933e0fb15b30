"""Makes what the benchmark needs in a folder: a key pair, a JWK Set, tokens, a list of besturen.

tokens.py FOLDER COUNT

pool.txt: COUNT tokens of people of different besturen, about 1 KB each. without-role.txt, expired.txt, forged.txt: one each,
which every proxy must refuse. session.key: what session cookies are sealed with; see sessions.py.
"""

import base64
import json
import os
import pathlib
import sys
import time
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

ROLES = ["bbcdrGebruiker", "toezichtGebruiker", "berichtenGebruiker", "leidinggevendenGebruiker", "mandaatGebruiker", "LPDCGebruiker"]
ISSUER = "https://idp.example/op"
BESTUREN = 300


def encoded(data):
    if isinstance(data, dict):
        data = json.dumps(data, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def kbo(number):
    stem = 9_900_000 + number
    return f"{stem:08d}{97 - stem % 97:02d}"


class Mint:
    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.now = int(time.time())

    def token(self, number, roles=ROLES, lifetime=7 * 86_400):
        code = kbo(number % BESTUREN)
        claims = {
            "iss": ISSUER,
            "sub": uuid.uuid4().hex,
            "aud": "poort",
            "azp": "poort",
            "iat": self.now - 10,
            "exp": self.now + lifetime,
            "vo_id": str(uuid.uuid4()),
            "vo_doelgroepcode": "LB",
            "vo_orgcode": code,
            "vo_orgnaam": f"Gemeente Voorbeeld {number % BESTUREN}",
            "abb_loketLB_rol_3d": [f"LoketLB-{role}:{code}" for role in roles],
        }
        message = encoded({"alg": "RS256", "typ": "JWT", "kid": "k1"}) + b"." + encoded(claims)
        signature = self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return (message + b"." + encoded(signature)).decode()


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    mint = Mint()
    public = mint.key.public_key()
    numbers = public.public_numbers()
    (folder / "key.pem").write_bytes(
        public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    jwk = {"kty": "RSA", "kid": "k1", "alg": "RS256", "use": "sig"}
    jwk["n"] = encoded(numbers.n.to_bytes(256, "big")).decode()
    jwk["e"] = encoded(numbers.e.to_bytes(3, "big")).decode()
    # Nobody signs with it: for floods that name it (see attack.py).
    point = ec.generate_private_key(ec.SECP521R1()).public_key().public_numbers()
    costly = {"kty": "EC", "crv": "P-521", "kid": "k2", "alg": "ES512", "use": "sig"}
    costly["x"] = encoded(point.x.to_bytes(66, "big")).decode()
    costly["y"] = encoded(point.y.to_bytes(66, "big")).decode()
    (folder / "jwks.json").write_text(json.dumps({"keys": [jwk]}))
    (folder / "flood-jwks.json").write_text(json.dumps({"keys": [jwk, costly]}))
    rows = ["uri,name,bestuurstype,kbo,status"]
    rows += [f"http://data.example/id/bestuurseenheden/{n},Voorbeeld {n},Gemeente,{kbo(n)},Actief" for n in range(BESTUREN)]
    (folder / "besturen.csv").write_text("\n".join(rows) + "\n")

    pool = [mint.token(number) for number in range(count)]
    (folder / "pool.txt").write_text("\n".join(pool) + "\n")
    (folder / "without-role.txt").write_text(mint.token(1, roles=ROLES[1:]) + "\n")
    (folder / "expired.txt").write_text(mint.token(1, lifetime=-3_600) + "\n")
    stem, last = pool[0][:-20], pool[0][-20:]
    (folder / "forged.txt").write_text(stem + ("A" if last[0] != "A" else "B") + last[1:] + "\n")
    (folder / "session.key").write_bytes(encoded(os.urandom(32)) + b"\n")
    (folder / "session.key").chmod(0o600)
    (folder / "client-secret").write_text("unused\n")
    (folder / "client-secret").chmod(0o600)
    print(f"{count} tokens of {len(pool[0])} bytes")


main()
