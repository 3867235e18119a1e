#!/bin/bash
# The same seed gives the same bits of saved state with 1 and with 2 threads. Needs ./dev build.
# RUN: bash %s
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${LEAT_BIN:-build/bin}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
failed=0
for model in mlp convnet; do
  for threads in 1 2; do
    "$bin"/leat train "examples/networks/$model.mlir" --data fashion-mnist --steps 60 --seed 7 \
      --threads "$threads" --save "$out/state.$threads.safetensors" >/dev/null 2>&1
    # The header records the number of threads; the tensors follow it.
    python3 - "$out/state.$threads.safetensors" "$out/tensors.$threads" <<'PY'
import sys
data = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(data[8 + int.from_bytes(data[:8], "little"):])
PY
  done
  if cmp -s "$out/tensors.1" "$out/tensors.2"; then
    echo "$model: $(wc -c < "$out/tensors.1") bytes of state, equal: pass"
  else
    echo "$model: states differ: FAIL"; failed=1
  fi
done
exit $failed
