#!/usr/bin/env python3
"""Runs every command at the head of a file of examples/diffusion, and those of its README.

Those of networks that must be trained first, for long, run in tests of their own in a short form.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

from library import FILES


def head(path):
    """The commands of a file: lines `//   leat ...`, those that end with a backslash with the next."""
    text = path.read_text().split("leat.model")[0].replace(" \\\n//    ", "")
    if "leat train" in text or "--state" in text:
        return []
    return [line[5:] for line in text.splitlines() if line.startswith("//   leat ")]


def run(command):
    words = [str(FILES / word) if word.endswith(".mlir") else word for word in shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        print(f"FAIL {command}\n{done.stderr}")
    return done.returncode == 0


def main():
    files, readme = sorted(FILES.glob("*.mlir")), (FILES / "README.md").read_text()
    missing = [path.name for path in files if f"]({path.name})" not in readme]
    commands = [command.replace("examples/diffusion/", "") for path in files for command in head(path)]
    commands += re.findall(r"`(leat [^`]*)`", readme)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        good = [run(command) for command in commands]
        os.chdir("/")
    print(f"{len(commands)} commands of {len(files)} files")
    for name in missing:
        print(f"FAIL {name} is not in the README")
    sys.exit(bool(missing) or not all(good) or len(commands) < 10)


main()
