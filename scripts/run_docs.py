#!/usr/bin/env python3
"""Runs the commands of a page, in order, in a scratch folder.

    run_docs.py PAGE.md [--pictures FOLDER]

The folder has links `examples` and `docs` to the repository's. A block ```mlir NAME or ```csv NAME is written to the
file NAME. A block ```sh is run with `sh -e`; ```sh fails must exit with 1. A block ```text after it is
what it prints, stderr included where it fails; `...` stands for anything within a line, and a line `...`
for any number of lines. A block ```mlir without a name, ```console and others are left alone. With
--pictures, pictures that the commands made replace those of the same names in FOLDER.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def blocks(page):
    """The fenced blocks of a page as (line number, words of the fence, text)."""
    fence, start, lines = None, 0, []
    for number, line in enumerate(page.splitlines(), 1):
        if fence is None and line.startswith("```"):
            fence, start, lines = line[3:].split(), number, []
        elif fence is not None and line == "```":
            yield start, fence, "".join(lines)
            fence = None
        elif fence is not None:
            lines.append(line + "\n")


def pattern(text):
    """A regular expression for what a text block shows."""
    out = ""
    for line in text.splitlines():
        if line == "...":
            out += r"(?:.*\n)*"
        else:
            spaced = r"[^\n]*".join(re.escape(part) for part in line.split("..."))
            out += re.sub(r"(?:\\ )+", lambda m: " +", spaced) + r"\n"
    return out


def main():
    path = os.path.abspath(sys.argv[1])
    pictures = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else None
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    failed, commands, printed = 0, 0, None

    def report(line, message):
        nonlocal failed
        failed += 1
        print(f"{path}:{line}: {message}")

    with open(path) as file, tempfile.TemporaryDirectory() as folder:
        for name in ("examples", "docs"):
            os.symlink(os.path.join(root, name), os.path.join(folder, name))
        for line, fence, text in blocks(file.read()):
            kind, *rest = fence or [""]
            if kind in ("mlir", "csv") and rest:
                with open(os.path.join(folder, rest[0]), "w") as out:
                    out.write(text)
            elif kind == "sh":
                fails = rest == ["fails"]
                commands += text.count("\n")
                run = subprocess.run(["sh", "-e", "-c", text], cwd=folder, text=True,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                if run.returncode != (1 if fails else 0):
                    report(line, f"exit code {run.returncode}\n{run.stdout}{run.stderr}")
                printed = run.stderr if fails else run.stdout
            elif kind == "text" and printed is not None:
                if not re.fullmatch(pattern(text), printed):
                    report(line, f"printed\n{printed}expected\n{text}")
                printed = None
        for name in os.listdir(pictures) if pictures else []:
            if os.path.exists(os.path.join(folder, name)):
                shutil.copy(os.path.join(folder, name), pictures)
    if commands == 0:
        report(1, "holds no command")
    print(f"{commands} commands, {failed} wrong")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
