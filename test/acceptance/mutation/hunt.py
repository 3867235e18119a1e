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
import time

from fuzzed import FAULTS


def build(copy):
    """What went wrong, or nothing."""
    done = subprocess.run(["ninja", "-C", "build", "leat-fuzz"], cwd=copy, capture_output=True, text=True)
    return done.stdout[-500:] if done.returncode else None


def hunt(copy, programs, seed):
    """(verdict, what was found)"""
    if error := build(copy):
        return "NOT BUILT", error
    run = subprocess.run(["build/bin/leat-fuzz", "--hunt", programs, seed], cwd=copy, capture_output=True, text=True)
    found = re.search(r"^program (\d+): (.*)", run.stdout, re.M)
    if run.returncode == 1 and found:
        return "found", f"in program {int(found[1]) + 1}: {found[2][:100]}"
    return "NOT FOUND", f"in {programs} programs, exit code {run.returncode}"


def plant(copy, number, programs, seed):
    """(verdict, what was found)"""
    path, text, fault, _, _ = FAULTS[number]
    file = copy / path
    original = file.read_text()
    if original.count(text) != 1:
        return "STALE", f"{path} has '{text}' {original.count(text)} times"
    file.write_text(original.replace(text, fault))
    try:
        return hunt(copy, programs, seed)
    finally:
        file.write_text(original)


def main():
    copy, programs, seed = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    numbers = [int(n) for n in sys.argv[4:]] or range(len(FAULTS))
    missed = 0
    for number in numbers:
        begin = time.time()
        verdict, what = plant(copy, number, programs, seed)
        missed += verdict != "found"
        path, _, _, kind, name = FAULTS[number]
        print(f"{number:2} {verdict:9} {name} ({kind}, {path}): {what}, {time.time() - begin:.0f} s", flush=True)
    print(f"{len(numbers) - missed} of {len(numbers)} faults found: {'FAIL' if missed else 'pass'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
