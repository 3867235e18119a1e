#!/usr/bin/env python3
"""Fails when an #include points up the path dialect -> passes -> runtime -> tools.

A file may include its own layer and those before it. Bare runtime/ includes
neither MLIR, LLVM nor the compiler; runtime/jit and runtime/reference may.
tools/leat does neither: it opens tools/compiler when something is to compile.
A stage folder of passes/ includes passes/*.h and its own files only.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#include\s+["<]([^">]+)[">]', re.M)
COMPILER = ("mlir/", "llvm/", "dialect/", "passes/")
FORBIDDEN = {
    "dialect": ("passes/", "runtime/", "tools/"),
    "passes": ("runtime/", "tools/"),
    "runtime": COMPILER + ("runtime/program/", "runtime/jit/", "runtime/reference/", "tools/"),
    "runtime/program": COMPILER + ("runtime/jit/", "runtime/reference/", "tools/"),
    "runtime/jit": ("tools/", "runtime/reference/"),
    "runtime/reference": ("tools/", "runtime/jit/", "passes/"),
    "tools/leat": COMPILER + ("runtime/jit/", "runtime/reference/", "tools/compiler/"),
}


def layer(path):
    parts = path.relative_to(ROOT).parts
    two = "/".join(parts[:2])
    return two if two in FORBIDDEN else parts[0]


def stage(name):
    parts = name.split("/")
    return parts[1] if parts[0] == "passes" and len(parts) > 2 else None


def main():
    errors = 0
    for folder in ("dialect", "passes", "runtime", "tools"):
        for path in sorted((ROOT / folder).rglob("*.[ch]*")):
            own = stage(str(path.relative_to(ROOT)))
            for include in INCLUDE.findall(path.read_text()):
                wrong = include.startswith(FORBIDDEN.get(layer(path), ()))
                other = stage(include)
                if wrong or (other and own and other != own):
                    print(f"{path.relative_to(ROOT)}: may not include {include}")
                    errors += 1
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
