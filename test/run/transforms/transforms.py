#!/usr/bin/env python3
"""Transforms of small functions, compiled and interpreted, against NumPy and difference quotients.

Nested lanes, derivatives of lanes and lanes of derivatives; Jacobians and Hessians; the inner step of
MAML, differentiated through; functions with a derivative of a person's own.
"""
import pathlib
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ops"))

from check import DIFFERENCES, STEP, Tally, quotient, ratio, run, write

MODEL = """leat.model @transforms {
  param @w : f64[3] = normal
  param @b : f64 = zeros
  state @rng = seed

  // Lanes.
  func @f(%x: f64[3], %a: f64[2, 3]) -> (y: f64[2]) {
    %h = let tanh(%a * %x)
    %y = let sum(%h * %h * %x, axis = 1)
    return %y }
  func @loss(%x: f64[3], %a: f64[2, 3]) -> (l: f64) {
    %y = call @f(%x, %a)
    %l = let sum(%y * %y)
    return %l }
  func @gradient(%x: f64[3], %a: f64[2, 3]) -> (dx: f64[3], da: f64[2, 3]) {
    %l, %dx, %da = grad @loss(%x, %a) wrt(x, a)
    return %dx, %da }
  func @rows(%xs: f64[4, 3], %a: f64[2, 3]) -> (y: f64[4, 2]) {
    %y = vmap @f(%xs, %a) in_axes(0, none)
    return %y }
  func @table(%xs: f64[4, 3], %as: f64[2, 5, 3]) -> (y: f64[5, 4, 2]) {
    %y = vmap @rows(%xs, %as) in_axes(none, 1)
    return %y }
  func @sum_of_rows(%xs: f64[4, 3], %a: f64[2, 3]) -> (l: f64) {
    %l = vmap @loss(%xs, %a) in_axes(0, none)
    %s = let sum(%l)
    return %s }
  func @lanes(%xs: f64[4, 3], %as: f64[2, 5, 3], %a: f64[2, 3], %vs: f64[4, 3])
      -> (table: f64[5, 4, 2], dx: f64[4, 3], da: f64[4, 2, 3], all_dx: f64[4, 3], all_da: f64[2, 3],
          moved: f64[4, 2]) {
    %t = call @table(%xs, %as)
    %dx, %da = vmap @gradient(%xs, %a) in_axes(0, none)
    %l, %gx, %ga = grad @sum_of_rows(%xs, %a) wrt(xs, a)
    %y, %moved = jvp @rows(%xs, %a) tangent(%vs) wrt(xs)
    return %t, %dx, %da, %gx, %ga, %moved }
  func @calls(%xs: f64[4, 3], %as: f64[2, 5, 3], %a: f64[2, 3], %i: i64, %j: i64)
      -> (y: f64[2], dx: f64[3], da: f64[2, 3]) {
    %x = let %xs[%i]
    %aj = let transpose(%as, axes = [1, 0, 2])
    %y = let @f(%x, %aj[%j])
    %dx, %da = call @gradient(%x, %a)
    return %y, %dx, %da }

  // Jacobians and Hessians.
  func @values(%x: f64[3], %a: f64[2, 3]) -> (y: f64[2], dx: f64[3]) {
    %y = call @f(%x, %a)
    %l, %dx = grad @loss(%x, %a) wrt(x)
    return %y, %dx }
  func @matrices(%x: f64[3], %a: f64[2, 3]) -> (jx: f64[2, 3], ja: f64[2, 2, 3], h: f64[3, 3], k: f64[2, 3, 2, 3]) {
    %jx, %ja = jacobian @f(%x, %a) wrt(x, a)
    %h = hessian @loss(%x, %a) wrt(x)
    %k = hessian @loss(%x, %a) wrt(a)
    return %jx, %ja, %h, %k }

  // MAML: the loss after a step on other data.
  func @fit(%x: f64[N, 3], %y: f64[N]) -> (l: f64) {
    %e = let tanh(sum(%x * @w, axis = 1) + @b) - %y
    %l = let mean(%e * %e)
    return %l }
  func @adapted(%x: f64[N, 3], %y: f64[N], %x2: f64[M, 3], %y2: f64[M]) -> (l: f64) {
    %l0, %g = grad @fit(%x, %y) wrt(params)
    %once = let params - 0.3 * %g
    %l1, %g1 = grad @fit(%x, %y) with(params = %once) wrt(params)
    %twice = let %once - 0.3 * %g1 / (1 + norm(%g1))
    %l = call @fit(%x2, %y2) with(params = %twice)
    return %l }
  func @maml(%x: f64[N, 3], %y: f64[N], %x2: f64[M, 3], %y2: f64[M], %w0: f64[3], %b0: f64)
      -> (l: f64, dw: f64[3], db: f64) {
    set @w = %w0
    set @b = %b0
    %l, %g = grad @adapted(%x, %y, %x2, %y2) wrt(params)
    %dw = at %g, name = "w"
    %db = at %g, name = "b"
    return %l, %dw, %db }

  // Other values for the parameters, in every transform and through it.
  func @net(%x: f64[3]) -> (y: f64[3], l: f64) {
    %y = let tanh(%x * @w + @b)
    %l = let sum(%y * %y * %y)
    return %y, %l }
  func @net_loss(%x: f64[3]) -> (l: f64) {
    %y, %l = let @net(%x)
    return %l }
  func @other(%x: f64[3]) -> (p: f64[3], q: f64) {
    %l, %g = grad @net_loss(%x) wrt(params)
    %r = let params - 0.3 * %g
    %p = at %r, name = "w"
    %q = at %r, name = "b"
    return %p, %q }
  // The inner step of each lane is its own; the outer function sees it through `with`.
  func @stepped(%x: f64[3], %v: f64[3]) -> (y: f64[3], l: f64, dy: f64[3], dl: f64) {
    %p, %q = let @other(%x)
    %r = bundle(@w = %p, @b = %q)
    %y, %l, %dy, %dl = jvp @net(%x) tangent(%v) with(params = %r) wrt(x)
    return %y, %l, %dy, %dl }
  func @stepped_loss(%x: f64[3], %v: f64[3]) -> (s: f64) {
    %y, %l, %dy, %dl = let @stepped(%x, %v)
    %s = let sum(%dy * %y) + %dl
    return %s }
  func @given(%x: f64[3], %xs: f64[3, 4], %v: f64[3], %w0: f64[3], %b0: f64)
      -> (y: f64[3, 4], l: f64[4], dy: f64[3], dl: f64, j: f64[3, 3], h: f64[3, 3], z: f64[3, 4],
          steps: f64[4, 3], ds: f64[3], ts: f64[3], us: f64) {
    %r = bundle(@w = %w0, @b = %b0)
    %y, %l = vmap @net(%xs) with(params = %r) in_axes(1) out_axes(1, 0)
    %a, %c, %dy, %dl = jvp @net(%x) tangent(%v) with(params = %r) wrt(x)
    %j = jacobian @net(%x) with(params = %r) wrt(x)
    %h = hessian @net_loss(%x) with(params = %r) wrt(x)
    // Lanes of a gradient with `with` inside, and a gradient of one.
    %z, %m, %zy, %steps2 = vmap @stepped(%xs, %v) with(params = %r) in_axes(1, none) out_axes(1, 0, 0, 0)
    %steps = let %zy
    %n, %ds = grad @stepped_loss(%x, %v) with(params = %r) wrt(x)
    %e, %f, %g1, %g2, %ts, %us, %h1, %h2 = jvp @stepped(%x, %v) tangent(%v) with(params = %r) wrt(x)
    return %y, %l, %dy, %dl, %j, %h, %z, %steps, %ds, %ts, %us }
  func @one_given(%x: f64[3], %v: f64[3], %w0: f64[3], %b0: f64)
      -> (y: f64[3], l: f64, dx: f64[3], sy: f64[3], sl: f64, sdy: f64[3], s: f64) {
    set @w = %w0
    set @b = %b0
    %y, %l = let @net(%x)
    %m, %dx = grad @net_loss(%x) wrt(x)
    %sy, %sl, %sdy, %sdl = let @stepped(%x, %v)
    %s = let @stepped_loss(%x, %v)
    return %y, %l, %dx, %sy, %sl, %sdy, %s }

  // A derivative of one's own: here twice the true one, to be told apart.
  func @own(%x: f64[3], %c: f64) -> (y: f64[3]) custom_vjp @own_backward {
    %y = let exp(%x * %c)
    return %y }
  func @own_backward(%x: f64[3], %c: f64, %y: f64[3], %d: f64[3]) -> (dx: f64[3], dc: f64) {
    %dx = let 2 * %d * %y * %c
    %dc = let sum(2 * %d * %y * %x)
    return %dx, %dc }
  func @own_loss(%x: f64[3], %c: f64) -> (l: f64) {
    %l = let sum(@own(%x, %c))
    return %l }
  func @own_lanes(%xs: f64[4, 3], %c: f64) -> (l: f64) {
    %y = vmap @own(%xs, %c) in_axes(0, none)
    %l = let sum(%y)
    return %l }
  func @own_slope(%x: f64[3], %c: f64) -> (s: f64) {
    %l, %d = grad @own_loss(%x, %c) wrt(x)
    %s = let sum(%d)
    return %s }
  func @custom(%x: f64[3], %xs: f64[4, 3], %c: f64)
      -> (dx: f64[3], dc: f64, dxs: f64[4, 3], dcs: f64, rows: f64[4, 3], ddx: f64[3], direct: f64[3]) {
    %l, %dx, %dc = grad @own_loss(%x, %c) wrt(x, c)
    %m, %dxs, %dcs = grad @own_lanes(%xs, %c) wrt(xs, c)
    %n, %rows = vmap @own_both(%xs, %c) in_axes(0, none)
    %s, %ddx = grad @own_slope(%x, %c) wrt(x)
    %one = full 1 : f64[3]
    %y, %direct = vjp @own(%x, %c) cotangent(%one) wrt(x)
    return %dx, %dc, %dxs, %dcs, %rows, %ddx, %direct }
  func @own_both(%x: f64[3], %c: f64) -> (l: f64, dx: f64[3]) {
    %l, %dx = grad @own_loss(%x, %c) wrt(x)
    return %l, %dx }

  // Draws.
  func @noisy(%x: f64[3]) -> (y: f64[3]) {
    %z = normal @rng : f64[3]
    %y = let %x + %z
    return %y }
  func @draws(%xs: f64[4, 3], %k: i64[2]) -> (y: f64[4, 3], z: f64[4, 3], next: i64[2]) {
    set @rng = %k
    %y = vmap @noisy(%xs) in_axes(0)
    %next = get @rng
    %z = normal key(%k) : f64[4, 3]
    return %y, %z, %next }
  func @scaled(%x: f64[3]) -> (y: f64[3]) {
    %z = normal @rng : f64[3]
    %y = let %x * %x * %z
    return %y }
  func @scaled_sum(%x: f64[3]) -> (y: f64) {
    %y = let sum(@scaled(%x))
    return %y }
  func @matrices_of_draws(%x: f64[3], %k: i64[2]) -> (j: f64[3, 3], h: f64[3, 3], z: f64[3], next: i64[2]) {
    set @rng = %k
    %j = jacobian @scaled(%x) wrt(x)
    set @rng = %k
    %h = hessian @scaled_sum(%x) wrt(x)
    %next = get @rng
    %z = normal key(%k) : f64[3]
    return %j, %h, %z, %next }
}
"""


class Runner:
    """Runs entries of a model, compiled and interpreted, which must agree."""

    def __init__(self, folder, tally, model):
        self.folder, self.tally = folder, tally
        self.source = folder / "transforms.mlir"
        self.source.write_text(model)

    def interpreted(self, entry, inputs):
        return run(self.source, self.folder / f"{entry}-interpreted", write(self.folder / "in", inputs), entry, "--reference")

    def both(self, entry, inputs):
        want = self.interpreted(entry, inputs)
        got = run(self.source, self.folder / f"{entry}-compiled", write(self.folder / "in", inputs), entry)
        for name in want:
            self.tally.add(f"{entry} {name} compiled", ratio(got[name], want[name], 1e-12, 1e-14))
        return want


def derivative(runner, entry, inputs, name, result):
    """d result / d name by difference quotients: the axes of the result, then those of the input."""
    columns = []
    for place in np.ndindex(np.shape(inputs[name])):
        unit = np.zeros(np.shape(inputs[name]))
        unit[place] = 1
        runs = [runner.interpreted(entry, inputs | {name: inputs[name] + h * unit})
                for h in (STEP, -STEP, STEP / 2, -STEP / 2)]
        columns.append(quotient(runs, result))
    return np.stack(columns, -1).reshape(columns[0].shape + np.shape(inputs[name]))


def check_lanes(runner, tally, random):
    given = {"xs": random.normal(size=(4, 3)), "as": random.normal(size=(2, 5, 3)), "a": random.normal(size=(2, 3))}
    vs = random.normal(size=(4, 3))
    got = runner.both("lanes", given | {"vs": vs})
    calls = {(i, j): runner.interpreted("calls", given | {"i": np.int64(i), "j": np.int64(j)})
             for i in range(4) for j in (0, 4)}
    for (i, j), want in calls.items():
        tally.add(f"table {i} {j}", ratio(got["table"][j, i], want["y"], 1e-13, 1e-15))
    for name in ("dx", "da"):
        want = np.stack([calls[i, 0][name] for i in range(4)])
        tally.add(f"vmap of grad {name}", ratio(got[name], want, 1e-13, 1e-15))
        tally.add(f"grad of vmap {name}", ratio(got[f"all_{name}"], want if name == "dx" else want.sum(0), 1e-13, 1e-15))
    along = [runner.interpreted("rows", {"xs": given["xs"] + h * vs, "a": given["a"]})
             for h in (STEP, -STEP, STEP / 2, -STEP / 2)]
    tally.add("jvp of vmap", ratio(got["moved"], quotient(along, "y"), 0, DIFFERENCES))


def check_matrices(runner, tally, random):
    given = {"x": random.normal(size=3), "a": random.normal(size=(2, 3))}
    got = runner.both("matrices", given)
    for name, entry, by, result in (("jx", "values", "x", "y"), ("ja", "values", "a", "y"), ("h", "values", "x", "dx")):
        tally.add(name, ratio(got[name], derivative(runner, entry, given, by, result), 0, DIFFERENCES))
    flat = got["k"].reshape(6, 6)
    tally.add("symmetric", ratio(flat, flat.T, 1e-12, 1e-14))


def check_maml(runner, tally, random):
    given = {"x": random.normal(size=(4, 3)), "y": random.normal(size=4), "x2": random.normal(size=(6, 3)),
             "y2": random.normal(size=6), "w0": random.normal(size=3), "b0": np.float64(0.2)}
    got = runner.both("maml", given)
    for name, by in (("dw", "w0"), ("db", "b0")):
        tally.add(f"maml {name}", ratio(got[name], derivative(runner, "maml", given, by, "l"), 0, DIFFERENCES))


def check_given(runner, tally, random):
    x, xs, v = random.normal(size=3), random.normal(size=(3, 4)), random.normal(size=3)
    params = {"w0": random.normal(size=3), "b0": np.float64(0.3)}
    got = runner.both("given", {"x": x, "xs": xs, "v": v} | params)
    lanes = [runner.interpreted("one_given", {"x": xs[:, i], "v": v} | params) for i in range(4)]
    for name, one, axis in (("y", "y", 1), ("l", "l", 0), ("z", "sy", 1), ("steps", "sdy", 0)):
        tally.add(f"given {name}", ratio(got[name], np.stack([lane[one] for lane in lanes], axis), 1e-13, 1e-15))
    one = {"x": x, "v": v} | params
    along = [runner.interpreted("one_given", one | {"x": x + h * v}) for h in (STEP, -STEP, STEP / 2, -STEP / 2)]
    for name, result in (("dy", "y"), ("dl", "l"), ("ts", "sy"), ("us", "sl")):
        tally.add(f"given {name}", ratio(got[name], quotient(along, result), 0, DIFFERENCES))
    for name, result in (("j", "y"), ("h", "dx"), ("ds", "s")):
        tally.add(f"given {name}", ratio(got[name], derivative(runner, "one_given", one, "x", result), 0, DIFFERENCES))


def check_custom(runner, tally, random):
    x, xs, c = random.normal(size=3), random.normal(size=(4, 3)), np.float64(0.7)
    got = runner.both("custom", {"x": x, "xs": xs, "c": c})
    want = {"dx": 2 * c * np.exp(c * x), "dc": np.sum(2 * x * np.exp(c * x)), "dxs": 2 * c * np.exp(c * xs),
            "dcs": np.sum(2 * xs * np.exp(c * xs)), "rows": 2 * c * np.exp(c * xs),
            # The derivative of 2 c y(x) is of the function's own kind, too.
            "ddx": 4 * c * c * np.exp(c * x), "direct": 2 * c * np.exp(c * x)}
    for name in want:
        tally.add(f"custom {name}", ratio(got[name], np.asarray(want[name]), 1e-13, 1e-15))


def check_draws(runner, tally, random):
    xs = random.normal(size=(4, 3))
    got = runner.both("draws", {"xs": xs, "k": np.array([7, 3])})
    tally.add("draws", ratio(got["y"], xs + got["z"], 0, 1e-30))
    tally.add("draw number", ratio(got["next"], np.array([7, 4]), 0, 0))
    # All columns are those of one run: its draws are drawn once.
    got = runner.both("matrices_of_draws", {"x": xs[0], "k": np.array([7, 3])})
    tally.add("jacobian of draws", ratio(got["j"], np.diag(2 * xs[0] * got["z"]), 1e-13, 1e-30))
    tally.add("hessian of draws", ratio(got["h"], np.diag(2 * got["z"]), 1e-13, 1e-30))
    tally.add("draw number of matrices", ratio(got["next"], np.array([7, 4]), 0, 0))


def main():
    random, tally = np.random.RandomState(0), Tally()
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(pathlib.Path(scratch), tally, MODEL)
        for check in (check_lanes, check_matrices, check_maml, check_given, check_custom, check_draws):
            check(runner, tally, random)
    tally.show("transforms")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
