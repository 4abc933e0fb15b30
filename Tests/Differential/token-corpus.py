#!/usr/bin/env python3
"""Tokens that other libraries judge, too: makes them, or judges those of a file again.

    token-corpus.py make  >tokens.jsonl     needs PyJWT, joserfc and cryptography from PyPI
    token-corpus.py judge <tokens.jsonl     prints one line for each token: the two verdicts, as in the file

The first line of the file says what the others are about: the keys, one sound token for each, the time, the versions. Each
further line is one case:

    n   the family of the case
    b   a token, by number, with changes e to its bytes: [place, how many bytes go, what comes]
    h c the header and the claims of a token signed with HS256: members with their text, null where one goes; in the order of
        the sound ones, and new ones behind them
    d   changes to the bytes of the claims, like e
    v   the verdicts: PyJWT, then joserfc; 1 accepts, 0 refuses

Both libraries are used as their documentation says, with every check that they have: algorithms, issuer, audience, the
required claims, a minute of leeway. The seed is fixed; signatures with random numbers in them differ from run to run.
"""

import base64
import hashlib
import hmac
import json
import random
import sys
import warnings

NOW = 1_800_000_000
ISSUER = "https://idp.example/op"
SECRET = b"an invented secret of sixty-four bytes, for tests and nothing el"
CLAIMS = {
    "iss": json.dumps(ISSUER),
    "sub": '"u-1"',
    "aud": '"poort"',
    "exp": str(NOW + 300),
    "nbf": str(NOW - 10),
    "iat": str(NOW - 10),
    "roles": '["R:OVO000901"]',
}
HEADER = {"alg": '"HS256"', "kid": '"k1"', "typ": '"JWT"'}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def text(members, changes):
    """An object of members whose values are texts; latin-1 stands for bytes."""
    merged = dict(members)
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = value
    return ("{" + ",".join('"%s":%s' % pair for pair in merged.items()) + "}").encode("latin-1")


def edited(data, edits):
    for place, gone, new in edits:
        place = min(place, len(data))
        data = data[:place] + new.encode("latin-1") + data[place + gone :]
    return data


def token(case, bases):
    """The token of a case, and which key it is judged with."""
    if "b" in case:
        return edited(bases[case["b"]].encode(), case["e"]), case["b"]
    header = text(HEADER, case.get("h", {}))
    payload = edited(text(CLAIMS, case.get("c", {})), case.get("d", []))
    message = b64(header) + b"." + b64(payload)
    return message + b"." + b64(hmac.new(SECRET, message, hashlib.sha256).digest()), 0


class Judges:
    """The two libraries, each with one key under one name."""

    def __init__(self, keys):
        import jwt
        from jwt import api_jwt
        from joserfc.jwk import KeySet

        class Frozen(api_jwt.datetime):
            @classmethod
            def now(cls, tz=None):
                return cls.fromtimestamp(NOW, tz)

        api_jwt.datetime = Frozen
        self.algorithms = [[key["alg"]] for key in keys]
        self.pyjwt = [jwt.PyJWKSet.from_dict({"keys": [key]}) for key in keys]
        self.joserfc = [KeySet.import_key_set({"keys": [key]}) for key in keys]

    def by_pyjwt(self, token, key):
        import jwt

        try:
            keys = self.pyjwt[key]
            name = jwt.get_unverified_header(token).get("kid")
            chosen = keys.keys[0] if name is None else keys[name]
            jwt.decode(
                token,
                chosen,
                algorithms=self.algorithms[key],
                audience="poort",
                issuer=ISSUER,
                leeway=60,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
            return "1"
        except Exception:
            return "0"

    def by_joserfc(self, token, key):
        from joserfc import jwt

        try:
            decoded = jwt.decode(token, self.joserfc[key], algorithms=self.algorithms[key])
            registry = jwt.JWTClaimsRegistry(
                now=NOW,
                leeway=60,
                iss={"essential": True, "value": ISSUER},
                aud={"essential": True, "value": "poort"},
                exp={"essential": True},
                sub={"essential": True},
            )
            registry.validate(decoded.claims)
            return "1"
        except Exception:
            return "0"

    def verdicts(self, token, key):
        return self.by_pyjwt(token, key) + self.by_joserfc(token, key)


# Texts of JSON values that a claim or header member may be given instead of its own.
VALUES = [
    "null", "true", "false", "0", "-0", "1", "-1", "1.5", "1e400", "-1e400", "NaN", "Infinity", "-Infinity", '""', '" "',
    "[]", "{}", "[null]", '["poort"]', '["poort","other"]', '["other","poort"]', '["poort",1]', '["poort",null]',
    '[["poort"]]', '{"poort":1}', '"poort"', '"Poort"', '"poort "', '"poor"', '"poort,other"', '"\\u0070oort"',
    '"poort\\u0000"', '"po\\u006frt"', json.dumps(ISSUER), json.dumps(ISSUER + "/"), json.dumps(ISSUER.upper()),
    json.dumps([ISSUER]), '"https:\\/\\/idp.example\\/op"', '"u-1"', "12345", '"\\ud800"', '"\\ud83d\\ude00"',
    "99999999999999999999", "1" * 33, "01", "+1", ".5", "1.", "0x10", "1_0", "1e2", "1E+2",
]  # fmt: skip
DATES = [NOW + offset for offset in (-10**9, -301, -61, -60, -59, -1, 0, 1, 59, 60, 61, 300, 10**9, 10**12)]
DATE_TEXTS = (
    [str(date) for date in DATES]
    + [str(date) + fraction for date in DATES[2:11] for fraction in (".0", ".5", ".000001", ".999999999")]
    + ["%se%d" % (digits, power) for digits, power in (("18", 8), ("1.8", 9), ("18.00000003", 8), ("0.18", 10))]
    + ['"%d"' % (NOW + 300), '"%d.5"' % (NOW + 300), "[%d]" % (NOW + 300), '{"t":%d}' % (NOW + 300), "253402300799"]
    + ["253402300800", "-%d" % NOW, "9223372036854775807", "9223372036854775808", "1e18", "1e300", '"2027-01-15"']
)
HEADER_VALUES = {
    "alg": ['"none"', '"None"', '"NONE"', '"HS384"', '"HS512"', '"RS256"', '"hs256"', '"HS256 "', '"HS\\u003256"', '""',
            "null", "1", '["HS256"]', '"EdDSA"', '"ES256"'],
    "kid": ['"k2"', '"K1"', '""', "null", "1", '["k1"]', '"k1 "', '"k\\u0031"', '"../../k1"', "true"],
    "typ": ['"at+jwt"', '"logout+jwt"', '"dpop+jwt"', '"jwt"', '"application/jwt"', '"JWT;q=1"', "null", "1", '""', '"JOSE"'],
    "cty": ['"JWT"', '"jwt"', '"text/plain"', "1", "null"],
    "crit": ["[]", '["exp"]', '["b64"]', '["alg"]', "null", '"exp"', "[1]", "{}", '["x"]'],
    "b64": ["true", "false", "null", '"false"', "0"],
    "jwk": ["{}", '{"kty":"oct","k":"AAAA"}', "null"],
    "jku": ['"https://evil.example/keys"', "null", "1"],
    "x5u": ['"https://evil.example/cert"', "1"],
    "x5c": ["[]", '["MIIB"]', "1"],
    "zip": ['"DEF"', "null"],
    "x5t": ['"AA"', "1"],
    "x": ["1", '"y"'],
    "ALG": ['"none"'],
}  # fmt: skip
# What a slip, or somebody with intent, does to text.
PIECES = ['"', "\\", "{", "}", "[", "]", ",", ":", " ", "\n", "\t", "0", "9", "e", "-", ".", "null", "\\u0000", "\x00",
          '"exp":1,', ',"sub":"u-2"', ',"s\\u0075b":"u-2"', "\\u", "\xc3\xa9", "\xff", "\xed\xa0\x80", "\xef\xbb\xbf", "//",
          "/**/", "'", "\u00a0", '"roles":[],']  # fmt: skip
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def header_cases(pick):
    for name, values in HEADER_VALUES.items():
        for value in values:
            yield {"n": "header " + name, "h": {name: value}}
        yield {"n": "header " + name, "h": {name: None}}
    names = list(HEADER_VALUES)
    for _ in range(150):
        chosen = {name: pick.choice(HEADER_VALUES[name]) for name in pick.sample(names, 2)}
        yield {"n": "header two", "h": chosen}
    for name in ["alg", "kid", "typ"]:
        # In Python's json the later counts; two names that decode alike are one.
        yield {"n": "header twice", "h": {name: HEADER[name] + "," + '"%s":%s' % (name, HEADER[name])}}
        yield {"n": "header twice", "h": {"\\u%04x%s" % (ord(name[0]), name[1:]): HEADER[name]}}


def claim_cases(pick):
    for name in ["iss", "sub", "aud", "azp", "jti", "roles", "events", "cnf", "nonce"]:
        for value in VALUES:
            yield {"n": "claim " + name, "c": {name: value}}
        yield {"n": "claim " + name, "c": {name: None}}
    for name in ["exp", "nbf", "iat"]:
        for value in DATE_TEXTS + VALUES:
            yield {"n": "claim " + name, "c": {name: value}}
        yield {"n": "claim " + name, "c": {name: None}}
    for _ in range(250):
        first, second = pick.sample(["exp", "nbf", "iat"], 2)
        yield {"n": "two dates", "c": {first: pick.choice(DATE_TEXTS), second: pick.choice(DATE_TEXTS)}}
    for _ in range(150):
        yield {
            "n": "audience and party",
            "c": {
                "aud": pick.choice(['"poort"', '["poort"]', '["poort","other"]', '["other"]', '["poort","poort"]']),
                "azp": pick.choice(['"poort"', '"other"', "null", "1", '""', '["poort"]', None]),
            },
            "h": {"typ": pick.choice(['"JWT"', '"at+jwt"', None])},
        }
    for name in ["iss", "sub", "aud", "exp", "roles"]:
        yield {"n": "claim twice", "c": {name: CLAIMS[name] + "," + '"%s":%s' % (name, CLAIMS[name])}}
        yield {"n": "claim twice", "c": {"\\u%04x%s" % (ord(name[0]), name[1:]): CLAIMS[name]}}
        yield {"n": "claim by its escape", "c": {name: None, "\\u%04x%s" % (ord(name[0]), name[1:]): CLAIMS[name]}}
        yield {"n": "claim by another name", "c": {name: None, name.upper(): CLAIMS[name]}}
    for depth in [2, 14, 15, 16, 17, 100]:
        yield {"n": "deep", "c": {"x": "[" * depth + "]" * depth}}
    for count in [511, 512, 513, 900]:
        yield {"n": "long list", "c": {"roles": "[" + ",".join(["0"] * count) + "]"}}


def text_cases(pick):
    length = len(text(CLAIMS, {}))
    for _ in range(700):
        edits = []
        for _ in range(pick.choice([1, 1, 1, 2])):
            gone = pick.choice([0, 0, 1, 1, 2, 5])
            edits.append([pick.randrange(length + 1), gone, pick.choice(PIECES) if pick.random() < 0.8 else ""])
        yield {"n": "claims as text", "d": edits}
    for new in ["\n", " ", "\t", "\x00", "x", "{}", "\xef\xbb\xbf"]:
        yield {"n": "text around", "d": [[length, 0, new]]}
        yield {"n": "text around", "d": [[0, 0, new]]}


def byte_cases(pick, bases):
    for number, base in enumerate(bases):
        yield {"n": "sound", "b": number, "e": []}
        dots = [place for place, letter in enumerate(base) if letter == "."]
        for place in [0, dots[0], dots[0] + 1, dots[1], dots[1] + 1, len(base)]:
            for new in ["=", "==", " ", "\n", ".", "A", "%", "\x00", "+", "/"]:
                yield {"n": "inserted", "b": number, "e": [[place, 0, new]]}
        for end in [dots[0], dots[1], len(base)]:
            for letter in ALPHABET[:: 5 if end < len(base) else 1]:
                yield {"n": "last letter", "b": number, "e": [[end - 1, 1, letter]]}
        for start, end in [(0, dots[0]), (dots[0] + 1, dots[1]), (dots[1] + 1, len(base))]:
            yield {"n": "emptied", "b": number, "e": [[start, end - start, ""]]}
            yield {"n": "doubled", "b": number, "e": [[end, 0, base[start:end]]]}
        for _ in range(120):
            place = pick.randrange(len(base))
            kind = pick.randrange(4)
            if kind == 0:
                edit = [place, 1, pick.choice(ALPHABET)]
            elif kind == 1:
                edit = [place, 1, chr(pick.randrange(256))]
            elif kind == 2:
                edit = [place, pick.choice([1, 2, 3, 4]), ""]
            else:
                edit = [place, 0, pick.choice(ALPHABET) * pick.choice([1, 2, 3, 4])]
            yield {"n": "changed", "b": number, "e": [edit]}
        for other in range(len(bases)):
            if other != number:
                yield {"n": "another's", "b": number, "e": [[0, len(base), bases[other]]]}
                signature = bases[other].rsplit(".", 1)[1]
                yield {"n": "another's signature", "b": number, "e": [[dots[1] + 1, len(base), signature]]}


def signature_cases(bases):
    """ECDSA signatures in other shapes."""
    number = 2
    base = bases[number]
    raw = base64.urlsafe_b64decode(base.rsplit(".", 1)[1] + "==")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")

    def integer(value):
        data = value.to_bytes(33, "big").lstrip(b"\0")
        data = b"\0" + data if data[0] & 0x80 else data
        return b"\x02" + bytes([len(data)]) + data

    der = integer(r) + integer(s)
    shapes = {
        "DER": b"\x30" + bytes([len(der)]) + der,
        "zero": bytes(64),
        "zero r": bytes(32) + raw[32:],
        "zero s": raw[:32] + bytes(32),
        "r above": min(r + order, 2**256 - 1).to_bytes(32, "big") + raw[32:],
        "s is n": raw[:32] + order.to_bytes(32, "big"),
        "swapped": raw[32:] + raw[:32],
        "short": raw[:63],
        "long": raw + b"\0",
        "wide": b"\0" + raw[:32] + b"\0" + raw[32:],
        # The same signature with s negated: another spelling that is as good (ECDSA is malleable).
        "negated s": raw[:32] + (order - s).to_bytes(32, "big"),
    }
    start = base.rindex(".") + 1
    for name, shape in shapes.items():
        yield {"n": "ecdsa " + name, "b": number, "e": [[start, len(base), b64(shape).decode()]]}


def make():
    import jwt
    import joserfc
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

    private = {
        "RS256": rsa.generate_private_key(65537, 2048),
        "ES256": ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate(),
        "PS256": rsa.generate_private_key(65537, 2048),
    }
    writers = {"RS256": RSAAlgorithm, "PS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}
    keys = [{"kty": "oct", "k": b64(SECRET).decode(), "alg": "HS256", "kid": "k1"}]
    bases = [token({}, [])[0].decode()]
    claims = json.loads(text(CLAIMS, {}))
    for algorithm, key in private.items():
        public = json.loads(writers[algorithm].to_jwk(key.public_key()))
        members = {name: public[name] for name in ("kty", "crv", "n", "e", "x", "y") if name in public}
        keys.append(members | {"alg": algorithm, "kid": "k1"})
        bases.append(jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"}))
    judges = Judges(keys)
    about = {
        "now": NOW, "issuer": ISSUER, "secret": SECRET.decode(), "header": HEADER, "claims": CLAIMS, "keys": keys,
        "bases": bases, "versions": [jwt.__version__, joserfc.__version__],
    }  # fmt: skip
    print(json.dumps(about, separators=(",", ":")))
    pick = random.Random(20260925)
    cases = [*header_cases(pick), *claim_cases(pick), *text_cases(pick), *byte_cases(pick, bases), *signature_cases(bases)]
    for case in cases:
        case["v"] = judges.verdicts(*token(case, bases))
        print(json.dumps(case, separators=(",", ":")))


def judge():
    about = json.loads(sys.stdin.readline())
    judges = Judges(about["keys"])
    for line in sys.stdin:
        print(judges.verdicts(*token(json.loads(line), about["bases"])))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"make": make, "judge": judge}[sys.argv[1]]()
