#!/usr/bin/env python3
"""Errors of pointwise ops in f32, in units in the last place.

    ulp.py [--recorded] [--ops NAME,...]     against the interpreter in f64, which test/run/ops holds
                                             against PyTorch; minutes
    ulp.py --all [--record] [--ops NAME,...] against compiled f64, which the above holds against the
                                             interpreter; hours. --record writes docs/accuracy.md

Ops of one operand: every 4,099th of the 2^32 inputs, or all of them. Ops of two: pairs drawn at
random, half of them any bits, half of usual sizes. A result is wrong where the error is above 3,
or above what docs/ops.md says of the op: "In f32 within N ulp"; and the record is, where an
error in it is beyond its bound, or smaller than is found; with --recorded also where an op has none.
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
RECORD = ROOT / "docs" / "accuracy.md"
ALL_PAIRS = 2**28
# Compiled f64 may be so far from the interpreter, in ulp of f32.
DOUBLE = 0.01
PAGE = f"""# Accuracy

The largest error of each pointwise op in f32, in units in the last place of the result: of ops of
one operand over all 2^32 inputs, of ops of two over 2^{ALL_PAIRS.bit_length() - 1} pairs, half of them of any bits and half of
usual sizes. What a result overflows to counts as 2^128, and where one is NaN the other is. A
correctly rounded result has an error of at most 0.5. `bound` is what is promised in f32 on every
machine (3 where the page of the op says nothing). Errors of `logaddexp`, which may cancel, are
counted beside the operands.

Written by `test/acceptance/language-1-ulp.sh --all --record`, which takes an hour or two of one
core; `test/acceptance/language-1-ulp.sh` alone tries every 4,099th input and holds this page
against what it finds.

| op | max ulp | bound | at |
|---|---|---|---|
"""
ROW = re.compile(r"^\| `(.*)` \| ([\d.]+|inf) \| \d+ \| (.*) \|$", re.MULTILINE)
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
    **dict.fromkeys("betainc betaincinv".split(), "of three operands, in f64 and rounded; test/run/ops compares it"),
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


def worst(calls, inputs, seen, doubles):
    """Adds call -> (error, inputs there) to `seen`, keeping the larger errors; to `doubles` those of compiled
    f64."""
    for first in range(0, len(calls), GROUP):
        group = calls[first:first + GROUP]
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            got = evaluate(folder, "f32", group, inputs)
            double = evaluate(folder, "f64", group, inputs)
            want = evaluate(folder, "f64", group, inputs, "--reference")
        beside = inputs.values()
        for call, g, d, w in zip(group, got, double, want):
            for found, kept in ((g, seen), (d, doubles)):
                error = errors(found, w, beside if call.startswith(BESIDE) else ())
                at = int(np.argmax(error))
                kept[call] = (error[at], ", ".join(f"{name} = {array[at]:.9g}" for name, array in inputs.items()))


def measured(call, takes_two):
    """The same of one call, by leat-ulp: over all inputs, or so many pairs."""
    numbers = [ALL_PAIRS, *["beside"] * call.startswith(BESIDE)] if takes_two else [0, 2**32]
    done = subprocess.run(["leat-ulp", call, *map(str, numbers)], check=True, capture_output=True, text=True)
    error, place = done.stdout.strip().split(" ", 1)
    return float(error), place


def pairs(count):
    """Bits at random, then numbers of usual sizes."""
    random = np.random.RandomState(0)
    bits = random.randint(0, 2**32, (2, count), dtype=np.uint32).view(np.float32)
    usual = (random.uniform(-1, 1, (2, count)) * 2.0**random.randint(-8, 8, (2, count))).astype(np.float32)
    return {"x": np.concatenate([bits[0], usual[0]]), "z": np.concatenate([bits[1], usual[1]])}


def recorded():
    """Call -> (error, inputs there) of docs/accuracy.md, if there is one."""
    text = RECORD.read_text() if RECORD.exists() else ""
    return {call: (float(error), place) for call, error, place in ROW.findall(text)}


def record(found, calls, allowed):
    rows = [f"| `{call}` | {found[call][0]:.3f} | {allowed[call.split('(')[0]]} | {found[call][1]} |\n"
            for call in calls if call in found]
    RECORD.write_text(PAGE + "".join(rows))


def show(seen, allowed):
    """Whether no error is beyond its bound."""
    failed = False
    print(f"{'op':44} {'max ulp':>9} {'bound':>6}  at")
    for call, (error, place) in seen.items():
        bound = allowed[call.split("(")[0]]
        wrong = not error <= bound
        failed |= wrong
        print(f"{call:44} {error:9.3f} {bound:6}  {place}{'  FAIL' if wrong else ''}")
    return not failed


def check_all(one, two, calls, allowed, keeps):
    seen = {}
    for call in one + two:
        seen[call] = measured(call, call in two)
        print(f"{call}: {seen[call][0]:.3f} at {seen[call][1]}", file=sys.stderr, flush=True)
        if keeps:
            record(recorded() | {call: seen[call]}, calls, allowed)
    return show(seen, allowed)


def check_some(one, two, allowed, complete):
    seen, doubles = {}, {}
    bits = np.arange(0, 2**32, STRIDE, dtype=np.int64).astype(np.uint32)
    worst(one, {"x": bits.view(np.float32)}, seen, doubles)
    worst(two, pairs(200000), seen, doubles)
    good = show(seen, allowed)
    kept = recorded()
    faults = [f"{call} in f64 is {error:.3g} ulp of f32 from the interpreter at {place}"
              for call, (error, place) in doubles.items() if not error <= DOUBLE]
    for call, (error, place) in seen.items():
        most = kept.get(call, (None,))[0]
        if most is None:
            faults += [f"docs/accuracy.md has no error of {call}"] * complete
        elif not most <= allowed[call.split("(")[0]]:
            faults.append(f"docs/accuracy.md has an error of {call} beyond its bound, {most}")
        elif call in one and error > most + DOUBLE:
            faults.append(f"docs/accuracy.md has {most} ulp of {call}, but it is {error:.3f} at {place}")
    for fault in faults:
        print("FAIL " + fault)
    return good and not faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--ops", type=lambda text: text.split(","))
    arguments = parser.parse_args()
    if arguments.record and not arguments.all:
        parser.error("what is recorded is of --all")
    allowed = bounds()
    tried = [op for op in allowed if op not in EXEMPT]
    calls = [call for op in tried for call in
             ([f"{op}(%x, %z)"] if op in TWO else CALLS.get(op, [f"{op}(%x)"]))]
    wanted = [call for call in calls if not arguments.ops or call.split("(")[0] in arguments.ops]
    one, two = ([call for call in wanted if (call.split("(")[0] in TWO) == both] for both in (False, True))
    if arguments.all:
        return 0 if check_all(one, two, calls, allowed, arguments.record) else 1
    return 0 if check_some(one, two, allowed, arguments.recorded) else 1


if __name__ == "__main__":
    sys.exit(main())
