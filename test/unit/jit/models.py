#!/usr/bin/env python3
"""Writes the models of test/vectors, and what they are run with, for ValueContractTest.cpp.

    models.py DIR FAMILY...     DIR/FAMILY.mlir and DIR/FAMILY.npz
"""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "vectors"))

import table
from model import Prepared, model_text, tensors

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for family in sys.argv[2:]:
    prepared = [Prepared(case, family, seed=0) for case in table.cases(family, 0)]
    (folder / f"{family}.mlir").write_text(model_text(family, prepared))
    np.savez(folder / f"{family}.npz", **tensors(prepared))
