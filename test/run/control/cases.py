"""Functions with loops and branches: a model, how big its inputs are, and what is differentiated.

`@f` of each case gives a scalar `l` first, and perhaps more. `order` is how often it can be
differentiated; 0 where nothing is.
"""
from dataclasses import dataclass


@dataclass
class Case:
    name: str
    text: str                      # declarations with @f
    inputs: dict                   # name -> shape of f64, or a number: i64
    wrt: tuple = ()
    order: int = 2


CASES = [
    # A recurrence over time: weights from outside, rows in, rows out.
    Case("rnn", """
  func @f(%xs: f64[5, 2, 3], %h0: f64[2, 4], %w: f64[4, 3], %u: f64[4, 4], %b: f64[4])
      -> (l: f64, hs: f64[5, 2, 4]) {
    %h, %hs = for %t = 1 to 5 carry(%h = %h0) over(%x = %xs) {
      %a = linear %x, %w, %b
      %c = linear %h, %u
      %h1 = let tanh(%a + %c)
      yield %h1 stack(%h1) }
    %l = let sum(%h) + mean(%hs * %hs)
    return %l, %hs }""", {"xs": (5, 2, 3), "h0": (2, 4), "w": (4, 3), "u": (4, 4), "b": (4,)},
         ("xs", "h0", "w", "u", "b")),
    # The same, keeping what it computes.
    Case("rnn_saved", """
  func @f(%xs: f64[5, 2, 3], %h0: f64[2, 4], %w: f64[4, 3]) -> (l: f64) {
    %h, %hs = for %t = 1 to 5, save = all carry(%h = %h0) over(%x = %xs) {
      %a = linear %x, %w
      %h1 = let tanh(%a + %h) * exp(0.1 * %h)
      yield %h1 stack(%h1) }
    %l = let sum(%h) + mean(%hs * %hs)
    return %l }""", {"xs": (5, 2, 3), "h0": (2, 4), "w": (4, 3)}, ("xs", "h0", "w")),
    # Carried values that change places, the counter as a number and as a row of a table.
    Case("exchange", """
  func @f(%x: f64[3], %y: f64[3], %table: f64[7, 3]) -> (l: f64) {
    %a, %b = for %t = 6 downto 1 carry(%a = %x, %b = %y) {
      %i = convert %t, dtype = f64
      %c = let %a * %b / %i + %table[%t] * %table[%t - 1]
      yield %b, %c }
    %l = let sum(%a * %b)
    return %l }""", {"x": (3,), "y": (3,), "table": (7, 3)}, ("x", "y", "table")),
    # A loop in a loop, both over the same weight.
    Case("nested", """
  func @f(%x: f64[3], %w: f64[3]) -> (l: f64) {
    %y = for %i = 0 to 2 carry(%a = %x) {
      %z, %zs = for %j = 3 downto 1 carry(%c = %a) {
        %k = convert %j, dtype = f64
        %d = let sin(%c * %w) + %k * %a
        yield %d stack(%d) }
      %s = let %z + sum(%zs * %zs, axis = 0) * 0.01
      yield %s }
    %l = let sum(%y)
    return %l }""", {"x": (3,), "w": (3,)}, ("x", "w")),
    # A loop in a function that is called in a loop.
    Case("called", """
  func @inner(%x: f64[3], %s: f64) -> (y: f64[3]) {
    %y = for %i = 1 to 3 carry(%a = %x) {
      %b = let tanh(%a * %s)
      yield %b }
    return %y }
  func @f(%x: f64[3], %s: f64) -> (l: f64) {
    %y = for %i = 1 to 2 carry(%a = %x) {
      %b = let @inner(%a, %s) + %x
      yield %b }
    %l = let sum(%y)
    return %l }""", {"x": (3,), "s": ()}, ("x", "s")),
    # How often it runs is an argument; rows that are not made are 0.
    *(Case(f"dynamic_{n}", """
  func @f(%x: f64[3], %w: f64[3], %n: i64) -> (l: f64, path: f64[6, 3]) {
    %y, %path = for %t = %n downto 1, max_trips = 6 carry(%a = %x) {
      %i = convert %t, dtype = f64
      %b = let cos(%a * %w) * %i
      yield %b stack(%b) }
    %l = let sum(%y) + sum(%path * %path)
    return %l, %path }""", {"x": (3,), "w": (3,), "n": n}, ("x", "w")) for n in (0, 1, 4, 6)),
    Case("dynamic_saved", """
  func @f(%x: f64[3], %w: f64[3], %n: i64) -> (l: f64) {
    %y = for %t = 1 to %n, max_trips = 6, save = all carry(%a = %x) {
      %b = let cos(%a * %w) * exp(%a)
      yield %b }
    %l = let sum(%y)
    return %l }""", {"x": (3,), "w": (3,), "n": 4}, ("x", "w")),
    # A fixed point; the number of trips depends on the data.
    Case("root", """
  func @f(%a: f64[3]) -> (l: f64, n: i64) {
    %one = let %a * 0 + 1
    %zero = let i64(0)
    %x, %n = while carry(%x = %one, %n = %zero), max_trips = 40 {
      %e = let max(abs(%x * %x - %a))
      %more = let %e > 1e-9
      condition %more } do {
      %y = let (%x + %a / %x) / 2
      %m = let %n + 1
      yield %y, %m }
    %l = let sum(%x * %x * %x)
    return %l, %n }""", {"a": (3,)}, ("a",)),
    Case("root_saved", """
  func @f(%a: f64[3]) -> (l: f64, path: f64[40, 3]) {
    %one = let %a * 0 + 1
    %x, %path = while carry(%x = %one), max_trips = 40, save = all {
      %e = let max(abs(%x * %x - %a))
      %more = let %e > 1e-9
      condition %more } do {
      %y = let (%x + %a / %x) / 2
      yield %y stack(%y) }
    %l = let sum(%x * %x * %x) + sum(%path)
    return %l, %path }""", {"a": (3,)}, ("a",)),
    # A branch in a loop, and a state-free branch that leaves a value as it is.
    Case("if_in_for", """
  func @f(%x: f64[3], %w: f64[3]) -> (l: f64) {
    %y = for %t = 1 to 5 carry(%a = %x) {
      %large = let sum(%a) > 1
      %b = if %large {
        %c = let %a / 2 - %w
        yield %c } else {
        %c = let exp(%a * %w) + %x
        yield %c }
      yield %b }
    %l = let sum(%y * %y)
    return %l }""", {"x": (3,), "w": (3,)}, ("x", "w")),
    *(Case(f"for_in_if_{way}", """
  func @f(%x: f64[3], %w: f64[3], %s: i64) -> (l: f64, z: f64[3]) {
    %yes = let %s > 0
    %y, %z = if %yes {
      %a = for %t = 1 to 4 carry(%a = %x) {
        %b = let sin(%a) * %w
        yield %b }
      yield %a, %w } else { yield %x, %x }
    %l = let sum(%y * %z)
    return %l, %z }""", {"x": (3,), "w": (3,), "s": way}, ("x", "w")) for way in (0, 1)),
    # Stacked results that later ops use, and a loop that only stacks.
    Case("stacks", """
  func @f(%x: f64[4], %w: f64[4]) -> (l: f64, sums: f64[8]) {
    %rows = for %t = 0 to 7 {
      %i = convert %t, dtype = f64
      %r = let sin(%x * %i) * %w
      yield stack(%r) }
    %sums = sum %rows, axis = 1
    %back = for %t = 1 to 8, rows = backward over(%r = %rows, %s = %sums) {
      %q = let %r * %s
      yield stack(%q) }
    %l = let sum(%back * %rows)
    return %l, %sums }""", {"x": (4,), "w": (4,)}, ("x", "w")),
    # Draws in a loop: other ones each trip, the same ones backwards.
    Case("draws", """
  state @rng = seed
  func @f(%x: f64[3], %w: f64[3]) -> (l: f64, noise: f64[4, 3]) {
    %y, %noise = for %t = 1 to 4 carry(%a = %x) {
      %z = normal @rng : f64[3]
      %b = let tanh(%a * %w) + %z * %a
      yield %b stack(%z) }
    %l = let sum(%y * %y)
    return %l, %noise }""", {"x": (3,), "w": (3,)}, ("x", "w")),
    # Flags and integers that are carried; values from outside that are yielded.
    Case("kinds", """
  func @f(%x: f64[3], %n: i64) -> (l: f64, odd: i1, c: i64, flags: i1[5, 3]) {
    %off = let %n > 100
    %y, %odd, %c, %flags = for %t = 1 to 5 carry(%a = %x, %f = %off, %k = %n) {
      %g = logical_not %f
      %p = let where(%a > 0, %a, %x)
      %q = let %p * 0.9 - 0.1
      %m = let %k + %t * %n
      %positive = let %q > 0
      yield %q, %g, %m stack(%positive) }
    %l = let sum(%y)
    return %l, %odd, %c, %flags }""", {"x": (3,), "n": 3}, ("x",)),
    # Larger than one vector, with contractions and rows that kernels read in place.
    Case("wide", """
  func @f(%x: f64[16, 32], %w: f64[32, 32], %v: f64[6, 16, 32]) -> (l: f64, path: f64[6, 16, 32]) {
    %y, %path = for %t = 1 to 6 carry(%a = %x) over(%r = %v) {
      %m = matmul %a, %w
      %b = let tanh(%m * 0.1 + %r)
      yield %b stack(%b) }
    %l = let mean(%y * %y) + mean(%path)
    return %l, %path }""", {"x": (16, 32), "w": (32, 32), "v": (6, 16, 32)}, ("x", "w", "v"), 1),
    # Scalars: what comes out of a loop is the cotangent of something.
    Case("scalars", """
  func @f(%x: f64, %y: f64) -> (l: f64) {
    %a, %b = for %t = 1 to 3 carry(%a = %x, %b = %y) {
      %c = let %a * %b
      %d = let sin(%a) + %b
      yield %c, %d }
    %c = for %t = 1 to 2 carry(%c = %y) {
      %d = let %c * %a
      yield %d }
    %l = let %a * %b * %c
    return %l }""", {"x": (), "y": ()}, ("x", "y")),
    # The sampler of a diffusion model: a network, tables, draws and a path.
    Case("sampler", """
  config @T = 12
  state @rng = seed
  const @beta = linspace(1e-4, 0.02, T, dtype = f64)
  const @abar = cumprod(1 - @beta)
  param @l1.weight : f64[8, 18] = kaiming_normal
  param @l1.bias : f64[8] = zeros
  param @l2.weight : f64[2, 8] = kaiming_normal
  func @eps(%x: f64[B, 2], %t: i64[B]) -> (eps: f64[B, 2]) {
    %e = let concat(%x, timestep_embedding(%t, dim = 16, dtype = f64), axis = 1)
    %o = let linear(silu(linear(%e, @l1.weight, @l1.bias)), @l2.weight)
    return %o }
  func @f(%xT: f64[70, 2]) -> (l: f64, path: f64[12, 70, 2]) {
    %x0, %path = for %t = T downto 1 carry(%x = %xT) {
      %z = normal @rng : f64[70, 2]
      %tb = full %t : i64[70]
      %b = let @beta[%t - 1]
      %mu = let (%x - %b / sqrt(1 - @abar[%t - 1]) * @eps(%x, %tb)) / sqrt(1 - %b)
      %xp = let %mu + where(%t > 1, sqrt(%b), 0) * %z
      yield %xp stack(%xp) }
    %l = let mean(%x0 * %x0)
    return %l, %path }""", {"xT": (70, 2)}, ("xT",), 1),
]
