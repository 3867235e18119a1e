"""What rows should give for other inputs than those of oracles.json, computed in NumPy.

A module for each group of rows holds a twin of each row that has one:

    @twin("GT-2a")
    def softsign(inputs, params):
        g = inputs["xs"] / (1 + np.abs(inputs["xs"]))
        return {"g": g, "g_plus_gneg": np.zeros_like(g)}

and says which expected numbers are those of a network, which `leat check --json` counts:

    counts("UDL-3.11", n_params=lambda functions: functions["net"]["parameters"])
"""
import importlib
import pathlib

import numpy as np

_twins, _counts = {}, {}


def jitter(inputs, rng):
    """Other inputs like these: each float a quarter more or less, in the same order of size; integers stay."""
    return {key: value * (1 + 0.25 * rng.uniform(-1, 1, value.shape)) if value.dtype.kind == "f" else value
            for key, value in inputs.items()}


def twin(name, fresh=jitter):
    """Registers the twin of row `name`. `fresh(inputs, rng)` makes other inputs where a jitter does not fit."""
    def register(function):
        _twins[name] = (function, fresh)
        return function
    return register


def counts(name, cases=None, **keys):
    """Registers which keys of row `name` are counted, each a function of what `leat check --json` says of
    the functions. With `cases`, a list of configs, a key is the list of its values over them."""
    _counts[name] = (cases, keys)


def has_twin(name):
    return name in _twins


def fresh(name, params, inputs, rng):
    """Other inputs for row `name`, and what it should give for them."""
    function, other = _twins[name]
    inputs = other(inputs, rng)
    return inputs, {key: np.asarray(value) if not isinstance(value, list) else value
                    for key, value in function(inputs, params).items()}


def counted(name, check):
    """The counted keys of row `name`; `check(configs)` gives what is counted of the functions."""
    cases, keys = _counts.get(name, (None, {}))
    if not keys:
        return {}
    if cases is None:
        functions = check({})
        return {key: value(functions) for key, value in keys.items()}
    answers = [check(configs) for configs in cases]
    return {key: [value(functions) for functions in answers] for key, value in keys.items()}


for module in sorted(pathlib.Path(__file__).parent.glob("*.py")):
    if module.stem != "__init__":
        importlib.import_module(f"twins.{module.stem}")
