"""Measures proxies in turn under the same load and prints a table.

measure.py --tokens FILE --path PATH [--rounds N] [--connections 32,128] [--cpu N] NAME=URL=PID ...

Each round loads every proxy for a second, in a new order. CPU is the run time that the kernel has counted for the proxy's
process with its children and threads, divided by the requests answered. `ratio` is the median over the rounds of a proxy's
CPU by the CPU of the first one in the same round.
"""

import argparse
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def processes(pid):
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            found += processes(int(child))
    return found


def run_time(pid):
    total = 0
    for process in processes(pid):
        for task in pathlib.Path(f"/proc/{process}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                pass
    return total


def resident(pid):
    total = 0
    for process in processes(pid):
        status = pathlib.Path(f"/proc/{process}/status").read_text()
        total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
    return total / 1024


def milliseconds(text):
    value, unit = re.match(r"([\d.]+)(\w+)", text).groups()
    return float(value) * UNITS[unit]


def load(name, url, pid, arguments, connections, seconds=1):
    environment = dict(os.environ, TOKENS=arguments.tokens, AUTHORIZED_PATH=arguments.path)
    if name.endswith("-session"):
        folder = pathlib.Path(arguments.tokens).parent
        subprocess.run([sys.executable, str(HERE / "sessions.py"), str(folder)], check=True)
        environment["SESSIONS"] = str(folder / "sessions.txt")
    before, began = run_time(pid), time.monotonic()
    command = ["taskset", "-c", str(arguments.cpu), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    output = subprocess.run(
        [*command, "-s", str(HERE / "bearer.lua"), url], env=environment, capture_output=True, text=True, check=True
    ).stdout
    spent, wall = run_time(pid) - before, time.monotonic() - began
    requests = int(re.search(r"(\d+) requests in", output)[1])
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    errors = re.search(r"Socket errors: .*", output)
    if refused or errors:
        sys.exit(f"{url}: not every request was authorized: {refused or ''} {errors or ''}")
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]),
        "p50": milliseconds(re.search(r"\n\s+50%\s+(\S+)", output)[1]),
        "p99": milliseconds(re.search(r"\n\s+99%\s+(\S+)", output)[1]),
        "cpu": spent / 1e3 / requests,
        "busy": spent / 1e9 / wall,
        "memory": resident(pid),
    }


def table(results, order, connections):
    print(f"\n{connections} connections, {len(results[order[0]])} rounds")
    print(f"{'':16}{'CPU us/req':>11}{'min-max':>14}{'ratio':>7}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'busy %':>7}{'RSS MiB':>9}")
    first = results[order[0]]
    for name in order:
        rounds = results[name]

        def median(key):
            return statistics.median(one[key] for one in rounds)

        cpu = sorted(one["cpu"] for one in rounds)
        ratio = statistics.median(one["cpu"] / other["cpu"] for one, other in zip(rounds, first))
        spread = f"{cpu[0]:.0f}-{cpu[-1]:.0f}"
        print(
            f"{name:16}{median('cpu'):11.1f}{spread:>14}{ratio:7.2f}{median('rate'):8.0f}{median('p50'):8.2f}"
            f"{median('p99'):8.2f}{100 * median('busy'):7.0f}{median('memory'):9.1f}"
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", required=True)
    parser.add_argument("--path", required=True)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--connections", default="32,128")
    parser.add_argument("--cpu", type=int, default=1)
    parser.add_argument("targets", nargs="+")
    arguments = parser.parse_args()
    targets = {}
    for target in arguments.targets:
        name, url, pid = target.split("=")
        targets[name] = (url, int(pid))
    for connections in map(int, arguments.connections.split(",")):
        for name, target in targets.items():
            load(name, *target, arguments, connections)
        results = {name: [] for name in targets}
        for _ in range(arguments.rounds):
            for name in random.sample(list(targets), len(targets)):
                results[name].append(load(name, *targets[name], arguments, connections))
        table(results, list(targets), connections)


if __name__ == "__main__":
    main()
