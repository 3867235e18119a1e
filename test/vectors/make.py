#!/usr/bin/env python3
"""Writes <family>.npz: inputs, values and derivatives of every case, computed by PyTorch.

    make.py [FAMILY...]

Needs PyTorch, which the tests do not (the versions used stand in each file): in a virtual
environment, `pip install torch==2.5.1 numpy==2.4.6`. Everything is in f64, the derivatives by
its autograd. A file holds per case, under the names that @main of model.py has, the inputs
`case.x`, cotangents `case.v.y`, directions `case.u.x`, results `case.y`, gradients `case.d.x`
and second derivatives `case.dd.x`.
"""
import pathlib
import sys

import numpy as np
import torch

import table
from model import Prepared


def as_array(tensor):
    # A zero that autograd has not written to memory yet would read as garbage.
    tensor = torch.zeros(tensor.shape, dtype=tensor.dtype) if tensor._is_zerotensor() else tensor.detach()
    return np.array(tensor.numpy())


def gradients(value, leaves):
    """Of a scalar by the leaves; zeros where it does not depend on one."""
    if not value.requires_grad:
        return [torch.zeros_like(x) for x in leaves]
    found = torch.autograd.grad(value, leaves, create_graph=True, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for x, g in zip(leaves, found)]


def answers(prepared):
    """Result name -> array."""
    case = prepared.case
    at = {name: torch.tensor(array) for name, array in case.inputs.items()}
    leaves = [at[x].requires_grad_() for x in prepared.wrt]
    results = case.outside(torch, **{name: tensor for name, tensor in at.items()})
    results = dict(zip(case.results, results if isinstance(results, tuple) else (results,)))
    found = {name: as_array(tensor) for name, tensor in results.items()}
    for name, text in case.results.items():
        assert table.type_of(found[name]) == text, (case.name, table.type_of(found[name]), text)
    if prepared.wrt:
        loss = sum((results[y] * torch.tensor(prepared.given[f"v.{y}"])).sum() for y in prepared.floats)
        slopes = gradients(loss, leaves)
        found |= {f"d.{x}": as_array(g) for x, g in zip(prepared.wrt, slopes)}
        if case.bent:
            loss = sum((results[y] ** 2 * torch.tensor(prepared.given[f"v.{y}"])).sum() for y in prepared.floats)
            slopes = gradients(loss, leaves)
        if prepared.second:
            slope = sum((g * torch.tensor(prepared.given[f"u.{x}"])).sum() for x, g in zip(prepared.wrt, slopes))
            found |= {f"dd.{x}": as_array(g) for x, g in zip(prepared.wrt, gradients(slope, leaves))}
    return found


def main():
    here = pathlib.Path(__file__).parent
    for family in sys.argv[1:] or table.FAMILIES:
        arrays = {"versions": np.array([f"torch {torch.__version__}", f"numpy {np.__version__}"])}
        for case in table.cases(family, 0):
            prepared = Prepared(case, family, 0)
            for name, array in {**prepared.given, **answers(prepared)}.items():
                arrays[f"{case.name}.{name}"] = array
        path = here / f"{family}.npz"
        np.savez_compressed(path, **arrays)
        print(f"{path.name}: {len(arrays) - 1} arrays, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
