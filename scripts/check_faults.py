#!/usr/bin/env python3
"""Faults that the acceptance tests plant still fit the sources: the text that each of them replaces
stands in its file once (test/acceptance/mutation/)."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test/acceptance/mutation"))
sys.dont_write_bytecode = True

import fuzzed
import mutants


def main():
    faults, stale = {*mutants.MUTANTS, *fuzzed.FAULTS}, 0
    for path, text, _, _, name in sorted(faults):
        file = ROOT / path
        count = file.read_text().count(text) if file.is_file() else 0
        if count != 1:
            stale += 1
            print(f"{path}: the text of the fault '{name}' stands there {count} times, expected once: {text}")
    print(f"{len(faults)} faults to plant, {stale} stale")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
