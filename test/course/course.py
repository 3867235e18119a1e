#!/usr/bin/env python3
"""Runs rows of the course and compares what they give with the numbers they should.

    course.py [ROW ...] [--group G ...] [--leat PATH] [--target cpu] [--float f32] [--seed N] [--jobs N] [--verbose]

A row is `examples/course/<id>.mlir` and an entry of oracles.json; without ROWs all of them run. With
--seed N rows that have a NumPy twin (twins.py) get fresh inputs, and what they should give is computed
anew. Prints a table by group, and exits with 1 where anything differs or a file is missing.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zlib

import numpy as np

import twins

HERE = pathlib.Path(__file__).resolve().parent
ROWS = json.loads((HERE / "oracles.json").read_text())
FILES = HERE.parent.parent / "examples" / "course"


class Differs(Exception):
    """What a row gives is not what it should."""


def lcg(seed, shape, scale=1.0, shift=0.0):
    """s' = (1664525 s + 1013904223) mod 2^32; element n is shift + scale (2 floor(s / 256) / 2^24 - 1)."""
    values = np.empty(int(np.prod(shape)))
    for n in range(values.size):
        seed = (1664525 * seed + 1013904223) % 2 ** 32
        values[n] = 2.0 * (seed >> 8) / 2 ** 24 - 1
    return (shift + scale * values).reshape(shape)


def generated(spec):
    """The tensor that an entry of `generate` describes."""
    shape, rule = spec["shape"], spec.get("rule", {})
    if "affine" in rule:
        a, b, m = rule["affine"]
        if isinstance(a, list):
            k = sum(n * i for n, i in zip(a, np.indices(shape)))
        else:
            k = a * np.arange(int(np.prod(shape))).reshape(shape)
        values = (k + b) % m
    else:
        scale, shift = spec.get("scale", 1.0), spec.get("shift", 0.0)
        if "seed_step" in spec:
            values = np.stack([lcg(spec["seed"] + i * spec["seed_step"], shape[1:], scale, shift)
                               for i in range(shape[0])])
        else:
            values = lcg(spec["seed"], shape, scale, shift)
        apply = rule.get("apply")
        if apply:
            values = {"floor": np.floor, "sign": np.sign, "step": lambda v: (v > 0) * 1.0}[apply](values)
    return values.astype(np.int64 if spec.get("dtype") == "i64" else np.float64)


def array(value):
    """The numbers of a JSON value; "inf" is infinity."""
    def number(v):
        return [number(x) for x in v] if isinstance(v, list) else float(v) if isinstance(v, str) else v
    return value if isinstance(value, np.ndarray) else np.array(number(value))


def is_ragged(value):
    if not isinstance(value, list) or not any(isinstance(v, list) for v in value):
        return False
    lengths = {len(v) if isinstance(v, list) else -1 for v in value}
    return len(lengths) > 1 or any(is_ragged(v) for v in value)


def compare(key, got, want, rtol, atol):
    """max|got - want| <= atol + rtol max|want|; integers exactly, infinities where they should be."""
    if got.shape != want.shape:
        raise Differs(f"{key} is of shape {list(got.shape)}, expected {list(want.shape)}")
    if want.dtype.kind in "iub":
        if not np.array_equal(got, want):
            raise Differs(f"{key} is {got.tolist()}, expected {want.tolist()}"[:300])
        return
    finite = np.isfinite(want)
    if not np.array_equal(np.where(finite, 0, got), np.where(finite, 0, want)):
        raise Differs(f"{key} is not infinite where it should be: {got.tolist()}"[:300])
    if not finite.any():
        return
    error = np.abs(got[finite] - want[finite])
    limit = atol + rtol * np.abs(want[finite]).max()
    if not (error <= limit).all(): # also where it is NaN
        at = int(np.argmax(np.where(np.isnan(error), np.inf, error)))
        raise Differs(f"{key}: {got[finite][at]!r}, expected {want[finite][at]!r} within {limit:.1e}")


class Runner:
    def __init__(self, options):
        self.leat = [options.leat]
        self.extra = [] if options.target == "cpu" else ["--target", options.target]
        self.extra += ["--float", options.float] if options.float else []
        self.float = options.float
        self.seed = options.seed

    def call(self, arguments):
        run = subprocess.run(self.leat + arguments, capture_output=True, text=True)
        if run.returncode != 0:
            raise Differs(run.stderr.strip().split("\n")[0])
        return run.stdout

    def run(self, file, inputs, seed=0):
        """The results of @main."""
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["run", str(file), "--seed", str(seed), "--output-dir", folder + "/out"] + self.extra
            for name, value in inputs.items():
                np.save(f"{folder}/{name}.npy", value)
                arguments += ["--input", f"{name}={folder}/{name}.npy"]
            self.call(arguments)
            return {path.name[:-4]: np.load(path) for path in pathlib.Path(folder, "out").glob("*.npy")}

    def functions(self, file, configs):
        """What `leat check` counts of each function."""
        settings = [word for name, value in configs.items() for word in ("--set", f"{name}={value}")]
        return json.loads(self.call(["check", str(file), "--json"] + settings))["functions"]


def check_key(key, got, want, rtol, atol):
    if is_ragged(want):
        for i, item in enumerate(want):
            check_key(f"{key}.{i}", got, item, rtol, atol)
        return
    if key not in got:
        raise Differs(f"no result {key}")
    value, want = got[key], array(want)
    if f"{key}.n" in got: # padded along the axes of that extent
        count = int(got[f"{key}.n"])
        value = value[tuple(slice(count if n == count else None) for n in want.shape)]
    compare(key, value, want, rtol, atol)


def check_estimates(runner, file, inputs, spec):
    """Estimates by simulation: within their tolerance for three seeds, and not the same ones."""
    runs = [runner.run(file, inputs, seed) for seed in range(3)]
    for key, of in spec.items():
        name, want, tol = key + "_mc", array(of["want"]), array(of["tol"])
        for got in runs:
            if name not in got:
                raise Differs(f"no result {name}")
            if not (np.abs(got[name] - want) <= tol).all():
                raise Differs(f"{name} is {got[name].tolist()}, expected {want.tolist()} within {tol.tolist()}"[:300])
        if np.array_equal(runs[0][name], runs[1][name]):
            raise Differs(f"{name} is the same for two seeds")


def check_row(runner, name):
    """None where all is as it should be, or what is not."""
    row, file = ROWS[name], FILES / f"{name}.mlir"
    inputs = {key: array(value) for key, value in row["inputs"].items()}
    inputs.update({key: generated(spec) for key, spec in row.get("generate", {}).items()})
    expected = dict(row["expected"])
    f32 = runner.float == "f32"
    rtol, atol = row["rtol_f32" if f32 else "rtol"], row["atol_f32" if f32 else "atol"]
    if not file.exists():
        return "no such file"
    try:
        if runner.seed is not None:
            rng = np.random.default_rng([runner.seed, zlib.crc32(name.encode())])
            inputs, expected = twins.fresh(name, row["params"], inputs, rng)
        got = {}
        for key, value in twins.counted(name, lambda configs: runner.functions(file, configs)).items():
            if is_ragged(value):
                got.update({f"{key}.{i}": np.array(item) for i, item in enumerate(value)})
            else:
                got[key] = np.array(value)
        if set(expected) - set(got):
            got = runner.run(file, inputs) | got
        for key, want in expected.items():
            check_key(key, got, want, rtol, atol)
        if "mc" in row and runner.seed is None:
            check_estimates(runner, file, inputs, row["mc"])
    except Differs as error:
        return str(error)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--leat", default=os.environ.get("LEAT", "leat"))
    parser.add_argument("--target", default="cpu")
    parser.add_argument("--float", choices=["f32", "f64"])
    parser.add_argument("--seed", type=int)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--group", action="append", help="only the rows of this group, such as ELE; again for more")
    parser.add_argument("--verbose", action="store_true", help="a line for each row")
    options = parser.parse_args()
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        sys.exit(f"no row {unknown[0]}; rows are named as in {HERE / 'oracles.json'}")
    names = options.rows or [name for name, row in ROWS.items() if not options.group or row["group"] in options.group]
    if options.seed is not None:
        names = [name for name in names if twins.has_twin(name)]
    runner = Runner(options)
    groups, failed = {}, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, error in zip(names, pool.map(lambda name: check_row(runner, name), names)):
            passed, total = groups.get(ROWS[name]["group"], (0, 0))
            groups[ROWS[name]["group"]] = (passed + (error is None), total + 1)
            failed += error is not None
            if error or options.verbose:
                print(f"{name:18} {'FAIL: ' + error if error else 'ok'}", flush=True)
    for group, (passed, total) in groups.items():
        print(f"{group}  {passed} of {total}")
    print(f"{len(names) - failed} of {len(names)} rows")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
