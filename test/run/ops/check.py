#!/usr/bin/env python3
"""Holds every op against four witnesses; see test/vectors/table.py for the cases.

    check.py [--seed N] [--keep DIR] FAMILY...

  outside      the interpreter in f64 against the values, gradients and second derivatives that
               PyTorch computed (seed 0 only: those are the committed ones)
  compiled     compiled f64 and f32 against the interpreter, forward and gradient
  differences  gradients and second derivatives against difference quotients of the
               interpreter in f64, along one random direction an input
  lanes        vmap over all inputs, and over each alone, against a call for each lane; of the
               values and of the gradients; and gradients of vmap
  forward      tangents against the gradients, <v, J t> = <J^T v, t>, and element by element
               against difference quotients; those of gradients against second derivatives

Within each tensor |got - want| <= atol + rtol * max|want|, infinities and NaN in the same
places; integers are equal. Prints per family the number of tensors and the worst ratio of error
and bound, and every tensor beyond it. Exit code 1 if there is one.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors"
sys.path.insert(0, str(VECTORS))

import table
from model import LANES, Prepared, lanes_text, model_text, tensors

# rtol and atol of each comparison. An atol of a few roundings of 1 is what sums that cancel leave.
BOUNDS = {"outside": (1e-12, 1e-14), "f64": (1e-12, 1e-14), "f32": (1e-5, 5e-7)}
# A difference quotient of f64 with a step of 2^-17, extrapolated, keeps 9 digits or so.
DIFFERENCES = 1e-7
STEP = 2.0**-17
# Both modes multiply the same partials: what is left is the rounding of other orders of summation.
ADJOINT = 1e-12
SECOND = (1e-11, 1e-13)
# Results that are derivatives, by what follows the name of the case.
ORDERS = {"d": 1, "g": 1, "dot": 1, "dd": 2, "hu": 2}


def run(source, folder, inputs, entry="main", *options):
    """Result name -> array."""
    folder.mkdir(exist_ok=True)
    words = ["leat", "run", source, "--entry", entry, "--no-cache", "--output-dir", folder, *options]
    for name, path in inputs.items():
        words += ["--input", f"{name}={path}"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise SystemExit(f"leat run {source.name} {entry} {' '.join(map(str, options))} gave {done.returncode}:\n{done.stderr}")
    return {path.name[:-4]: np.load(path) for path in folder.glob("*.npy")}


def write(folder, arrays):
    folder.mkdir(exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return {name: folder / f"{name}.npy" for name in arrays}


def ratio(got, want, rtol, atol):
    """The error over its bound; infinite where no error is allowed and there is one."""
    if got.shape != want.shape:
        return np.inf
    if want.dtype.kind != "f":
        return 0.0 if np.array_equal(got, want) else np.inf
    got, want = np.float64(got), np.float64(want)
    finite = np.isfinite(want)
    if not np.array_equal(got[~finite], want[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
        return np.inf
    if not finite.any():
        return 0.0
    return float(np.max(np.abs(got[finite] - want[finite])) / (atol + rtol * np.max(np.abs(want[finite]))))


class Tally:
    """What one witness has said so far."""

    def __init__(self):
        self.count, self.worst, self.place, self.faults = 0, 0.0, "-", []
        self.cases = {}  # (case, order of the derivative) -> the worst error

    def add(self, place, value, detail=""):
        self.count += 1
        case, _, rest = place.partition(".")
        key = case, ORDERS.get(rest.split(".")[0], 0)
        self.cases[key] = max(self.cases.get(key, 0.0), value)
        if value > self.worst:
            self.worst, self.place = value, place
        if not value <= 1:
            self.faults.append(f"{place}: {value:.3g} times the bound{detail}")

    def join(self, other):
        """Counts; what is wrong has been shown."""
        self.count += other.count
        if other.worst > self.worst:
            self.worst, self.place = other.worst, other.place

    def show(self, what):
        print(f"  {what:11} {self.count:5} tensors, worst error {self.worst:.3g} of the bound ({self.place})")
        for fault in self.faults:
            print(f"  FAIL {what}: {fault}")


def compare(tally, got, want, prepared, what):
    rtol, atol = BOUNDS[what]
    for p in prepared:
        for name in p.results():
            derivative = name.startswith((f"{p.case.name}.d.", f"{p.case.name}.dd."))
            none = p.case.relative and not derivative and np.any(want[name])
            own = p.case.f32_slope if what == "f32" and derivative else None
            value = ratio(got[name], want[name], own or rtol, 0 if none else atol)
            detail = "" if value <= 1 else f"\n  got  {got[name].ravel()[:8]}\n  want {want[name].ravel()[:8]}"
            tally.add(name, value, detail)


def directions(prepared, number, random):
    """For each case the direction along its input `number` (of those it is differentiated by)."""
    return {f"{p.case.name}.{p.wrt[number]}": random.choice([-1.0, 1.0], p.case.inputs[p.wrt[number]].shape)
            for p in prepared if p.case.differences and len(p.wrt) > number}


def quotient(runs, name):
    """The difference quotient of a result over the steps h, -h, h / 2, -h / 2, extrapolated."""
    coarse = (runs[0][name] - runs[1][name]) / (2 * STEP)
    fine = (runs[2][name] - runs[3][name]) / STEP
    return (4 * fine - coarse) / 3


def differences(tally, source, folder, given, found, prepared):
    """Moves one input of every case at a time, all cases at once: by h and h / 2, both ways, and
    extrapolates (Richardson 1911)."""
    paths = {name: folder / "inputs" / f"{name}.npy" for name in given}
    random = np.random.RandomState(1)
    for number in range(max((len(p.wrt) for p in prepared if p.case.differences), default=0)):
        along = directions(prepared, number, random)
        losses = []
        for step in (STEP, -STEP, STEP / 2, -STEP / 2):
            moved = write(folder / "moved", {x: given[x] + step * d for x, d in along.items()})
            losses.append(run(source, folder / "losses", paths | moved, "losses", "--reference"))
        for p in prepared:
            if not (p.case.differences and len(p.wrt) > number):
                continue
            x = p.wrt[number]
            for loss, kind in zip(p.losses(), ("d", "dd")):
                measured = quotient(losses, loss)
                gradient = found[f"{p.case.name}.{kind}.{x}"]
                derived = np.sum(gradient * along[f"{p.case.name}.{x}"])
                scale = np.linalg.norm(gradient) + abs(losses[0][loss])
                tally.add(f"{p.case.name}.{kind}.{x}", abs(derived - measured) / (DIFFERENCES * (scale + 1e-3)),
                          f": derived {derived}, measured {measured}")


def forward(tally, source, folder, given, found, prepared):
    """All inputs of all cases move at once."""
    cases = [p for p in prepared if p.moves()]
    if not cases:
        return
    random = np.random.RandomState(2)
    along = {f"{p.case.name}.{x}": random.choice([-1.0, 1.0], p.case.inputs[x].shape) for p in cases for x in p.wrt}
    paths = {name: folder / "inputs" / f"{name}.npy" for name in given}
    named = {f"{p.case.name}.t.{x}": along[f"{p.case.name}.{x}"] for p in cases for x in p.wrt}
    got = run(source, folder / "tangents", paths | write(folder / "directions", named), "tangents", "--reference")
    runs = [run(source, folder / "values", paths | write(folder / "moved", {x: given[x] + h * d for x, d in along.items()}),
                "values", "--reference") for h in (STEP, -STEP, STEP / 2, -STEP / 2)]
    for p in cases:
        name = p.case.name
        ahead = [given[f"{name}.v.{y}"] * got[f"{name}.dot.{y}"] for y in p.floats]
        back = [along[f"{name}.{x}"] * found[f"{name}.d.{x}"] for x in p.wrt]
        a, b = (sum(np.sum(part) for part in parts) for parts in (ahead, back))
        scale = sum(np.sum(np.abs(part)) for part in ahead + back)
        if np.isfinite(scale) or p.case.differences:
            tally.add(f"{name}.dot", abs(a - b) / (ADJOINT * scale + 1e-14), f": forward {a}, reverse {b}")
        for y in p.floats if p.case.differences else ():
            tangent, measured = got[f"{name}.dot.{y}"], quotient(runs, f"{name}.{y}")
            bound = DIFFERENCES * (np.linalg.norm(tangent) + np.linalg.norm(runs[0][f"{name}.{y}"]) + 1e-3)
            tally.add(f"{name}.dot.{y}", np.max(np.abs(tangent - measured), initial=0) / bound,
                      f": tangent {tangent.ravel()[:8]}, measured {measured.ravel()[:8]}")
        for x in p.wrt if p.second else ():
            value = ratio(got[f"{name}.hu.{x}"], found[f"{name}.dd.{x}"], *SECOND)
            tally.add(f"{name}.hu.{x}", value,
                      f": forward {got[f'{name}.hu.{x}'].ravel()[:8]}, reverse {found[f'{name}.dd.{x}'].ravel()[:8]}")


def lanes(tally, family, folder, prepared):
    """The order of every sum is the same, so the bounds are those of the compiler's f64."""
    text = lanes_text(family, prepared)
    if not text:
        return
    cases = [p for p in prepared if p.case.lanes]
    source = folder / f"{family}.lanes.mlir"
    source.write_text(text)
    given = {f"{p.case.name}.{x}": array for p in cases for x, array in p.stacked(LANES).items()}
    got = run(source, folder / "lanes", write(folder / "stacked", given), "lanes", "--reference")
    for name in got:
        if f"{name}.0" in got:
            want = np.stack([got[f"{name}.{lane}"] for lane in range(LANES)])
            tally.add(name, ratio(got[name], want, *BOUNDS["f64"]), f": vmap {got[name].ravel()[:8]}, calls {want.ravel()[:8]}")
    for p in cases:
        for x in p.wrt:
            name = f"{p.case.name}.g.{x}"
            if name in got:
                want = got[f"{p.case.name}.d.{x}.all"]
                tally.add(name, ratio(got[name], want, *SECOND), f": grad of vmap {got[name].ravel()[:8]}, vmap {want.ravel()[:8]}")


def check(family, seed, folder):
    """Witness -> Tally, and case -> its ops."""
    prepared = [Prepared(case, family, seed) for case in table.cases(family, seed)]
    given = tensors(prepared)
    tallies = {what: Tally() for what in ("outside", "f64", "f32", "differences", "forward", "lanes")}
    want = None
    if seed == 0:
        vectors = np.load(VECTORS / f"{family}.npz")
        want = {name: vectors[name] for p in prepared for name in p.results() if name in vectors}
        missing = [name for p in prepared for name in [*p.results()] if name not in want]
        missing += [name for name in given if name not in vectors or vectors[name].shape != given[name].shape]
        if missing:
            raise SystemExit(f"{family}.npz is not of these cases ({missing[0]}): run test/vectors/make.py {family}")
        given = {name: vectors[name] for name in given}
    source = folder / f"{family}.mlir"
    source.write_text(model_text(family, prepared))
    paths = write(folder / "inputs", given)
    reference = run(source, folder / "reference", paths, "main", "--reference")
    cases = {p.case.name: set(p.case.ops.split()) for p in prepared}
    if want:
        compare(tallies["outside"], reference, want, prepared, "outside")
        if tallies["outside"].faults: # then the interpreter is no witness
            return tallies, cases
    compare(tallies["f64"], run(source, folder / "f64", paths), reference, prepared, "f64")
    single = run(source, folder / "reference32", paths, "main", "--reference", "--float", "f32")
    compare(tallies["f32"], run(source, folder / "f32", paths, "main", "--float", "f32"), single, prepared, "f32")
    differences(tallies["differences"], source, folder, given, reference, prepared)
    forward(tallies["forward"], source, folder, given, reference, prepared)
    lanes(tallies["lanes"], family, folder, prepared)
    return tallies, cases


def report(title, tallies, cases):
    print(f"{title}: {len(cases)} cases of {len(set().union(*cases.values()))} ops")
    for what, tally in tallies.items():
        tally.show(what)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("families", nargs="+")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, help="leave the model and all tensors there")
    arguments = parser.parse_args()
    total, everything, failed = {}, {}, False
    for family in arguments.families:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (arguments.keep or pathlib.Path(scratch)) / family
            folder.mkdir(parents=True, exist_ok=True)
            tallies, cases = check(family, arguments.seed, folder)
        report(f"{family}, seed {arguments.seed}", tallies, cases)
        everything |= {f"{family}.{name}": ops for name, ops in cases.items()}
        for what, tally in tallies.items():
            total.setdefault(what, Tally()).join(tally)
            failed |= bool(tally.faults)
    if len(arguments.families) > 1:
        report(f"all, seed {arguments.seed}", total, everything)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
