"""Seals a session for each token of pool.txt, as the gateway does after a login: the same people, besturen and roles.

sessions.py FOLDER

Written anew before each round: an active session gets a new cookie after five minutes, which a load that keeps the old one would
ask for with every request.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import sys
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEPT = ["vo_id", "vo_orgcode", "vo_doelgroepcode", "abb_loketLB_rol_3d"]


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main():
    folder = pathlib.Path(sys.argv[1])
    key = decoded((folder / "session.key").read_text().strip())
    header = b"\x01" + hmac.digest(key, b"poort sealing key", hashlib.sha256)[:4]
    seal, now = AESGCM(key), int(time.time())
    values = []
    for token in (folder / "pool.txt").read_text().split():
        claims = json.loads(decoded(token.split(".")[1]))
        session = {
            "v": 1,
            "i": encoded(os.urandom(16)),
            "u": claims["iss"],
            "s": claims["sub"],
            "n": "An Voorbeeld",
            "c": {name: claims[name] for name in KEPT},
            "b": now,
            "t": now,
            "a": now,
        }
        nonce = os.urandom(12)
        text = json.dumps(session, separators=(",", ":")).encode()
        values.append(encoded(header + nonce + seal.encrypt(nonce, text, b"poort session\0" + header)))
    (folder / "sessions.txt").write_text("\n".join(values) + "\n")


main()
