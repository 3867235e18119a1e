#!/bin/bash
# How long a compiler takes for the loss of a transformer and its gradient by all parameters, of 6,
# 12, 24 and 48 blocks: no longer per block than in proportion, and below 10 s for 12 blocks on two
# cores. So too for a whole training step, and ResNet-18's. Nothing comes from the cache. Processor
# time is judged beside the time on the clock, as both are taken on a machine that others use.
#   test/acceptance/language-8.sh [--runs N] [--blocks 6,12,24,48] [--width 256]
# Needs ./dev build; not part of CI.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=${LEAT_BIN:-$PWD/build/bin}:$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
/usr/bin/python3 - "$out" "$@" <<'PY'
import argparse
import math
import os
import pathlib
import re
import subprocess
import sys
import time

OUT = pathlib.Path(sys.argv[1])
parser = argparse.ArgumentParser()
parser.add_argument("--runs", type=int, default=3, help="of each compilation; the least time counts")
parser.add_argument("--blocks", default="6,12,24,48")
parser.add_argument("--width", type=int, default=256)
options = parser.parse_args(sys.argv[2:])
CORES, SLOPE, SECONDS = 2, 1.1, 10.0

# The encoder's blocks of examples/networks/transformer.mlir.
TRANSFORMER = """leat.model @encoder {
  config @D = %(width)d   config @F = %(inner)d   config @Heads = 8   config @Layers = 6
  block @dense(%%x: f32[B, T, I]) config(O) -> (y) {
    param @weight : f32[O, I] = xavier_uniform     param @bias : f32[O] = zeros
    %%y = let linear(%%x, @weight, @bias)
    return %%y }
  block @norm(%%x: f32[B, T, I]) -> (y) {
    param @weight : f32[I] = ones                  param @bias : f32[I] = zeros
    %%y = let layer_norm(%%x, @weight, @bias)
    return %%y }
  block @attend(%%x: f32[B, T, I]) -> (y) {
    %%q = apply @dense as q_proj (%%x) {O = D}       %%k = apply @dense as k_proj (%%x) {O = D}
    %%v = apply @dense as v_proj (%%x) {O = D}
    %%a = let attention(%%q, %%k, %%v, heads = Heads)
    %%y = apply @dense as out_proj (%%a) {O = D}
    return %%y }
  block @encode(%%x: f32[B, T, I]) -> (y) {
    %%a = apply @attend as self_attn (%%x)
    %%s = let %%x + %%a                               %%h = apply @norm as norm1 (%%s)
    %%f = apply @dense as linear1 (%%h) {O = F}      %%r = let relu(%%f)
    %%g = apply @dense as linear2 (%%r) {O = D}      %%t = let %%h + %%g
    %%y = apply @norm as norm2 (%%t)
    return %%y }
  func @loss(%%x: f32[8, 128, D], %%target: f32[8, 128, D]) -> (loss: f32) {
    %%y = repeat Layers apply @encode as layers (%%x)
    %%e = let %%y - %%target
    %%l = let mean(%%e * %%e)
    return %%l }
  func @main(%%x: f32[8, 128, D], %%target: f32[8, 128, D]) -> (loss: f32, size: f32) {
    %%l, %%g = grad @loss(%%x, %%target) wrt(params)
    %%n = norm %%g
    return %%l, %%n }
  trainer @fit minimizes @loss wrt(params) using adamw(lr = 1e-3) clip_norm(1.0) }
""" % {"width": options.width, "inner": 4 * options.width}
RESNET_GRADIENT = """
  func @main(%image: f32[B, 3, 32, 32], %label: i32[B]) -> (loss: f32, size: f32) {
    %l, %g = grad @loss(%image, %label) wrt(params)
    %n = norm %g
    return %l, %n }
"""
transformer, resnet = OUT / "transformer.mlir", OUT / "resnet18.mlir"
transformer.write_text(TRANSFORMER)
text = pathlib.Path("examples/networks/resnet18.mlir").read_text().rstrip()
resnet.write_text(text[:-1] + RESNET_GRADIENT + "}\n")


def leat(*words):
    """Standard output and error, seconds on the clock and of the processor."""
    with open(OUT / "text", "w+b") as told:
        begin = time.monotonic()
        process = subprocess.Popen(["leat", *map(str, words)], stdout=told, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        told.seek(0)
        said = told.read().decode()
    if process.returncode:
        sys.exit(f"leat {' '.join(map(str, words))}: {said}")
    return said, wall, usage.ru_utime + usage.ru_stime


def counts(words):
    """Ops that a call runs, launches and different kernels of them."""
    leat("compile", *words, "--emit", "kernel", "-o", OUT / "kernel")
    ops, kernel, launched = {}, None, []
    for line in (OUT / "kernel").read_text().splitlines():
        if begin := re.match(r" *leat\.kernel @(\w+)", line):
            kernel = begin[1]
            ops[kernel] = 0
        elif kernel and re.match(r" *}", line):
            kernel = None
        elif kernel:
            ops[kernel] += re.match(r" *%[^=]*= ", line) is not None
        launched += re.findall(r"leat\.launch @(\w+)", line)
    return sum(ops[name] for name in launched), len(launched), len(set(launched))


STAGES = ("graph", "kernel", "tensor", "memory", "cpu")


def measure(name, words):
    words = [*words, "--threads", CORES]
    best, processor = None, math.inf
    for _ in range(options.runs):
        said, wall, used = leat("compile", *words, "--no-cache", "--timing", "-o", OUT / "object.o")
        processor = min(processor, used)
        if best is None or wall < best[0]:
            times = {m[2]: float(m[1]) / 1e3 for m in re.finditer(r"^ *([\d.]+) ms +(.+?) *$", said, re.MULTILINE)}
            best = wall, times
    wall, times = best
    ops, launches, kernels = counts(words)
    shares = [100 * times.get(stage, 0) / wall for stage in STAGES]
    rest = 100 - sum(shares)
    print(f"{name:24}{ops:7}{launches:10}{kernels:9}{wall:8.2f}{processor:8.2f}   "
          + " ".join(f"{share:6.1f}" for share in [*shares, rest]), flush=True)
    return wall, processor


failed = False


def say(passes, text):
    global failed
    failed |= not passes
    print(text + (": pass" if passes else ": FAIL"), flush=True)


print(f"{'':24}{'ops':>7}{'launches':>10}{'kernels':>9}{'wall s':>8}{'CPU s':>8}   "
      + " ".join(f"{stage + ' %':>6}"[:8] for stage in [*STAGES, "emit"]), flush=True)
blocks = [int(n) for n in options.blocks.split(",")]
taken = {}
for entry, what in (("main", "gradient"), ("fit", "training step")):
    for n in blocks:
        taken[entry, n] = measure(f"{what}, {n} blocks", [transformer, "--entry", entry, "--set", f"Layers={n}"])
residual = {entry: measure(f"{what}, ResNet-18", [resnet, "--entry", entry, "--shape", "B=32"])
            for entry, what in (("main", "gradient"), ("fit", "training step"))}
for entry, what in (("main", "gradient"), ("fit", "training step")):
    least, most = blocks[0], blocks[-1]
    (wall, used), (later, used_later) = taken[entry, least], taken[entry, most]
    growth = [math.log(b / a) / math.log(most / least) for a, b in ((wall, later), (used, used_later))]
    per_block = 1e3 * (used_later - used) / (most - least)
    say(growth[1] <= SLOPE, f"{what}: time grows as blocks to the {growth[1]:.2f} (clock: {growth[0]:.2f}; at most "
        f"{SLOPE}), {per_block:.0f} ms of the processor a block")
    # The last doubling alone: what is fixed hides what grows faster than in proportion.
    previous, last = blocks[-2:]
    step = math.log(taken[entry, last][1] / taken[entry, previous][1]) / math.log(last / previous)
    if entry == "main":
        say(step <= SLOPE, f"{what}: from {previous} to {last} blocks it grows as blocks to the {step:.2f}")
    else:
        print(f"{what}: from {previous} to {last} blocks it grows as blocks to the {step:.2f}", flush=True)
# An idle machine's clock shows no more than the processor's time, and no less than half of it.
for entry, what in (("main", "gradient"), ("fit", "training step")):
    if (entry, 12) in taken:
        wall, used = taken[entry, 12]
        say(min(wall, used) < SECONDS, f"{what}, 12 blocks: {wall:.2f} s, {used:.2f} s of the processor, at least "
            f"{used / CORES:.2f} s on {CORES} cores; below {SECONDS:.0f} s")
    wall, used = residual[entry]
    say(min(wall, used / CORES) < SECONDS, f"{what}, ResNet-18: {wall:.2f} s, {used:.2f} s of the processor, at least "
        f"{used / CORES:.2f} s on {CORES} cores; below {SECONDS:.0f} s there")
sys.exit(failed)
PY
echo pass
