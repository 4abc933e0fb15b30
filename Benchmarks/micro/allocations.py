"""allocations.py [--only TEXT] COUNT.SO PROGRAM ARGUMENT…: counts the allocations of each case of poort-micro.

A case is run 1,000 and 11,000 times, each in a process of its own in which Benchmarks/allocations counts; a tenth of a thousandth of
the difference is what one run allocates.
"""

import argparse
import os
import subprocess
import tempfile

FEW, MANY = 1_000, 11_000


def calls(arguments, case, count):
    with tempfile.NamedTemporaryFile() as file:
        environment = os.environ | {"LD_PRELOAD": arguments.library, "ALLOCATIONS": file.name}
        subprocess.run(
            arguments.program, env=environment, input=f"{case}\t{count}\ttimes\n", text=True, capture_output=True, check=True
        )
        return int(file.read())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("library")
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    listed = subprocess.run(arguments.program, input="", text=True, capture_output=True, check=True).stdout
    print("\nallocations of one")
    for case in listed.splitlines():
        if case == "ready" or arguments.only not in case:
            continue
        each = (calls(arguments, case, MANY) - calls(arguments, case, FEW)) / (MANY - FEW)
        print(f"{case:60} {each:9.3f}")


main()
