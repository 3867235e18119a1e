#!/usr/bin/env python3
"""Hessian-vector products in three ways, compiled, against difference quotients of the gradient.

Forward over reverse, reverse over forward, and forward over forward, which gives v' H v: of a
loss of two layers that calls a function and reads and writes state.
"""
import pathlib
import sys
import tempfile

import numpy as np

from check import DIFFERENCES, STEP, Tally, quotient, ratio, run, write

MODEL = """leat.model @nesting {
  param @bias : f64[5] = ones
  state @seen : f64 = zeros
  func @layer(%x: f64[N, K], %w: f64[M, K], %b: f64[M]) -> (h: f64[N, M]) {
    %h = let tanh(linear(%x, %w, %b))
    return %h }
  func @loss(%x: f64[3, 4], %w: f64[5, 4]) -> (l: f64) {
    %b = get @bias
    %h = call @layer(%x, %w, %b)
    %p = let log_softmax(%h, axis = 1)
    %n = let @seen + 1
    set @seen = %n
    %l = let mean(%p * %p) * %n + sum(cumprod(%h, axis = 0))
    return %l }
  func @gradient(%x: f64[3, 4], %w: f64[5, 4]) -> (g: f64[5, 4]) {
    %l, %g = grad @loss(%x, %w) wrt(w)
    return %g }
  func @slope(%x: f64[3, 4], %w: f64[5, 4], %v: f64[5, 4]) -> (s: f64) {
    %l, %s = jvp @loss(%x, %w) tangent(%v) wrt(w)
    return %s }
  func @main(%x: f64[3, 4], %w: f64[5, 4], %v: f64[5, 4])
      -> (g: f64[5, 4], s: f64, forward_reverse: f64[5, 4], reverse_forward: f64[5, 4], forward_forward: f64) {
    %zero = number 0 : f64
    set @seen = %zero
    %g, %a = jvp @gradient(%x, %w) tangent(%v) wrt(w)
    set @seen = %zero
    %s, %b = grad @slope(%x, %w, %v) wrt(w)
    set @seen = %zero
    %t, %c = jvp @slope(%x, %w, %v) tangent(%v) wrt(w)
    return %g, %s, %a, %b, %c }
}
"""


def main():
    random = np.random.RandomState(0)
    given = {"x": random.uniform(-1, 1, (3, 4)), "w": random.uniform(-1, 1, (5, 4)),
             "v": random.choice([-1.0, 1.0], (5, 4))}
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        source = folder / "nesting.mlir"
        source.write_text(MODEL)
        paths = write(folder / "inputs", given)
        got = run(source, folder / "got", paths)
        want = run(source, folder / "want", paths, "main", "--reference")
        del paths["v"]
        moved = [run(source, folder / "gradient", paths | write(folder / "moved", {"w": given["w"] + h * given["v"]}),
                     "gradient", "--reference") for h in (STEP, -STEP, STEP / 2, -STEP / 2)]
    hv = quotient(moved, "g")
    for name in got:
        tally.add(f"compiled {name}", ratio(got[name], want[name], 1e-12, 1e-14))
    tally.add("slope", ratio(got["s"], np.sum(got["g"] * given["v"]), 1e-12, 1e-14))
    for name, measured in (("forward_reverse", hv), ("reverse_forward", hv), ("forward_forward", np.sum(hv * given["v"]))):
        tally.add(name, ratio(got[name], measured, DIFFERENCES, 0), f": derived {got[name]}, measured {measured}")
    tally.show("nesting")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
