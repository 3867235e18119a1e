#!/usr/bin/env python3
"""Plants faults one at a time in a copy of the sources; the tests must find each.

    run.py COPY [NUMBER...]

COPY is a clean clone that is configured; without numbers all mutants are planted. A mutant meets
the tests of its place first (LIKELY), the others only where those pass. Prints one line a mutant,
and exits with 1 where one survives.
"""
import os
import pathlib
import signal
import subprocess
import sys

from mutants import LIKELY, MUTANTS
from planting import build, plant_all

LIT = "/usr/lib/llvm-22/bin/lit"
# Those that look at values.
SUITES = ["run", "contraction", "unit", "tools", "acceptance"]
TARGETS = ["leat", "leat-opt", "train_mlp", "leat-contraction-test", "leat-reference-unit", "leat-jit-unit",
           "leat-unit"]
# A mutant that never ends is found, too.
SECONDS = 1800


def first_failure(copy, suites):
    """The first test that fails, or nothing."""
    command = [LIT, "-s", "--max-failures=1", *(f"build/test/{suite}" for suite in suites)]
    run = subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        output, _ = run.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        return f"no end within {SECONDS} s"
    names = [line.split()[3] for line in output.splitlines() if line.startswith(("FAIL: ", "UNRESOLVED: "))]
    if run.returncode and not names:
        sys.exit(f"lit gave {run.returncode} and no failed test:\n{output}")
    return names[0] if names else None


def judge(copy, path):
    """(verdict, what found it) of the sources as they stand, with a fault in `path`."""
    likely = next(tests for prefix, tests in LIKELY if path.startswith(prefix))
    targets = ["leat-contraction-test"] if likely == ["contraction"] else ["leat", "leat-opt"]
    for made, suites in ((targets, likely), (TARGETS, SUITES)):
        if error := build(copy, made):
            return "NOT BUILT", error
        if found := first_failure(copy, suites):
            return "caught", found
    return "SURVIVED", "every test passed"


def main():
    copy = pathlib.Path(sys.argv[1]).resolve()
    numbers = [int(n) for n in sys.argv[2:]]
    os.environ.update(CCACHE_BASEDIR=str(copy), CCACHE_NOHASHDIR="1", CCACHE_PCH_EXTSUM="1",
                      CCACHE_SLOPPINESS="pch_defines,time_macros")
    if found := build(copy, TARGETS) or first_failure(copy, SUITES):
        sys.exit(f"without a mutant: {found}")
    return plant_all(copy, MUTANTS, numbers, lambda path: judge(copy, path), "caught", "mutants caught")


if __name__ == "__main__":
    sys.exit(main())
