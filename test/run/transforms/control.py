#!/usr/bin/env python3
"""Lanes of loops and branches, compiled and interpreted, against one run a lane.

Lanes go the same way, or ways of their own: by a number of trips, a condition, a choice. Their
derivatives, by lanes of gradients and by gradients of lanes, are those of each lane alone.
"""
import pathlib
import sys
import tempfile

import numpy as np

from transforms import Runner, Tally, ratio

MODEL = """leat.model @lanes {
  state @rng = seed

  // All lanes go the same way.
  func @same(%x: f64[3], %rows: f64[5, 3], %w: f64[3], %n: i64, %up: i1)
      -> (y: f64[3], path: f64[5, 3], z: f64[3], u: f64[3], c: f64[3]) {
    %c0 = let 0 * %w
    %y, %c, %path = for %t = 1 to %n, max_trips = 5 carry(%a = %x, %c = %c0) over(%r = %rows) {
      %b = let tanh(%a * %w + %r)
      %c1 = let %c + %w
      yield %b, %c1 stack(%b) }
    %k0 = let 0 * %n
    %z, %k = while carry(%a = %x, %k = %k0), max_trips = 9 {
      %more = let %k < %n
      condition %more } do {
      %b = let %a * %w
      %k1 = let %k + 1
      yield %b, %k1 }
    %u = if %up {
      %s = let sin(%x)
      yield %s } else {
      yield %w }
    return %y, %path, %z, %u, %c }
  func @same_loss(%x: f64[3], %rows: f64[5, 3], %w: f64[3], %n: i64, %up: i1) -> (l: f64) {
    %y, %path, %z, %u, %c = call @same(%x, %rows, %w, %n, %up)
    %l = let sum(%y * %y) + sum(%path * %path * %path) + sum(%z * %u) + sum(%c * %x)
    return %l }
  func @same_slopes(%x: f64[3], %rows: f64[5, 3], %w: f64[3], %n: i64, %up: i1)
      -> (dx: f64[3], drows: f64[5, 3], dw: f64[3]) {
    %l, %dx, %dr, %dw = grad @same_loss(%x, %rows, %w, %n, %up) wrt(x, rows, w)
    return %dx, %dr, %dw }
  func @same_total(%x: f64[4, 3], %rows: f64[5, 4, 3], %w: f64[3], %n: i64, %up: i1) -> (l: f64) {
    %l = vmap @same_loss(%x, %rows, %w, %n, %up) in_axes(0, 1, none, none, none)
    %s = let sum(%l)
    return %s }
  func @same_lanes(%x: f64[4, 3], %rows: f64[5, 4, 3], %w: f64[3], %n: i64, %up: i1)
      -> (y: f64[4, 3], path: f64[4, 5, 3], z: f64[4, 3], u: f64[4, 3], c: f64[4, 3], dx: f64[4, 3],
          drows: f64[4, 5, 3], dw: f64[4, 3], tx: f64[4, 3], trows: f64[5, 4, 3], tw: f64[3]) {
    %y, %path, %z, %u, %c = vmap @same(%x, %rows, %w, %n, %up) in_axes(0, 1, none, none, none)
    %dx, %dr, %dw = vmap @same_slopes(%x, %rows, %w, %n, %up) in_axes(0, 1, none, none, none)
    %l, %tx, %tr, %tw = grad @same_total(%x, %rows, %w, %n, %up) wrt(x, rows, w)
    return %y, %path, %z, %u, %c, %dx, %dr, %dw, %tx, %tr, %tw }

  // Each lane goes its own way.
  func @own(%x: f64, %w: f64, %n: i64) -> (y: f64, path: f64[6], z: f64, u: f64) {
    %y, %path = for %t = 1 to %n, max_trips = 6 carry(%a = %x) {
      %b = let sin(%a * 2) + %w
      yield %b stack(%b) }
    %one = let %x * 0 + 1
    %z = while carry(%a = %one), max_trips = 60 {
      %more = let abs(%a * %a - %x * %x - %w) > 1e-12
      condition %more } do {
      %b = let (%a + (%x * %x + %w) / %a) / 2
      yield %b }
    %positive = let %x > 0
    %u = if %positive {
      %s = let sqrt(%x) * %w
      yield %s } else {
      %s = let %x * %x
      yield %s }
    return %y, %path, %z, %u }
  func @own_loss(%x: f64, %w: f64, %n: i64) -> (l: f64) {
    %y, %path, %z, %u = call @own(%x, %w, %n)
    %l = let %y * %y + sum(%path * %path * %path) + %z * %u
    return %l }
  func @own_slopes(%x: f64, %w: f64, %n: i64) -> (dx: f64, dw: f64) {
    %l, %dx, %dw = grad @own_loss(%x, %w, %n) wrt(x, w)
    return %dx, %dw }
  func @own_total(%x: f64[5], %w: f64, %n: i64[5]) -> (l: f64) {
    %l = vmap @own_loss(%x, %w, %n) in_axes(0, none, 0)
    %s = let sum(%l)
    return %s }
  func @own_lanes(%x: f64[5], %w: f64, %n: i64[5])
      -> (y: f64[5], path: f64[5, 6], z: f64[5], u: f64[5], dx: f64[5], dw: f64[5], tx: f64[5], tw: f64) {
    %y, %path, %z, %u = vmap @own(%x, %w, %n) in_axes(0, none, 0)
    %dx, %dw = vmap @own_slopes(%x, %w, %n) in_axes(0, none, 0)
    %l, %tx, %tw = grad @own_total(%x, %w, %n) wrt(x, w)
    return %y, %path, %z, %u, %dx, %dw, %tx, %tw }

  // A draw of a trip is one draw of all lanes.
  func @noisy(%x: f64[3]) -> (y: f64[3]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %z = normal @rng : f64[3]
      %b = let %a + %z
      yield %b }
    return %y }
  func @noise(%xs: f64[4, 3], %k: i64[2]) -> (y: f64[4, 3], z: f64[4, 3], next: i64[2]) {
    set @rng = %k
    %y = vmap @noisy(%xs) in_axes(0)
    %next = get @rng
    set @rng = %k
    %z1 = normal @rng : f64[4, 3]
    %z2 = normal @rng : f64[4, 3]
    %z3 = normal @rng : f64[4, 3]
    %z = let %xs + %z1 + %z2 + %z3
    return %y, %z, %next }
  // Every kind of draw: a lane has its row of what all of them draw at once.
  func @kinds(%x: f64[3]) -> (u: f64[3], i: i64[3], b: i1[3], s: f64[3], p: i64[3], c: i32, d: f64[3]) {
    %u = uniform @rng (-1, 2) : f64[3]         %i = randint @rng (0, 9) : i64[3]
    %b = bernoulli @rng (0.3) : i1[3]          %s = rademacher @rng : f64[3]
    %p = permutation @rng : i64[3]             %c = categorical @rng %x : i32
    %d = dropout @rng %x, p = 0.4
    return %u, %i, %b, %s, %p, %c, %d }
  func @all_kinds(%xs: f64[4, 3]) -> (u: f64[4, 3], i: i64[4, 3], b: i1[4, 3], s: f64[4, 3], p: i64[4, 3],
      c: i32[4], d: f64[4, 3]) {
    %u = uniform @rng (-1, 2) : f64[4, 3]      %i = randint @rng (0, 9) : i64[4, 3]
    %b = bernoulli @rng (0.3) : i1[4, 3]       %s = rademacher @rng : f64[4, 3]
    %p = permutation @rng : i64[4, 3]          %c = categorical @rng %xs : i32[4]
    %d = dropout @rng %xs, p = 0.4
    return %u, %i, %b, %s, %p, %c, %d }
  func @kinds_lanes(%xs: f64[4, 3], %k: i64[2]) -> (u: f64[4, 3], i: i64[4, 3], b: i1[4, 3], s: f64[4, 3],
      p: i64[4, 3], c: i32[4], d: f64[4, 3], u_rows: f64[4, 3], i_rows: i64[4, 3], b_rows: i1[4, 3],
      s_rows: f64[4, 3], p_rows: i64[4, 3], c_rows: i32[4], d_rows: f64[4, 3]) {
    set @rng = %k
    %u, %i, %b, %s, %p, %c, %d = vmap @kinds(%xs) in_axes(0) mode(train)
    set @rng = %k
    %v, %j, %e, %t, %q, %h, %f = call @all_kinds(%xs) mode(train)
    return %u, %i, %b, %s, %p, %c, %d, %v, %j, %e, %t, %q, %h, %f }
  func @keyed(%k: i64[2]) -> (z: f64[3]) {
    %z = normal key(%k) : f64[3]
    return %z }
  func @keys(%ks: i64[4, 2]) -> (z: f64[4, 3]) {
    %z = vmap @keyed(%ks) in_axes(0)
    return %z }
}
"""


def compare(tally, name, got, want):
    tally.add(name, ratio(got, np.asarray(want), 1e-12, 1e-14))


def check_ways(runner, tally, entry, given, lanes, lane, axes):
    """All lanes of `entry`_lanes at once beside each alone; `axes` says where a gradient has its lanes."""
    got = runner.both(f"{entry}_lanes", given)
    values = [runner.interpreted(entry, lane(i)) for i in range(lanes)]
    slopes = [runner.interpreted(f"{entry}_slopes", lane(i)) for i in range(lanes)]
    for name in values[0]:
        compare(tally, f"{entry} {name}", got[name], np.stack([value[name] for value in values]))
    for name, axis in axes.items():
        want = np.stack([slope[f"d{name}"] for slope in slopes])
        compare(tally, f"{entry} lanes of gradients, {name}", got[f"d{name}"], want)
        total = want.sum(0) if axis is None else np.moveaxis(want, 0, axis)
        compare(tally, f"{entry} gradient of lanes, {name}", got[f"t{name}"], total)


def check_same(runner, tally, random):
    for trips, up in ((3, True), (5, False), (0, True)):
        given = {"x": random.normal(size=(4, 3)), "rows": random.normal(size=(5, 4, 3)), "w": random.normal(size=3),
                 "n": np.int64(trips), "up": np.bool_(up)}
        check_ways(runner, tally, "same", given, 4,
                   lambda i: given | {"x": given["x"][i], "rows": given["rows"][:, i]}, {"x": 0, "rows": 1, "w": None})


def check_own(runner, tally, random):
    given = {"x": np.array([0.5, -1.25, 2.0, -0.1, 3.0]), "w": np.float64(0.8), "n": np.array([2, 6, 0, 1, 4])}
    check_ways(runner, tally, "own", given, 5, lambda i: given | {"x": given["x"][i], "n": given["n"][i]},
               {"x": 0, "w": None})


def check_draws(runner, tally, random):
    got = runner.both("noise", {"xs": random.normal(size=(4, 3)), "k": np.array([7, 3])})
    tally.add("draws", ratio(got["y"], got["z"], 0, 1e-30))
    tally.add("draw number", ratio(got["next"], np.array([7, 6]), 0, 0))
    got = runner.both("kinds_lanes", {"xs": random.normal(size=(4, 3)), "k": np.array([2, 5])})
    for kind in "uibspcd":
        tally.add(f"lanes of draws, {kind}", ratio(got[kind], got[f"{kind}_rows"], 0, 1e-30))
    keys = np.array([[1, 2], [3, 4], [5, 6], [7, 8]])
    got = runner.both("keys", {"ks": keys})
    for i in range(4):
        tally.add(f"key {i}", ratio(got["z"][i], runner.interpreted("keyed", {"k": keys[i]})["z"], 0, 1e-30))


def main():
    random, tally = np.random.RandomState(0), Tally()
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(pathlib.Path(scratch), tally, MODEL)
        for check in (check_same, check_own, check_draws):
            check(runner, tally, random)
    tally.show("lanes of loops and branches")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
