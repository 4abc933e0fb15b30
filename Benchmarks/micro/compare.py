"""Times Poort, `openssl speed` and other libraries in turn on one processor and prints a table.

compare.py --poort COMMAND [--peer NAME=COMMAND ...] [--rounds N] [--signed-bytes N] [--only TEXT]

Commands are programs that answer as poort-micro's Worker does. In each round every case is timed: ours, openssl, ours again,
the others. A ratio is that of one round, where ours is the mean of the two; minimum, median and maximum over the rounds are
shown. Everything is counted in the processor time of its process, as `openssl speed` does by itself.
"""

import argparse
import re
import shlex
import statistics
import subprocess

MILLISECONDS = 200


class Program:
    """One program that times cases on demand."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.cases = []
        for line in self.process.stdout:
            if line == "ready\n":
                return
            self.cases.append(line.rstrip("\n"))
        raise SystemExit(f"`{command}` ended with status {self.process.wait()}")

    def microseconds(self, case):
        if case not in self.cases:
            return None
        print(f"{case}\t{MILLISECONDS}", file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline()) / 1e3

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class OpenSSL:
    """`openssl speed`: the bare signature, or the hash, that belongs to a case."""

    def __init__(self, signed_bytes):
        # The hashes are asked for as many bytes as are signed.
        message = ["-bytes", str(signed_bytes)]
        rsa, p256, p521, ed25519 = "rsa2048", "ecdsap256", "ecdsap521", "ed25519"
        mac = ["-hmac", "sha256", *message]
        self.commands = {"SHA-256": ["-evp", "sha256", *message], "verify HS256": mac}
        for algorithm, name in [("RS256", rsa), ("ES256", p256), ("ES512", p521), ("EdDSA", ed25519)]:
            self.commands[f"verify {algorithm}"] = self.commands[f"signature {algorithm}"] = [name]
        self.bytes = signed_bytes

    def microseconds(self, case):
        if case not in self.commands:
            return None
        command = ["openssl", "speed", "-seconds", "1", *self.commands[case]]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        last = output.strip().splitlines()[-1]
        if rate := re.search(r"([\d.]+)k$", last):
            return self.bytes / (float(rate[1]) * 1e3) * 1e6
        return 1e6 / float(last.split()[-1])


def spread(values, digits):
    values = sorted(values)
    return " ".join(f"{value:.{digits}f}" for value in (values[0], statistics.median(values), values[-1]))


def row(case, rounds, names):
    def column(name):
        return [one[name] for one in rounds if one.get(name) is not None]

    cells = [f"{case:44}", f"{statistics.median(column('poort')):9.3f}"]
    for name in names:
        values = column(name)
        if not values:
            cells.append(f"{'':>9} {'':16}")
            continue
        ratios = spread([one["poort"] / one[name] for one in rounds], 2 if name == "openssl" else 3)
        cells.append(f"{statistics.median(values):9.2f} {ratios:16}")
    return " ".join(cells).rstrip()


def print_floor(openssl, rounds):
    """What no program can go below that lets OpenSSL do both: hashing what is signed, and the bare signature."""
    hashes, floors = [], []
    for _ in range(rounds):
        before = openssl.microseconds("verify RS256")
        hashes.append(openssl.microseconds("SHA-256"))
        floors.append(1 + hashes[-1] * 2 / (before + openssl.microseconds("verify RS256")))
    print(
        f"\nopenssl speed sha256 of {openssl.bytes} bytes: {statistics.median(hashes):.3f} us;"
        f" (rsa2048 + sha256) / rsa2048: {spread(floors, 3)}"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--poort", required=True)
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--signed-bytes", type=int, required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    ours = Program(arguments.poort)
    others = {"openssl": OpenSSL(arguments.signed_bytes)}
    for peer in arguments.peer:
        name, command = peer.split("=", 1)
        others[name] = Program(command)
    cases = [case for case in ours.cases if arguments.only in case]
    results = {case: [] for case in cases}
    for _ in range(arguments.rounds):
        for case in cases:
            first = ours.microseconds(case)
            bare = others["openssl"].microseconds(case)
            one = {"poort": (first + ours.microseconds(case)) / 2, "openssl": bare}
            for name, program in others.items():
                one.setdefault(name, program.microseconds(case) if name != "openssl" else None)
            results[case].append(one)
    print(f"{arguments.rounds} rounds; microseconds (median), and the ratio poort / other (minimum, median, maximum)\n")
    print(f"{'':44} {'poort':>9} " + " ".join(f"{name:>9} {'ratio':16}" for name in others))
    for case in cases:
        print(row(case, results[case], list(others)))
    print_floor(others["openssl"], arguments.rounds)
    for program in [ours, *others.values()]:
        if isinstance(program, Program):
            program.end()


main()
