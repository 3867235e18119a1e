#!/bin/bash
# diffusion-6.sh [OPTION...]: time of a training step of fashion.mlir and of an image by each sampler, beside
# PyTorch eager and compiled on the same U-Net, which must first make the same images; then which kernels take
# the time. Options go to benchmark/pytorch_diffusion.py. About an hour on one core; times something, so it
# is not for CI. Needs ./dev build and pip.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
python=${PEERS:-build/peers/bin/python}
[[ ${PEERS:-} ]] || ./dev peers
"$python" benchmark/pytorch_diffusion.py "$@"
shares() { # shares WHAT: of the kinds of kernels in a profile, and the ten kernels that take most
  echo; echo "$1, share of time by kind of kernel:"
  awk '/^kernel /{on = 1; next} on && $5 ~ /%$/ {split($1, part, "."); kind = part[3]; share[kind] += $5; line[++n] = $0}
       END {for (k in share) printf "%5.1f%%  %s\n", share[k], k | "sort -rn | head -12"; close("sort -rn | head -12")
            print "kernels:"; for (i = 1; i <= 10 && i <= n; ++i) print line[i]}' "$out/profile"
}
leat train examples/diffusion/fashion.mlir --data fashion-mnist --batch 64 --steps 5 --threads 1 --profile \
  >/dev/null 2>"$out/profile"
shares 'a training step'
leat run examples/diffusion/fashion.mlir --entry ddim_images --count 20 --set Steps=5 --threads 1 --profile \
  --output-dir "$out" 2>"$out/profile"
shares 'ddim'
echo pass
