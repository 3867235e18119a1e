#!/usr/bin/env python3
"""Plants faults one at a time in a copy of the sources; leat-fuzz must find each.

    hunt.py COPY PROGRAMS SEED [NUMBER...]

COPY is a clean clone that is configured. Each fault of fuzzed.py, or those of the NUMBERs, is built
and looked for in so many programs. Prints one line a fault, and exits with 1 where one is not found.
"""
import pathlib
import re
import subprocess
import sys

from fuzzed import FAULTS
from planting import build, plant_all


def hunt(copy, programs, seed):
    """(verdict, what was found)"""
    if error := build(copy, ["leat-fuzz"]):
        return "NOT BUILT", error
    run = subprocess.run(["build/bin/leat-fuzz", "--hunt", programs, seed], cwd=copy, capture_output=True, text=True)
    found = re.search(r"^program (\d+): (.*)", run.stdout, re.M)
    if run.returncode == 1 and found:
        return "found", f"in program {int(found[1]) + 1}: {found[2][:100]}"
    return "NOT FOUND", f"in {programs} programs, exit code {run.returncode}"


def main():
    copy, programs, seed = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    numbers = [int(n) for n in sys.argv[4:]]
    return plant_all(copy, FAULTS, numbers, lambda path: hunt(copy, programs, seed), "found", "faults found")


if __name__ == "__main__":
    sys.exit(main())
