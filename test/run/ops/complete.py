#!/usr/bin/env python3
"""Fails when an op has no case, or a differentiable one none that is differentiated.

The ops are those that docs/ops.md lists, which lint holds against the dialect. Which ops a
family's model really holds is read from the model, after its expressions are flattened.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "test" / "vectors"))

import table
from model import Prepared, model_text

STRUCTURE = "has no value of its own: declares, names or calls; every model here is made of it"
DECLARES = "a declaration; test/passes and test/tools run it"
COMPILER = "made by the compiler, never written in a model"
EXEMPT = {
    **dict.fromkeys("model func return let call get set state grad vjp jvp vmap jacobian hessian".split(),
                    STRUCTURE),
    **dict.fromkeys("config const param optimizer trainer alternate block apply repeat include".split(), DECLARES),
    **dict.fromkeys("kernel launch check hide pack unpack barrier".split(), COMPILER),
    "at": "takes a gradient out of a bundle; networks.py compares all of them",
    **dict.fromkeys("bundle norm".split(), "of bundles; test/run/transforms runs them"),
    **dict.fromkeys("for while if condition yield".split(), "test/run/control has their cases"),
    **dict.fromkeys("print assert".split(), "give no value; test/tools/print.test and assert.test run them"),
}
BOOLS = "gives or takes no floats"
DRAWS = "a draw, or what draws are made of"
STEPS = "its derivative is 0 wherever it has one"
NOT_DIFFERENTIABLE = {
    **dict.fromkeys("eq ne lt le gt ge logical_and logical_or logical_not one_hot argmax argmin max_pool_index "
                    "isnan isinf isfinite bit_and bit_or bit_xor bit_not shift_left shift_right "
                    "any all count_nonzero argsort searchsorted histogram".split(), BOOLS),
    **dict.fromkeys("uniform normal randint bernoulli rademacher permutation categorical random_bits advance".split(), DRAWS),
    "det_sign": STEPS,
}


def flattened(family):
    """The family's model with its expressions as ops, printed generically."""
    prepared = [Prepared(case, family, 0) for case in table.cases(family, 0)]
    return subprocess.run(["leat-opt", "-leat-flatten-let", "-mlir-print-op-generic"], check=True, text=True,
                          input=model_text(family, prepared), capture_output=True, timeout=120).stdout


def main():
    ops = set(re.findall(r"^### `leat\.(\w+)`", (ROOT / "docs" / "ops.md").read_text(), re.MULTILINE))
    held, differentiated, faults = set(), set(), []
    for family in table.FAMILIES:
        present = set(re.findall(r'"leat\.(\w+)"', flattened(family)))
        for case in table.cases(family, 0):
            claimed = set(case.ops.split())
            if not claimed <= present:
                faults.append(f"{family}.{case.name} claims {', '.join(sorted(claimed - present))}, not in its model")
            held |= claimed
            if case.wrt:
                differentiated |= claimed
    faults += [f"{op} has no case" for op in sorted(ops - held - set(EXEMPT))]
    faults += [f"{op} has no case with a derivative" for op in
               sorted(ops - differentiated - set(EXEMPT) - set(NOT_DIFFERENTIABLE))]
    faults += [f"{op} is exempt, but there is no such op" for op in sorted((set(EXEMPT) | set(NOT_DIFFERENTIABLE)) - ops)]
    for fault in faults:
        print("FAIL " + fault)
    print(f"{len(held & ops)} of {len(ops)} ops have cases, {len(differentiated & ops)} with derivatives, "
          f"{len(EXEMPT)} are exempt")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
