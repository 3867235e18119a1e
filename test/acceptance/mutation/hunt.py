#!/usr/bin/env python3
"""Plants faults one at a time in a copy of the sources; leat-fuzz must find each.

    hunt.py COPY PROGRAMS SEED [NUMBER...]

COPY is a clean clone that is configured. Each fault of fuzzed.py, or those of the NUMBERs, is built
and looked for in so many programs. A program in which the sources fail as they are finds nothing.
Prints one line a fault, and exits with 1 where one is not found.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from fuzzed import FAULTS
from planting import build, plant_all


def fails_without(unharmed, seed, program):
    """Whether `unharmed`, leat-fuzz of the sources as they are, finds a fault in that program, too."""
    printed = subprocess.run([unharmed, "--print", seed, str(program)], capture_output=True, text=True, check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".mlir") as file:
        file.write(printed.stdout)
        file.flush()
        return subprocess.run([unharmed, "--repeat", file.name, str(int(seed) * 1000003 + program)],
                              capture_output=True).returncode != 0


def hunt(copy, unharmed, programs, seed):
    """(verdict, what was found)"""
    if error := build(copy, ["leat-fuzz"]):
        return "NOT BUILT", error
    run = subprocess.run(["build/bin/leat-fuzz", "--hunt", programs, seed], cwd=copy, capture_output=True, text=True)
    found = re.search(r"^program (\d+): (.*)", run.stdout, re.M)
    if run.returncode == 1 and found and fails_without(unharmed, seed, int(found[1])):
        return "NOT FOUND", f"program {int(found[1]) + 1} fails without the fault, too: {found[2][:100]}"
    if run.returncode == 1 and found:
        return "found", f"in program {int(found[1]) + 1}: {found[2][:100]}"
    return "NOT FOUND", f"in {programs} programs, exit code {run.returncode}"


def main():
    copy, programs, seed = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    numbers = [int(n) for n in sys.argv[4:]]
    if error := build(copy, ["leat-fuzz"]):
        sys.exit(error)
    with tempfile.TemporaryDirectory() as kept:
        unharmed = shutil.copy(copy / "build/bin/leat-fuzz", kept)
        return plant_all(copy, FAULTS, numbers, lambda path: hunt(copy, unharmed, programs, seed), "found",
                         "faults found")


if __name__ == "__main__":
    sys.exit(main())
