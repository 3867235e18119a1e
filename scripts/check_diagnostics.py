#!/usr/bin/env python3
"""Fails on a diagnostic of dialect/ or passes/ that no test expects.

A diagnostic is a statement with emitError, emitOpError, emitOptionalError or
errorAt; its text is what its string literals say. A test expects it where one
line of test/ holds all of them in order. What no person can reach, because an
earlier stage takes care of it, has a comment above the statement that says why:

    // Invariant: leat-plan-arena gives every entry its arena.
    return entry.emitError() << ...
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALL = re.compile(r"\b(emitError|emitOpError|emitOptionalError|errorAt)\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
TESTS = (".mlir", ".test", ".cpp", ".sh")


def statement(text, start):
    """The end of the statement that holds position `start`: its `;`."""
    depth, i = 0, start
    while i < len(text):
        char = text[i]
        if char == '"':
            i = LITERAL.match(text, i).end()
            continue
        if text.startswith("//", i):
            i = text.index("\n", i)
        elif char in "({[":
            depth += 1
        elif char in ")}]":
            depth -= 1
            if depth < 0:  # the last argument of an enclosing call
                return i
        elif char == ";" and depth == 0:
            return i
        i += 1
    return i


def beginning(text, start):
    """Where the statement that holds position `start` begins."""
    return max(text.rfind(c, 0, start) for c in ";{}") + 1


def fragments(code):
    """What a diagnostic says for certain: its literals, but not those that a `?` chooses from."""
    code = re.sub(r"//[^\n]*", "", code)
    code = re.sub(r'"\s*\n?\s*"', "", code)
    pieces = re.split(r"<<|,(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code)
    found = []
    for piece in pieces:
        outside = LITERAL.sub('""', piece)
        if "?" in outside:
            continue
        found += [m.group(1).replace('\\"', '"') for m in LITERAL.finditer(piece)]
    return [f for f in found if f.strip(" ',:\\n") and not re.fullmatch(r"[:@>\-\d]*\w{0,12}", f)]


def diagnostics(path):
    """(line, fragments, whether it is an invariant) of every diagnostic in a file."""
    text = path.read_text()
    for match in CALL.finditer(text):
        start, end = beginning(text, match.start()), statement(text, match.start())
        line_start = text.rfind("\n", 0, match.start())
        if "//" in LITERAL.sub("", text[line_start:match.start()]):
            continue
        code = text[match.start():end]
        found = fragments(code)
        variable = re.search(r"(\w+)\s*=\s*(?:\w+[.>-]*)*$", text[start:match.start()])
        rest = end + 1
        while variable and re.match(rf"\s*{variable.group(1)}\s*<<", text[rest:]):
            end = statement(text, rest)
            found += fragments(text[rest:end])
            rest = end + 1
        if found:
            yield text.count("\n", 0, match.start()) + 1, found, "// Invariant:" in text[start:match.start()]


def expectations():
    lines = []
    for path in sorted((ROOT / "test").rglob("*")):
        if path.suffix in TESTS and path.is_file():
            lines += path.read_text(errors="replace").splitlines()
    return [line.replace('\\"', '"') for line in lines]


def expects(line, wanted):
    position = 0
    for fragment in wanted:
        position = line.find(fragment.strip(), position)
        if position < 0:
            return False
        position += len(fragment.strip())
    return True


def main():
    lines, count, errors = expectations(), 0, 0
    for folder in ("dialect", "passes"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            for number, wanted, invariant in diagnostics(path):
                count += 1
                if invariant or any(expects(line, wanted) for line in lines):
                    continue
                print(f"{path.relative_to(ROOT)}:{number}: no test expects '{' ... '.join(wanted)}'")
                errors += 1
    print(f"{count} diagnostics, {errors} without a test")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
