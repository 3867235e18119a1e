#!/usr/bin/env python3
"""Writes every case of test/vectors as a model of its own, FOLDER/<family>.<case>.mlir.

    cases.py FOLDER
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vectors"))
import table  # noqa: E402
from model import Prepared, model_text  # noqa: E402

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for family in table.FAMILIES:
    for case in table.cases(family, 0):
        text = model_text(family, [Prepared(case, family, 0)])
        (folder / f"{family}.{case.name}.mlir").write_text(text)
