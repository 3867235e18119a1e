#!/bin/bash
# A value and its gradient take at most 1.15 times as long, for what they compute, as the value
# compiled alone: time ratio <= 1.15 x FLOP ratio, for an MLP, a convolutional network and a
# transformer block, with one thread and with two. FLOPs are those that the compiler counts: two
# for each multiply-add of a contraction that runs, one for each element of other ops. Calls of
# the two take turns, and the median ratio over pairs of calls, in the median run, decides. Beside
# it stand the least call by the least call, and the least times of all kernels by the same. Prints
# what share of the ceiling of this machine both reach, too: the least time that its multiply-adds
# and its memory allow for all kernels, by the least that they took. Times things: not part of CI,
# and to be run on an idle machine: with more work than cores the two threads wait for each other,
# after each kernel for a slice of time. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=${LEAT_BIN:-$PWD/build/bin}:$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
export LEAT_CACHE_DIR=$out/cache
/usr/bin/python3 - <<'PY'
import json
import os
import statistics
import subprocess
import sys

ALLOWED = 1.15
RUNS = 3
NETWORKS = {"mlp": 256, "convnet": 32, "block": 8}


def bench(name, batch, threads):
    words = ["leat", "bench", f"test/acceptance/gradient/{name}.mlir", "--entry", "loss", "--against", "gradient",
             "--shape", f"B={batch}", "--threads", str(threads), "--json"]
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def flops(entry):
    return sum(1e9 * k["gflops"] * k["seconds"] / k["calls"] for k in entry["kernels"])


def kernels(runs):
    """Seconds of all kernels, each in the call in which it took the least."""
    least = {}
    for kernel in (kernel for run in runs for kernel in run["kernels"]):
        least[kernel["name"]] = min(kernel["least"], least.get(kernel["name"], kernel["least"]))
    return sum(least.values())


def share(runs):
    """Of the least time that the machine allows for all kernels, of what they took."""
    ideal = statistics.median(sum(k["ceiling"] * k["seconds"] / k["calls"] for k in run["kernels"]) for run in runs)
    return ideal / kernels(runs)


print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
print(f"{'network':7} {'threads':>7} {'kernels, ms':>15} {'MFLOP':>15} {'FLOP':>6} {'time ratio':>20} "
      f"{'quotient':>9} {'of ceiling':>15}")
print(f"{'':15} {'value':>7} {'grad':>7} {'value':>7} {'grad':>7} {'ratio':>6} {'median':>6} {'least':>6} {'kern':>6} "
      f"{'':>9} {'value':>7} {'grad':>7}")
failed = False
for name, batch in NETWORKS.items():
    for threads in (1, 2):
        values = [bench(name, batch, threads) for _ in range(RUNS)]
        gradients = [run["against"] for run in values]
        least = [min(run["seconds"]["min"] for run in runs) for runs in (gradients, values)]
        ratios = [statistics.median(run["ratio"]["median"] for run in gradients), least[0] / least[1],
                  kernels(gradients) / kernels(values)]
        work = flops(gradients[0]) / flops(values[0])
        quotient = ratios[0] / work
        failed |= quotient > ALLOWED
        print(f"{name:7} {threads:7} {1e3 * kernels(values):7.2f} {1e3 * kernels(gradients):7.2f} "
              f"{flops(values[0]) / 1e6:7.1f} {flops(gradients[0]) / 1e6:7.1f} {work:6.2f} "
              f"{' '.join(f'{ratio:6.2f}' for ratio in ratios)} {quotient:9.2f} {share(values):7.1%} "
              f"{share(gradients):7.1%}: {'pass' if quotient <= ALLOWED else 'FAIL'}", flush=True)
sys.exit(failed)
PY
