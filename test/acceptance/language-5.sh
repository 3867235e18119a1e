#!/bin/bash
# A ResNet-18, a transformer of encoder and decoder and a U-Net as model files of less than 150
# lines of at most 100 columns: the number of their parameters, and values, loss and every gradient
# as PyTorch has them with the same weights. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
for network in resnet18 transformer unet; do
  file=examples/networks/$network.mlir
  lines=$(wc -l < "$file") columns=$(wc -L < "$file")
  echo "$file: $lines lines of at most $columns columns"
  (( lines < 150 && columns <= 100 )) || failed=1
  /usr/bin/python3 test/run/networks/check.py "$network" || failed=1
done
# Counted by hand: He et al. 2016 for 32 x 32 and 10 classes.
leat check examples/networks/resnet18.mlir --shape B=1 | grep 'parameters 11173962 ' >/dev/null || failed=1
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
