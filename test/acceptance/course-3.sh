#!/bin/bash
# course-3.sh [FOLDER]: training on fashion-mnist. ResNet-20 has at least 92.5 % of the test images right, a
# vision transformer 88 %, and of a variational autoencoder the ELBO of the test images is measured and a
# grid of samples drawn. Then the time of an epoch of each beside PyTorch's eager mode, where pip has it.
# About an hour on two cores; logs, weights and the grid stay in FOLDER. Needs ./dev build; times something,
# so CI runs short forms of the trainings only (test/run/networks).
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
out=${1:-$(mktemp -d)}; mkdir -p "$out"
failed=0
train() { # train NETWORK OPTION...
  local name=$1; shift
  leat train "examples/networks/$name.mlir" --data fashion-mnist --log "$out/$name.jsonl" --save "$out/$name.safetensors" "$@"
}
evaluate() { # evaluate NETWORK ENTRY OPTION...
  local name=$1 entry=$2; shift 2
  leat eval "examples/networks/$name.mlir" --entry "$entry" --data fashion-mnist:test --state "$out/$name.safetensors" "$@" |
    sed -n "s/^$entry = //p"
}
atLeast() { # atLeast WHAT FOUND LEAST
  if awk "BEGIN { exit !($2 >= $3) }"; then echo "$1: $2"; else echo "$1: $2, expected at least $3: FAIL"; failed=1; fi
}
train resnet20 --set Channels=1 --batch 128 --epochs 20 --eval accuracy
atLeast 'test accuracy of ResNet-20' "$(evaluate resnet20 accuracy --set Channels=1 --batch 500)" 0.925
train vit --epochs 10 --eval accuracy
atLeast 'test accuracy of the vision transformer' "$(evaluate vit accuracy --batch 500)" 0.88
train vae --epochs 20
# The mean of each pixel over the training images, and nothing else, gives -385.0.
atLeast 'ELBO of the test images, nats' "$(evaluate vae elbo --batch 500)" -250
leat plot examples/networks/vae.mlir --entry sample --count 64 --state "$out/vae.safetensors" --as images -o "$out/vae.png"
echo "samples: $out/vae.png"
if ./dev peers >/dev/null 2>&1; then build/peers/bin/python benchmark/pytorch_course.py --threads "$(nproc)"
else echo 'PyTorch can not be installed: no times beside it'; fi
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
