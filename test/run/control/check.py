#!/usr/bin/env python3
"""Holds loops and branches against witnesses: check.py [CASE...]

For each case of cases.py: compiled code against the interpreter, values and derivatives of
order 1 and 2, on 1 and 2 threads with the same bits; gradients against difference quotients
of the interpreter, and forward mode against gradients. All in f64. Prints the worst of each, exit code 1 if it is too large.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

from cases import CASES

BOUND = 1e-11       # compiled against the interpreter, relative to the largest element
DIFFERENCES = 1e-6  # a gradient against a difference quotient, relative
STEP = 2.0**-14


def signature(case):
    """The arguments of @f as a model writes them."""
    kinds = {n: "i64" if isinstance(s, int) else f"f64{list(s)}" if s else "f64" for n, s in case.inputs.items()}
    return ", ".join(f"%{name}: {kind}" for name, kind in kinds.items()), kinds


def derivatives(case):
    """Functions @g1, the gradients, and @g2, those of a sum over them, weighted by %v.<name>."""
    arguments, kinds = signature(case)
    passed = ", ".join(f"%{name}" for name in case.inputs)
    outs = "".join(f", d.{w}: {kinds[w]}" for w in case.wrt)
    results = results_of(case)
    hidden = "".join(f", %unused{i}" for i in range(len(results) - 1))
    moved = "".join(f", %moved{i}" for i in range(sum(kind.startswith("f64") for kind in results) - 1))
    grads = "".join(f", %d.{w}" for w in case.wrt)
    weights = "".join(f", %v.{w}: {kinds[w]}" for w in case.wrt)
    along = ", ".join(f"%v.{w}" for w in case.wrt)
    text = f"""
  func @g1({arguments}) -> (l: f64{outs}) {{
    %l{hidden}{grads} = grad @f({passed}) wrt({", ".join(case.wrt)})
    return %l{grads} }}
  func @j1({arguments}{weights}) -> (s: f64) {{
    %l{hidden}, %total{moved} = jvp @f({passed}) tangent({along}) wrt({", ".join(case.wrt)})
    return %total }}"""
    if case.order < 2:
        return text
    total = " + ".join(f"sum(%d.{w} * %v.{w})" for w in case.wrt)
    return text + f"""
  func @slope({arguments}{weights}) -> (s: f64) {{
    %l{grads} = call @g1({passed})
    %total = let {total}
    return %total }}
  func @g2({arguments}{weights}) -> (s: f64{outs}) {{
    %total{grads} = grad @slope({passed}, {along}) wrt({", ".join(case.wrt)})
    return %total{grads} }}
  func @j2({arguments}{weights}) -> (s: f64{outs}) {{
    %l{"".join(f", %g.{w}" for w in case.wrt)}, %total{grads} = jvp @g1({passed}) tangent({along}) wrt({", ".join(case.wrt)})
    return %total{grads} }}"""


def results_of(case):
    """The types of the results of @f, as a model writes them."""
    head = case.text[case.text.index("func @f"):]
    inside = head[head.index("-> (") + 4:head.index(" {\n")].rsplit(")", 1)[0]
    return [part.split(":")[1].strip() for part in inside.split(", ") if ":" in part]


def run(source, folder, entry, inputs, *options):
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in inputs.items():
        np.save(folder / f"{name}.in.npy", array)
    given = [word for name in inputs for word in ("--input", f"{name}={folder / name}.in.npy")]
    done = subprocess.run(["leat", "run", source, "--entry", entry, "--no-cache", "--output-dir", folder / "out", *given,
                           *options], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(f"leat run {source} --entry {entry} {' '.join(options)} gave {done.returncode}:\n{done.stderr}")
    return {path.name[:-4]: np.load(path) for path in (folder / "out").glob("*.npy")}


def error(got, want):
    if got.dtype.kind != "f":
        return 0.0 if np.array_equal(got, want) else np.inf
    return float(np.max(np.abs(got - want), initial=0) / (1e-3 + np.max(np.abs(want), initial=0)))


def compiled(source, folder, entry, inputs, want):
    """The error of compiled code; infinite if two threads give other bits than one."""
    one = run(source, folder, entry, inputs, "--threads", "1")
    two = run(source, folder, entry, inputs, "--threads", "2")
    if any(one[name].tobytes() != two[name].tobytes() for name in want):
        return np.inf
    return max(error(one[name], want[name]) for name in want)


def quotient(source, folder, entry, inputs, wrt, random):
    """The error of the gradients of `entry` by a difference quotient of its first result, along one
    direction; and what the interpreter gives."""
    found = run(source, folder, entry, inputs, "--reference")
    value = next(name for name in ("l", "s") if name in found)
    along = {name: random.choice([-1.0, 1.0], inputs[name].shape) for name in wrt}
    at = [run(source, folder / "moved", entry, inputs | {name: inputs[name] + step * a for name, a in along.items()},
              "--reference")[value] for step in (STEP, -STEP, STEP / 2, -STEP / 2)]
    coarse, fine = (at[0] - at[1]) / (2 * STEP), (at[2] - at[3]) / STEP
    derived = sum(np.sum(found[f"d.{name}"] * a) for name, a in along.items())
    scale = sum(np.linalg.norm(found[f"d.{name}"]) for name in wrt) + abs(found[value]) + 1e-3
    return float(abs(derived - (4 * fine - coarse) / 3) / scale), found


def check(case, folder):
    source = folder / "model.mlir"
    source.write_text(f"leat.model @m {{{case.text}{derivatives(case) if case.order else ''}\n}}\n")
    random = np.random.RandomState(3)
    inputs = {name: np.int64(shape) if isinstance(shape, int) else random.uniform(0.2, 1.0, shape)
              for name, shape in case.inputs.items()}
    errors = {"values": compiled(source, folder / "f", "f", inputs,
                                 run(source, folder / "f0", "f", inputs, "--reference"))}
    along = {f"v.{w}": random.uniform(-1, 1, inputs[w].shape) for w in case.wrt}
    for order in range(1, case.order + 1):
        given = inputs | along if order == 2 else inputs
        errors[f"d{order}"], found = quotient(source, folder / f"q{order}", f"g{order}", given, case.wrt, random)
        errors[f"order {order}"] = compiled(source, folder / f"g{order}", f"g{order}", given, found)
        if order == 1:
            found = {"s": sum(np.sum(found[f"d.{w}"] * along[f"v.{w}"]) for w in case.wrt)}
        errors[f"forward {order}"] = compiled(source, folder / f"j{order}", f"j{order}", inputs | along, found)
    return errors


def main():
    wanted, failed = sys.argv[1:], False
    for case in CASES:
        if wanted and case.name not in wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            errors = check(case, pathlib.Path(folder))
        bad = [what for what, e in errors.items() if not e <= (DIFFERENCES if what[0] == "d" else BOUND)]
        failed |= bool(bad)
        print(f"{case.name:14}", " ".join(f"{what} {e:.1e}" for what, e in errors.items()), "FAIL" if bad else "")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
