#!/bin/bash
# The MLP reaches 87.5 % test accuracy on fashion-mnist in 5 epochs and the ConvNet 90 % in 4,
# for seeds 0, 1, 2, and `leat eval` with the saved state reproduces the figure. The C++ example
# gives the logits of the command line. Trains for minutes: not part of CI. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${LEAT_BIN:-build/bin}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
failed=0

check() { # MODEL EPOCHS LEAST SEED
  "$bin"/leat train "examples/networks/$1.mlir" --data fashion-mnist --epochs "$2" --seed "$4" \
    --eval accuracy --save "$out/state.safetensors" --log "$out/log.jsonl" >/dev/null 2>&1
  local logged evaluated
  logged=$(tail -1 "$out/log.jsonl" | sed 's/.*"accuracy": *\([0-9.]*\).*/\1/')
  evaluated=$("$bin"/leat eval "examples/networks/$1.mlir" --entry accuracy \
    --data fashion-mnist:test --state "$out/state.safetensors" | sed 's/.*= *//')
  rm "$out"/*
  local verdict=pass
  awk -v a="$logged" -v b="$evaluated" -v least="$3" \
    'BEGIN { exit !(a >= least && (a - b) ^ 2 < 1e-12) }' || { verdict=FAIL; failed=1; }
  echo "$1 seed $4: accuracy $logged, eval $evaluated, wanted $3: $verdict"
}

for seed in 0 1 2; do
  check mlp 5 0.875 "$seed"
  check convnet 4 0.90 "$seed"
done

model=examples/networks/mlp.mlir
"$bin"/train_mlp $model --steps 300 --save "$out/mlp.safetensors" >/dev/null
"$bin"/train_mlp $model --state "$out/mlp.safetensors" --images "$out/image.npy" --output "$out/cpp.npy"
"$bin"/leat run $model --entry logits --state "$out/mlp.safetensors" --input image="$out/image.npy" \
  --output-dir "$out"
/usr/bin/python3 - "$out/cpp.npy" "$out/logits.npy" <<'PY' || failed=1
import sys
import numpy as np
cpp, cli = (np.load(path) for path in sys.argv[1:])
worst = np.abs(cpp - cli).max()
print(f"logits of the C++ example and of leat run differ by {worst}:", "pass" if worst <= 1e-6 else "FAIL")
sys.exit(0 if worst <= 1e-6 else 1)
PY
exit $failed
