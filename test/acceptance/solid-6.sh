#!/bin/bash
# solid-6.sh: where the time of small programs goes. A warm `leat run` of the MLP, split into the
# start of the process and the rest; a call on 16 elements in this process (wanted: under 2 us);
# the cold compile time of each training step, by stage.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
export LEAT_CACHE_DIR=$scratch/cache
/usr/bin/python3 - "$scratch" <<'PYTHON'
import os, statistics, subprocess, sys, time
import numpy as np

scratch = sys.argv[1]
np.save(f"{scratch}/image.npy", np.zeros((1, 784), np.float32))
run = ["build/bin/leat", "run", "examples/networks/mlp.mlir", "--entry", "logits", "--input",
       f"image={scratch}/image.npy", "--threads", "1", "--output-dir", scratch]


def milliseconds(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1e3 * (time.perf_counter() - begin)


cold = milliseconds(run)
pairs = [(milliseconds(["build/bin/leat", "--version"]), milliseconds(run)) for _ in range(60)]
start, total = (statistics.median(column) for column in zip(*pairs))
opened = subprocess.run(run, env={**os.environ, "LD_DEBUG": "files"}, check=True, capture_output=True, text=True).stderr
assert "libleat-compiler" not in opened and "libMLIR" not in opened, "a warm start opened the compiler"
print(f"leat run of the MLP: cold {cold:.0f} ms; warm {total:.2f} ms, of which process start {start:.2f} ms, "
      f"model, initial state, code and call {total - start:.2f} ms; the compiler is not opened")
PYTHON
build/bin/leat-bench-call --benchmark_format=json --benchmark_repetitions=9 2>/dev/null > "$scratch/call.json"
for network in mlp convnet; do
  LEAT_CACHE_DIR= build/bin/leat train "examples/networks/$network.mlir" --data fashion-mnist --steps 1 --threads 2 \
    --no-cache --timing >/dev/null 2> "$scratch/$network.txt"
  awk -v n="$network" '/ ms  /{ sum += $1; text = text sprintf(" %s %.0f", $3 ($4 ? "-" $4 : ""), $1) }
    END { printf "%s, compile time of a training step, cold, 2 threads: sum of stages %.0f ms (%s)\n", n, sum, text }' "$scratch/$network.txt"
done
/usr/bin/python3 - "$scratch/call.json" <<'PYTHON'
import json, statistics, sys

times = {}
for run in json.load(open(sys.argv[1]))["benchmarks"]:
    if run["run_type"] == "iteration":
        times.setdefault(run["run_name"], []).append(run["cpu_time"])
for name, found in times.items():
    print(f"{name}: {statistics.median(found):.0f} ns a call")
worst = max(statistics.median(times[name]) for name in times if name.endswith("/16"))
print(f"a call on 16 elements: {worst:.0f} ns, wanted under 2000: {'pass' if worst < 2000 else 'FAIL'}")
sys.exit(worst >= 2000)
PYTHON
