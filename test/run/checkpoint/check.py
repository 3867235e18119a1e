#!/usr/bin/env python3
"""Holds gradients that compute parts again against those that keep everything: check.py [CASE...]

A case is the text of a model in which `checkpoint` stands where it may stand, and the text
that the same model has without. `@main` gives a value and gradients: they have the same bits
in both, compiled with 1 and 2 threads, compiled op by op, and in the interpreter. Where a case
says so, the arena of the first is smaller. A gradient of a gradient sees what is computed again
as a value of its own, and sums in another order: there `rounding` is the share of the largest
element by which it may differ. Prints what differs, exit code 1 if anything does.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

# A layer, and a loss of six of them.
BLOCK = """
  param @w : f32[16, 16] = normal(0, 0.3)
  func @block(%h: f32[256, 16], %v: f32[16, 16]) -> (y: f32[256, 16]) {
    %a = linear %h, %v
    %b = let tanh(%a) + %h * 0.5
    %y = let exp(-%b * %b) + sin(%b)
    return %y }"""
SIX = "".join(f"    %h{i} = call @block(%h{i - 1}, @w) CHECKPOINT\n" for i in range(1, 7))
LOSS = "  func @loss(%x: f32[256, 16]) -> (l: f32) {\n" + SIX.replace("@w)", "%w)").replace("%h0", "%x") \
    .replace("    %h1 =", "    %w = get @w\n    %h1 =", 1) + "    %l = let mean(%h6 * %h6)\n    return %l }"
MAIN = """
  func @main(%x: f32[256, 16]) -> (l: f32, dx: f32[256, 16], dw: f32[16, 16]) {
    %l, %dx, %g = grad @loss(%x) wrt(x, params) POLICY
    %dw = at %g, name = "w"
    return %l, %dx, %dw }"""


class Case:
    def __init__(self, text, marks=None, smaller=False, rounding=0):
        marks = marks or {"CHECKPOINT": "checkpoint", "POLICY": ""}
        self.marked, self.plain, self.smaller, self.rounding = text, text, smaller, rounding
        for mark, word in marks.items():
            self.marked = self.marked.replace(mark, word)
            self.plain = self.plain.replace(mark, "")
        for text in ("CHECKPOINT", "POLICY"):
            self.marked = self.marked.replace(text, "")
            self.plain = self.plain.replace(text, "")


def loop(options):
    """A recurrence with weights from outside, rows in and out, and the counter."""
    return f"""
  param @w : f32[16, 16] = normal(0, 0.3)
  func @loss(%x: f32[256, 16], %rows: f32[11, 256, 16]) -> (l: f32, hs: f32[11, 256, 16]) {{
    %w = get @w
    %h, %hs = for %t = {options[0]}SAVE{options[1]} carry(%a = %x) over(%r = %rows) {{
      %k = convert %t, dtype = f32
      %b = linear %a, %w
      %c = linear %b, %w
      %d = let tanh(%c + %r) + %k * 0.01
      yield %d stack(%b) }}
    %l = let mean(%h * %h) + mean(%hs * %hs)
    return %l, %hs }}
  func @main(%x: f32[256, 16], %rows: f32[11, 256, 16])
      -> (l: f32, hs: f32[11, 256, 16], dx: f32[256, 16], dr: f32[11, 256, 16], dw: f32[16, 16]) {{
    %l, %hs, %dx, %dr, %g = grad @loss(%x, %rows) wrt(x, rows, params)
    %dw = at %g, name = "w"
    return %l, %hs, %dx, %dr, %dw }}"""


CASES = {
    "chain": Case(BLOCK + LOSS + MAIN, smaller=True),
    "nested": Case(BLOCK + """
  func @three(%h0: f32[256, 16], %w: f32[16, 16]) -> (y: f32[256, 16]) {
    %h1 = call @block(%h0, %w) CHECKPOINT
    %h2 = call @block(%h1, %w) CHECKPOINT
    %h3 = call @block(%h2, %w) CHECKPOINT
    return %h3 }
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %a = call @three(%x, %w) CHECKPOINT
    %b = call @three(%a, %w) CHECKPOINT
    %l = let mean(%b * %b)
    return %l }""" + MAIN, smaller=True),
    # One weight in several places of a function and around it, in sums of many terms.
    "shared": Case("""
  param @w : f32[16, 16] = normal(0, 0.3)
  func @twice(%h: f32[256, 16], %u: f32[16, 16], %v: f32[16, 16]) -> (y: f32[256, 16]) {
    %y = let tanh(linear(tanh(linear(%h, %u)), %v) + linear(%h, %v) * %h)
    return %y }
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %a = linear %x, %w
    %b = call @twice(%a, %w, %w) CHECKPOINT
    %c = let linear(%b, %w) + %a
    %d = call @twice(%c, %w, %w) CHECKPOINT
    %l = let mean(%d * %d * %a)
    return %l }""" + MAIN),
    # Random numbers are drawn again as they were.
    "draws": Case("""
  param @w : f32[16, 16] = normal(0, 0.3)
  state @rng = seed
  func @noisy(%h: f32[256, 16], %v: f32[16, 16]) -> (y: f32[256, 16]) {
    %e = normal @rng : f32[256, 16]
    %m = bernoulli @rng (0.8) : f32[256, 16]
    %y = let tanh(linear(%h * %m, %v)) * exp(0.1 * %e * %h)
    return %y }
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %a = call @noisy(%x, %w) CHECKPOINT
    %b = call @noisy(%a, %w) CHECKPOINT
    %l = let mean(%b * %b)
    return %l }""" + MAIN),
    "handed_back": Case("""
  param @w : f32[16, 16] = normal(0, 0.3)
  func @f(%h: f32[256, 16], %v: f32[16, 16])
      -> (y: f32[256, 16], h: f32[256, 16], z: f32[256, 16], n: i64) {
    %y = let tanh(linear(%h, %v))
    %n = let i64(3)
    return %y, %h, %y, %n }
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %a, %b, %c, %n = call @f(%x, %w) CHECKPOINT
    %d, %e, %g, %m = call @f(%c, %w) CHECKPOINT
    %l = let mean(%a * %b * %c + %d * %e * %g * %a + %x * %e)
    return %l }""" + MAIN),
    "in_loop": Case(BLOCK + """
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %y = for %t = 1 to 5 carry(%a = %x) {
      %b = call @block(%a, %w) CHECKPOINT
      %c = call @block(%b, %w) CHECKPOINT
      yield %c }
    %l = let mean(%y * %y)
    return %l }""" + MAIN),
    "every_trip": Case(loop(("1 to 11", "")), {"SAVE": ", save = every 4"}),
    "every_trip_backward": Case(loop(("21 downto 11", ", rows = backward")), {"SAVE": ", save = every 3"}),
    # The gradient of a gradient.
    "twice": Case(BLOCK + """
  func @loss(%h: f32[256, 16], %w: f32[16, 16]) -> (l: f32) {
    %a = call @block(%h, %w) CHECKPOINT
    %b = call @block(%a, %w) CHECKPOINT
    %l = let mean(%b * %b)
    return %l }
  func @slope(%h: f32[256, 16], %w: f32[16, 16]) -> (s: f32) {
    %l, %d = grad @loss(%h, %w) wrt(w)
    %s = let sum(%d * %d * %d)
    return %s }
  func @main(%x: f32[256, 16]) -> (s: f32, dx: f32[256, 16], dw: f32[16, 16]) {
    %w = get @w
    %s, %dx, %dw = grad @slope(%x, %w) wrt(h, w)
    return %s, %dx, %dw }""", rounding=1e-5),
    "every_call": Case(BLOCK + LOSS + MAIN, {"POLICY": "checkpoint(every = 2)"}, smaller=True),
    "budget": Case(BLOCK + LOSS + MAIN, {"POLICY": "checkpoint(budget = 400000)"}, smaller=True),
    # Applications of a block, one by one and two at a time; loops of which one tape fits.
    "applied": Case("""
  block @layer(%h: f32[B, D]) -> (y) {
    param @w : f32[D, D] = normal(0, 0.3)
    %b = let tanh(linear(%h, @w)) + %h * 0.5
    %y = let exp(-%b * %b) + sin(%b)
    return %y }
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %a = repeat 2 apply @layer as first (%x) CHECKPOINT
    %y = repeat 6 apply @layer as net (%a) POLICY
    %l = let mean(%y * %y)
    return %l }""" + MAIN.replace('"w"', '"net.1.w"'),
                    {"CHECKPOINT": "checkpoint", "POLICY": "checkpoint(every = 2)"}, smaller=True),
    "tapes": Case(BLOCK + """
  func @loss(%x: f32[256, 16]) -> (l: f32) {
    %w = get @w
    %h = for %t = 1 to 20 carry(%a = %x) {
      %b = call @block(%a, %w)
      yield %b }
    %z = tanh %h
    %y = for %t = 1 to 20 carry(%a = %z) {
      %b = call @block(%a, %w)
      yield %b }
    %l = let mean(%y * %y)
    return %l }""" + MAIN, {"POLICY": "checkpoint(budget = 500000)"}, smaller=True),
    "vjp": Case(BLOCK + LOSS + """
  func @main(%x: f32[256, 16], %c: f32) -> (l: f32, dx: f32[256, 16]) {
    %l, %dx = vjp @loss(%x) cotangent(%c) wrt(x) POLICY
    return %l, %dx }""", {"POLICY": "checkpoint(every = 3)"}, smaller=True),
}


def inputs_of(name):
    shapes = {"x": (256, 16)}
    if name.startswith("every_trip"):
        shapes["rows"] = (11, 256, 16)
    if name == "vjp":
        shapes["c"] = ()
    return shapes


def leat(*words):
    done = subprocess.run(["leat", *words], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise SystemExit(f"leat {' '.join(words)}: {done.stderr}")
    return done.stdout


def arena(file):
    facts = json.loads(leat("check", str(file), "--entry", "main", "--json"))
    return facts["functions"]["main"]["memory"]["arena"]


def same(found, expected, rounding):
    if found is None or rounding == 0:
        return found is not None and found.tobytes() == expected.tobytes()
    return np.abs(found - expected).max() <= rounding * np.abs(expected).max()


def check(name, case, folder):
    """The faults of a case, as text."""
    random = np.random.default_rng(len(name))
    words = []
    for key, shape in inputs_of(name).items():
        np.save(folder / f"{key}.npy", random.normal(size=shape).astype(np.float32))
        words += ["--input", f"{key}={folder / key}.npy"]
    files = {}
    for kind, text in (("marked", case.marked), ("plain", case.plain)):
        files[kind] = folder / f"{kind}.mlir"
        files[kind].write_text(f"leat.model @m {{{text}\n}}\n")
    outputs = {}
    for kind, file in files.items():
        for way in ([], ["--threads", "1"], ["--check-nan"], ["--reference"]):
            out = folder / (kind + "".join(way))
            leat("run", str(file), *words, "--output-dir", str(out), *way)
            outputs[kind, "".join(way)] = {p.stem: np.load(p) for p in sorted(out.glob("*.npy"))}
    faults = []
    for (kind, way), found in outputs.items():
        expected = outputs["plain", way if way == "--reference" else ""]
        faults += [f"{name}: '{key}' of {kind} {way} has other bits than without checkpoints"
                   for key in expected if not same(found.get(key), expected[key], case.rounding)]
    sizes = {kind: arena(file) for kind, file in files.items()}
    print(f"{name}: arena {sizes['marked']} bytes, {sizes['plain']} without checkpoints")
    if case.smaller and sizes["marked"] >= sizes["plain"]:
        faults.append(f"{name}: the arena is not smaller")
    return faults


def main():
    faults = []
    for name in sys.argv[1:] or CASES:
        with tempfile.TemporaryDirectory() as folder:
            faults += check(name, CASES[name], pathlib.Path(folder))
    print("\n".join(faults))
    return bool(faults)


sys.exit(main())
