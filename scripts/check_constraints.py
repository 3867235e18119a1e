#!/usr/bin/env python3
"""Fails where a numbered constraint of an op has no negative test.

The constraints are those of the descriptions in dialect/*.td: "- (C1) ...". A test says what it
tests in a comment in front of it: `// softmax (C1)`, `// add (C1, C2), one row`.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
NAMED = re.compile(r"\b([a-z]\w*) \((C\d+(?:, C\d+)*)\)")


def constraints():
    """(op, number) of all of them."""
    found = set()
    for path in sorted((ROOT / "dialect").glob("*.td")):
        text = subprocess.run(["/usr/lib/llvm-22/bin/llvm-tblgen", "--dump-json", "-I", ".", "-I",
                               "/usr/lib/llvm-22/include", str(path.relative_to(ROOT))],
                              cwd=ROOT, check=True, capture_output=True, text=True).stdout
        table = json.loads(text)
        for name in table["!instanceof"].get("Leat_Op", []):
            for number in re.findall(r"- \((C\d+)\)", table[name].get("description") or ""):
                found.add((table[name]["opName"], number))
    return found


def tested():
    """(op, number) of all that comments of tests name."""
    found = set()
    for path in (ROOT / "test").rglob("*"):
        if path.suffix in (".mlir", ".test", ".cpp"):
            for line in path.read_text().splitlines():
                if re.match(r"\s*(//|#)", line):
                    found |= {(op, number) for op, numbers in NAMED.findall(line) for number in numbers.split(", ")}
    return found


def main():
    wanted, found = constraints(), tested()
    for op, number in sorted(wanted - found):
        print(f"no negative test of {op} ({number})")
    print(f"{len(wanted)} constraints, {len(wanted - found)} without a test")
    return 1 if wanted - found else 0


if __name__ == "__main__":
    sys.exit(main())
