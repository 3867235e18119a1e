#!/bin/bash
# ./dev demo: train a perceptron on fashion-mnist for two epochs, evaluate it on
# the test images, and draw six of them with the classes that it sees.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=build/bin
model=examples/networks/mlp.mlir
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

"$bin/leat" train "$model" --data fashion-mnist --epochs 2 --eval accuracy \
  --save "$out/mlp.safetensors" --log "$out/mlp.jsonl"
"$bin/leat" eval "$model" --entry accuracy --data fashion-mnist:test \
  --state "$out/mlp.safetensors"
"$bin/show_images" "$model" "$out/mlp.safetensors"
