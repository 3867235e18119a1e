#!/bin/bash
# diffusion-7.sh [STATE.safetensors]: the same seed gives the same images to the last bit on 1 and 2 threads,
# by every sampler of fashion.mlir, and of points.mlir; and so does training. Without a state the U-Net is
# trained for a few steps first, on 1 and on 2 threads. A few minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
failed=0
same() { # same WHAT FILE FILE: what stands behind their headers, of which that of a state tells the threads
  if /usr/bin/python3 - "$2" "$3" <<'PYTHON'
import sys
some, other = (open(path, "rb").read() for path in sys.argv[1:])
if sys.argv[1].endswith(".safetensors"):
    some, other = (data[8 + int.from_bytes(data[:8], "little"):] for data in (some, other))
sys.exit(some != other or not some)
PYTHON
  then echo "$1: the same bits"; else echo "$1: FAIL"; failed=1; fi
}
train() { # train MODEL DATA STEPS BATCH
  for threads in 1 2; do
    leat train "examples/diffusion/$1.mlir" --data "$2" --steps "$3" --batch "$4" --seed 1 --threads $threads \
      --save "$out/$1-$threads.safetensors" >"$out/said" 2>&1 || { cat "$out/said"; exit 1; }
  done
  same "$3 steps of training $1" "$out/$1-1.safetensors" "$out/$1-2.safetensors"
}
sample() { # sample MODEL STATE ENTRY COUNT STEPS
  for threads in 1 2; do
    leat run "examples/diffusion/$1.mlir" --state "$2" --weights ema --entry "$3" \
      --count "$4" --set "Steps=$5" --seed 1 --threads $threads --output-dir "$out/$threads" 2>"$out/said" ||
      { cat "$out/said"; exit 1; }
  done
  local file; for file in "$out"/1/*.npy; do same "$1: $4 of $3 in $5 steps" "$file" "$out/2/${file##*/}"; done
  rm -r "$out/1" "$out/2"
}
train points checkerboard 50 256
for entry in ddpm ddim predictor_corrector euler_maruyama flow_euler flow_heun dpm_solver_2m dpm_solver_3m edm \
    adaptive; do
  sample points "$out/points-1.safetensors" $entry 100 20
done
state=${1:-}
[[ $state ]] || { train fashion fashion-mnist "${STEPS:-20}" 32; state=$out/fashion-1.safetensors; }
for entry in ddpm_images ddim_images dpm_solver_2m_images dpm_solver_3m_images edm_images; do
  sample fashion "$state" $entry 10 10
done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
