#!/usr/bin/env python3
"""Writes the tables of docs/course.md from the heads of the files that they list.

    course_page.py [--check]

Behind `<!-- rows: UDL-3.* NET-SHALLOW -->` stands a table of these rows of examples/course, behind
`<!-- files: examples/networks -->` one of the models in these folders, each up to `<!-- end -->`; all
else on the page is written by hand. A row's text is what its head says behind its name, a model's is the
first sentence of its head. Each row has to be in exactly one table, and the page shows pictures that are
there. With --check nothing is written, and a page that would change is an error.
"""
import difflib
import fnmatch
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "course.md"
TABLE = re.compile(r"(?P<head><!-- (?P<kind>rows|files): (?P<names>[^>]*?) -->\n).*?(?P<end><!-- end -->\n)", re.S)


def head(path):
    """The first paragraph of the comment that a file begins with."""
    lines = []
    for line in path.read_text().splitlines():
        text = line.removeprefix("//").strip()
        if not line.startswith("//") or not text or text.startswith("leat "):
            break
        lines.append(text)
    return " ".join(lines)


def table(cells, title):
    """The table of (name, path, text)."""
    out = [f"| {title} | what it is |", "|---|---|"]
    for name, path, text in cells:
        text = text.replace("|", "\\|")
        out.append(f"| [{name}](../{path.relative_to(ROOT)}) | {text} |")
    return "\n".join(out) + "\n"


def in_order(name):
    """A key by which 3.10 comes behind 3.9."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def main():
    rows = {path.stem: path for path in (ROOT / "examples" / "course").glob("*.mlir")}
    seen, wrong = [], []

    def rows_table(patterns):
        cells = []
        for pattern in patterns:
            names = sorted(fnmatch.filter(rows, pattern), key=in_order)
            if not names:
                wrong.append(f"no row is called {pattern}")
            seen.extend(names)
            for name in names:
                title, _, text = head(rows[name]).partition(": ")
                if title != name or not text:
                    wrong.append(f"{rows[name]}: the head does not begin with '{name}: '")
                cells.append((name, rows[name], text.removesuffix(".")))
        return table(cells, "row")

    def files_table(folders):
        cells = []
        for folder in folders:
            for path in sorted((ROOT / folder).glob("*.mlir")):
                sentence = re.split(r"(?<=[.:])\s+(?=[A-Z])", head(path))[0]
                if not sentence:
                    wrong.append(f"{path}: has no head that says what it is")
                cells.append((path.stem, path, sentence.rstrip(".:")))
        return table(cells, "file")

    def filled(match):
        make = rows_table if match["kind"] == "rows" else files_table
        return match["head"] + "\n" + make(match["names"].split()) + "\n" + match["end"]

    old = PAGE.read_text()
    new = TABLE.sub(filled, old)
    wrong += [f"row {name} is in no table" for name in sorted(set(rows) - set(seen), key=in_order)]
    wrong += [f"row {name} is in several tables" for name in sorted(set(seen)) if seen.count(name) > 1]
    wrong += [f"{link} is not there" for link in re.findall(r"\]\(([^)#:]+)\)", new)
              if not (PAGE.parent / link).exists()]
    if "--check" not in sys.argv:
        PAGE.write_text(new)
    elif new != old:
        wrong.append("docs/course.md is stale: run scripts/course_page.py")
        wrong += difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    for message in wrong:
        print(message)
    print(f"{len(seen)} rows, {len(wrong)} faults")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
