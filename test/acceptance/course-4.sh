#!/bin/bash
# WGAN-GP on the checkerboard, 5,000 steps of the critic with each of three seeds: all numbers are finite,
# the estimate of the Wasserstein distance is lower over the last 500 steps than over steps 500 to 1,000,
# and the mean length of the gradient at the interpolates is within [0.8, 1.2]. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
failed=0
for seed in ${*:-1 2 3}; do
  # Five steps of the critic, one of the generator.
  leat train examples/networks/wgan_gp.mlir --data checkerboard:n=20000 --trainer fit --steps 6000 \
    --seed "$seed" --log "$out/$seed.jsonl" --log-every 1 >"$out/said" 2>&1 || { cat "$out/said"; failed=1; continue; }
  printf 'seed %s: ' "$seed"
  /usr/bin/python3 test/run/networks/Inputs/adversaries.py critic "$out/$seed.jsonl" || failed=1
done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
