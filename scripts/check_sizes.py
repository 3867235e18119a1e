#!/usr/bin/env python3
"""Fails on a source file over 600 lines or a C++ function over 80; prints the total."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION = 600, 80
# A definition starts in column 0 (or inside a namespace, which is not indented)
# and ends with a closing brace in column 0.
START = re.compile(r"^[A-Za-z_].*\)[^;]*\{$")


def functions(lines):
    start = None
    for number, line in enumerate(lines):
        if start is None and START.match(line) and not line.startswith(("namespace", "struct", "class")):
            start = number
        elif start is not None and line == "}":
            yield start + 1, number - start + 1
            start = None


def main():
    names = subprocess.run(["git", "ls-files", "*.cpp", "*.h", "*.td", "*.py", "dev"], cwd=ROOT,
                           check=True, capture_output=True, text=True).stdout.split()
    total, errors = 0, 0
    for name in names:
        path = ROOT / name
        if not path.exists():
            continue
        lines = path.read_text().splitlines()
        total += len(lines)
        if len(lines) > MAX_FILE:
            print(f"{name}: {len(lines)} lines, at most {MAX_FILE}")
            errors += 1
        if name.endswith(".cpp"):
            for start, length in functions(lines):
                if length > MAX_FUNCTION:
                    print(f"{name}:{start}: function of {length} lines, at most {MAX_FUNCTION}")
                    errors += 1
    print(f"{total} lines in {len(names)} files")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
