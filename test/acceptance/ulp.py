#!/usr/bin/env python3
"""Errors of pointwise ops in f32, in units in the last place: compiled code against the
interpreter in f64, which test/run/ops holds against PyTorch.

    ulp.py [--all] [--from N] [--ops NAME,...] [--stride N]

Ops of one operand: every 4,099th of the 2^32 inputs, or all of them (--all: hours; the passes
over 4,099 first inputs are counted, and --from N goes on with the Nth). Ops of two: pairs drawn
at random. A result is wrong where the error is above 3, or above what docs/ops.md says of the
op: "In f32 within N ulp".
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRIDE = 4099
GROUP = 12
# How the ops of one operand with attributes are called; all others as `op(%x)`.
CALLS = {
    "clip": ["clip(%x, lo = -1, hi = 1)"],
    "gelu": ["gelu(%x)", 'gelu(%x, approximate = "tanh")'],
    "leaky_relu": ["leaky_relu(%x, slope = 0.25)"],
    "elu": ["elu(%x, alpha = 1)"],
    "polygamma": ["polygamma(%x, order = 2)", "polygamma(%x, order = 7)"],
}
TWO = ["add", "sub", "mul", "div", "pow", "maximum", "minimum", "floor_div", "mod", "atan2", "hypot", "logaddexp", "xlogy"]
# Sums that may cancel: their errors are counted beside the operands.
BESIDE = ("logaddexp",)
EXACT = "of integers and truth values, which test/run/ops compares exactly"
EXEMPT = {
    **dict.fromkeys("eq ne lt le gt ge logical_and logical_or logical_not bit_and bit_or bit_xor bit_not shift_left "
                    "shift_right isnan isinf isfinite".split(), EXACT),
    **dict.fromkeys("where convert".split(), "chooses or rounds: exact; test/run/ops compares it"),
}


def bounds():
    """Op -> the error that it may have, of all pointwise ops."""
    text = (ROOT / "docs" / "ops.md").read_text()
    family = text[text.index("\n# Pointwise\n"):text.index("\n# Contraction\n")]
    found = {}
    for section in family.split("\n### `leat.")[1:]:
        stated = re.search(r"In f32 within\s+(\d+)\s+ulp", section)
        found[section[:section.index("`")]] = int(stated.group(1)) if stated else 3
    return found


def errors(got, want, beside=()):
    """In units in the last place of f32, of the result or of a larger one of the arrays `beside` it;
    what overflows counts as 2^128."""
    with np.errstate(all="ignore"):
        size = np.abs(want)
        for array in beside:
            size = np.fmax(size, np.abs(array))
        unit = np.spacing(np.minimum(size, np.finfo(np.float32).max).astype(np.float32)).astype(np.float64)
        limit = 2.0**128
        error = np.abs(np.clip(got.astype(np.float64), -limit, limit) - np.clip(want, -limit, limit)) / unit
    missing = np.isnan(got) != np.isnan(want)
    return np.where(np.isnan(got) & np.isnan(want), 0.0, np.where(missing, np.inf, error))


def evaluate(folder, element, calls, inputs, *options):
    """The results of all calls, in order."""
    n = len(inputs["x"])
    arguments = ", ".join(f"%{name}: {element}[{n}]" for name in inputs)
    names = [f"y{i}" for i in range(len(calls))]
    results = ", ".join(f"{name}: {element}[{n}]" for name in names)
    body = "\n".join(f"  %{name} = let {call}" for name, call in zip(names, calls))
    source = folder / f"{element}.mlir"
    source.write_text(f"leat.model @ulp {{ func @main({arguments}) -> ({results}) {{\n{body}\n"
                      f"  return {', '.join('%' + name for name in names)} }} }}\n")
    words = ["leat", "run", source, "--no-cache", "--output-dir", folder / element, *options]
    for name, array in inputs.items():
        path = folder / f"{name}.{element}.npy"
        with np.errstate(invalid="ignore"): # NaNs that signal
            np.save(path, array.astype(np.float32 if element == "f32" else np.float64))
        words += ["--input", f"{name}={path}"]
    (folder / element).mkdir(exist_ok=True)
    subprocess.run(words, check=True)
    return [np.load(folder / element / f"{name}.npy") for name in names]


def worst(calls, inputs, seen):
    """Adds call -> (error, inputs there) to `seen`, keeping the larger errors."""
    for first in range(0, len(calls), GROUP):
        group = calls[first:first + GROUP]
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            got = evaluate(folder, "f32", group, inputs)
            want = evaluate(folder, "f64", group, inputs, "--reference")
        for call, g, w in zip(group, got, want):
            error = errors(g, w, inputs.values() if call.startswith(BESIDE) else ())
            at = int(np.argmax(error))
            if call not in seen or error[at] > seen[call][0]:
                seen[call] = (error[at], ", ".join(f"{name} = {array[at]:.9g}" for name, array in inputs.items()))


def pairs(count):
    """Bits at random, then numbers of usual sizes."""
    random = np.random.RandomState(0)
    bits = random.randint(0, 2**32, (2, count), dtype=np.uint32).view(np.float32)
    usual = (random.uniform(-1, 1, (2, count)) * 2.0**random.randint(-8, 8, (2, count))).astype(np.float32)
    return {"x": np.concatenate([bits[0], usual[0]]), "z": np.concatenate([bits[1], usual[1]])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--ops", type=lambda text: text.split(","))
    parser.add_argument("--stride", type=int, default=STRIDE)
    arguments = parser.parse_args()
    allowed = bounds()
    wanted = [op for op in allowed if op not in EXEMPT and (not arguments.ops or op in arguments.ops)]
    one = [call for op in wanted if op not in TWO for call in CALLS.get(op, [f"{op}(%x)"])]
    two = [f"{op}(%x, %z)" for op in wanted if op in TWO]
    seen = {}
    for offset in range(arguments.start, arguments.stride if arguments.all else arguments.start + 1):
        bits = np.arange(offset, 2**32, arguments.stride, dtype=np.int64).astype(np.uint32)
        worst(one, {"x": bits.view(np.float32)}, seen)
        if arguments.all:
            print(f"{offset + 1} of {arguments.stride} passes", file=sys.stderr, flush=True)
    worst(two, pairs(200000), seen)
    failed = False
    print(f"{'op':44} {'max ulp':>9} {'bound':>6}  at")
    for call, (error, place) in seen.items():
        bound = allowed[call.split("(")[0]]
        wrong = not error <= bound
        failed |= wrong
        print(f"{call:44} {error:9.3f} {bound:6}  {place}{'  FAIL' if wrong else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
