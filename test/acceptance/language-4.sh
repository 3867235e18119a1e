#!/bin/bash
# A value and its gradient take at most 1.15 times as long, for what they compute, as the value
# compiled alone: time ratio <= 1.15 x FLOP ratio, for an MLP, a convolutional network and a
# transformer block, with one thread and with two. FLOPs are those that the compiler counts: two
# for each multiply-add of a contraction that runs, one for each element of other ops. Calls of
# the two take turns; what decides is the median of their ratios in the median run. Prints what
# share of the ceiling of this machine both reach, too: the least time that its multiply-adds and
# its memory allow for all kernels, by the time of the call. Times things: not part of CI, and
# best run on an idle machine. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=${LEAT_BIN:-$PWD/build/bin}:$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
export LEAT_CACHE_DIR=$out/cache
/usr/bin/python3 - <<'PY'
import json
import re
import statistics
import subprocess
import sys

ALLOWED = 1.15
RUNS = 5
NETWORKS = {"mlp": 256, "convnet": 32, "block": 8}
CONTRACTION = re.compile(r"\d+\.(matmul|conv)")


def bench(name, batch, threads):
    words = ["leat", "bench", f"test/acceptance/gradient/{name}.mlir", "--entry", "loss", "--against", "gradient",
             "--shape", f"B={batch}", "--threads", str(threads), "--json"]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def flops(entry, only=""):
    """Of one call: of all kernels, or of those with a contraction."""
    return sum(1e9 * k["gflops"] * k["seconds"] / k["calls"] for k in entry["kernels"] if re.search(only, k["name"]))


def share(entry):
    """Of the least time that the machine allows for all kernels, of the time of the call."""
    return sum(k["ceiling"] * k["seconds"] / k["calls"] for k in entry["kernels"]) / entry["seconds"]["median"]


def outside(entry):
    """The kernels without a contraction, of the time of all."""
    return sum(k["share"] for k in entry["kernels"] if not CONTRACTION.search(k["name"]))


print(f"{'network':10} {'threads':>7} {'batch':>6} {'ms':>8} {'ms':>8} {'MFLOP':>8} {'MFLOP':>8} {'time':>6} {'least':>6} "
      f"{'FLOP':>6} {'quotient':>8}  {'ceiling':>7} {'ceiling':>7}  {'no contraction':>15}")
print(f"{'':25} {'value':>8} {'gradient':>8} {'value':>8} {'gradient':>8} {'ratio':>6} {'ratio':>6} "
      f"{'ratio':>6} {'':>8}  {'value':>7} {'gradient':>8} {'value':>6} {'gradient':>8}")
failed = False
for name, batch in NETWORKS.items():
    for threads in (1, 2):
        runs = sorted((bench(name, batch, threads) for _ in range(RUNS)), key=lambda run: run["against"]["ratio"]["median"])
        value = runs[RUNS // 2]
        gradient = value["against"]
        ratio, least = gradient["ratio"]["median"], statistics.median(run["against"]["ratio"]["min"] for run in runs)
        work = flops(gradient) / flops(value)
        passes = ratio <= ALLOWED * work
        failed |= not passes
        print(f"{name:10} {threads:7} {batch:6} {1e3 * value['seconds']['median']:8.2f} "
              f"{1e3 * gradient['seconds']['median']:8.2f} {flops(value) / 1e6:8.1f} {flops(gradient) / 1e6:8.1f} "
              f"{ratio:6.2f} {least:6.2f} {work:6.2f} {ratio / work:8.2f}  {share(value):7.1%} {share(gradient):8.1%} "
              f"{outside(value):6.1%} {outside(gradient):8.1%}: {'pass' if passes else 'FAIL'}", flush=True)
sys.exit(failed)
PY
