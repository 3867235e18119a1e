#!/usr/bin/env python3
"""Plants faults one at a time in a copy of the sources; the tests must find each.

    run.py COPY [NUMBER...]

COPY is a clean clone that is built; without numbers all mutants are planted. Prints one line a
mutant, and exits with 1 where one survives.
"""
import pathlib
import subprocess
import sys
import time

from mutants import MUTANTS

LIT = "/usr/lib/llvm-22/bin/lit"
# Those that look at values; lit runs what failed last first, so a mutant dies early.
SUITES = ["run", "contraction", "unit", "tools", "acceptance"]
TARGETS = ["leat", "leat-opt", "train_mlp", "leat-contraction-test", "leat-reference-unit"]


def build(copy):
    return subprocess.run(["ninja", "-C", "build", *TARGETS], cwd=copy, capture_output=True, text=True)


def first_failure(copy):
    """The first test that fails, or nothing."""
    suites = [f"build/test/{suite}" for suite in SUITES]
    run = subprocess.run([LIT, "-s", "--max-failures=1", "--timeout=300", *suites], cwd=copy, capture_output=True,
                         text=True)
    names = [line.split()[3] for line in run.stdout.splitlines() if line.startswith(("FAIL: ", "TIMEOUT: "))]
    return names[0] if names else None


def plant(copy, number):
    """(verdict, what found it)"""
    path, text, fault, _, _ = MUTANTS[number]
    file = copy / path
    original = file.read_text()
    if text not in original:
        return "STALE", f"{path} has no '{text}'"
    file.write_text(original.replace(text, fault, 1))
    try:
        built = build(copy)
        if built.returncode:
            return "NOT BUILT", built.stdout[-500:]
        found = first_failure(copy)
        return ("caught", found) if found else ("SURVIVED", "every test passed")
    finally:
        file.write_text(original)


def main():
    copy = pathlib.Path(sys.argv[1]).resolve()
    numbers = [int(n) for n in sys.argv[2:]] or range(len(MUTANTS))
    if found := (build(copy).returncode or first_failure(copy)):
        sys.exit(f"without a mutant, {found} fails")
    failed = 0
    for number in numbers:
        begin = time.time()
        verdict, what = plant(copy, number)
        failed += verdict != "caught"
        path, _, _, kind, name = MUTANTS[number]
        print(f"{number:2} {verdict:9} {name} ({kind}, {path}): {what}, {time.time() - begin:.0f} s", flush=True)
    print(f"{len(numbers) - failed} of {len(numbers)} mutants caught: {'FAIL' if failed else 'pass'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
