"""Measures what good connections get while others flood the gateway with distinct invalid tokens, and prints a table.

flood.py --port N --admin N --pid N --tokens FILE --path PATH [--rounds N] [--seconds N] [--good N] [--bad N] [--pipeline N]

Each round goes through: no flood, and each kind of flood (see attack.py). The good ones are wrk's, with tokens that repeat and
are verified. `hits` is how many of their requests found their token among the verified ones, by the gateway's own counters.
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import urllib.request

from measure import milliseconds

HERE = pathlib.Path(__file__).parent
KINDS = ["none", "rs256", "es512", "unknown-kid"]


def counters(admin):
    text = urllib.request.urlopen(f"http://127.0.0.1:{admin}/metrics").read().decode()
    return {name: float(value) for name, value in re.findall(r"^poort_token_cache_(\w+) (\S+)$", text, re.M)}


class Flood:
    """attack.py on the load's processor, for as long as the block lasts. It yields to the load: attackers have machines of
    their own, and what they take from the good ones is to be the gateway's time alone."""

    def __init__(self, kind, arguments):
        self.command = ["nice", "-n", "19", "taskset", "-c", str(arguments.cpu), sys.executable, str(HERE / "attack.py"), kind]
        self.command += [str(arguments.port), "--path", arguments.path, "--connections", str(arguments.bad)]
        self.command += ["--pipeline", str(arguments.pipeline)]
        self.kind, self.answered = kind, 0

    def __enter__(self):
        if self.kind != "none":
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            if self.process.stdout.readline() != "attacking\n":
                sys.exit(f"the flood `{self.kind}` does not begin")
        return self

    def __exit__(self, *_):
        if self.kind != "none":
            self.answered = int(self.process.communicate()[0])


def load(arguments):
    environment = {"TOKENS": arguments.tokens, "AUTHORIZED_PATH": arguments.path, "PATH": "/usr/bin:/bin"}
    command = ["taskset", "-c", str(arguments.cpu), "wrk", "-t1", f"-c{arguments.good}", f"-d{arguments.seconds}s"]
    command += ["--latency", "-s", str(HERE / "bearer.lua"), f"http://127.0.0.1:{arguments.port}"]
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    if problem := re.search(r"Non-2xx.*|Socket errors.*", output):
        sys.exit(f"a good request was not answered: {problem[0]}")
    found = {"requests": int(re.search(r"(\d+) requests in", output)[1])}
    for name, pattern in {"p50": r"\n\s+50%\s+(\S+)", "p99": r"\n\s+99%\s+(\S+)", "max": r"Latency\s+\S+\s+\S+\s+(\S+)"}.items():
        found[name] = milliseconds(re.search(pattern, output)[1])
    return found


def one(kind, arguments):
    before = counters(arguments.admin)
    with Flood(kind, arguments) as flood:
        found = load(arguments)
    after = counters(arguments.admin)
    found["hits"] = (after["hits_total"] - before["hits_total"]) / found["requests"]
    found["entries"] = after["entries"]
    found["bad"] = flood.answered / arguments.seconds
    return found


def main():
    parser = argparse.ArgumentParser()
    for name, default in {"port": None, "admin": None, "rounds": 5, "seconds": 3, "good": 16, "bad": 32, "pipeline": 100, "cpu": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=default, required=default is None)
    parser.add_argument("--tokens", required=True)
    parser.add_argument("--path", required=True)
    arguments = parser.parse_args()
    load(arguments)
    print(f"{counters(arguments.admin)['entries']:.0f} tokens verified before the first flood")
    results = {kind: [] for kind in KINDS}
    for _ in range(arguments.rounds):
        for kind in KINDS:
            results[kind].append(one(kind, arguments))
    print(
        f"{arguments.good} good connections, {arguments.bad} that flood with {arguments.pipeline} requests a write;"
        f" {arguments.rounds} rounds of {arguments.seconds} s, medians"
    )
    print(f"{'flood':14}{'good req/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'bad req/s':>11}{'hits %':>8}{'verified':>10}")
    for kind, rounds in results.items():
        def median(key):
            return statistics.median(found[key] for found in rounds)

        print(
            f"{kind:14}{median('requests') / arguments.seconds:11.0f}{median('p50'):9.2f}{median('p99'):9.2f}"
            f"{median('max'):9.2f}{median('bad'):11.0f}{100 * median('hits'):8.2f}{median('entries'):10.0f}"
        )


main()
