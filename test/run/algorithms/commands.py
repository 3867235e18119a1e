#!/usr/bin/env python3
"""Runs every command at the head of a file of examples/algorithms, and those of its README.

Files that a command saves, later ones read; training takes two epochs at most.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import numpy as np

ALGORITHMS = pathlib.Path(__file__).resolve().parents[3] / "examples" / "algorithms"
FIRST = ["classifier.mlir"]  # trains what others attack


def head(path):
    """The commands of a file: lines `//   leat ...`, those that end with a backslash with the next."""
    text = path.read_text().split("leat.model")[0].replace(" \\\n//  ", "")
    return [line[5:].split("  #")[0] for line in text.splitlines() if line.startswith("//   leat ")]


def run(command):
    words = [str(ALGORITHMS / word) if word.endswith(".mlir") else word for word in shlex.split(command)]
    if "--epochs" in words:
        at = words.index("--epochs") + 1
        words[at] = str(min(2, int(words[at])))
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        print(f"FAIL {command}\n{done.stderr}")
    return done.returncode == 0


def main():
    r = np.random.RandomState(0)
    files = sorted(ALGORITHMS.glob("*.mlir"), key=lambda path: (path.name not in FIRST, path.name))
    readme = (ALGORITHMS / "README.md").read_text()
    missing = [path.name for path in files if f"]({path.name})" not in readme]
    commands = [command.replace("examples/algorithms/", "") for path in files for command in head(path)]
    commands = list(dict.fromkeys(commands + re.findall(r"`(leat [^`]*)`", readme)))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        P = r.uniform(0, 1, (5, 2, 5))
        for name, array in {"X": r.standard_normal((80, 3)), "y": r.standard_normal(80), "x": r.standard_normal((40, 2)),
                            "P": P / P.sum(axis=2, keepdims=True), "R": r.standard_normal((5, 2))}.items():
            np.save(f"{name}.npy", array)
        good = [run(command) for command in commands]
        os.chdir("/")
    print(f"{len(commands)} commands of {len(files)} files")
    for name in missing:
        print(f"FAIL {name} is not in the README")
    sys.exit(bool(missing) or not all(good) or len(commands) < 2 * len(files))


main()
