#!/bin/bash
# Speed: contractions as fractions of this core's FMA ceiling, then training steps and compile
# times beside PyTorch's eager mode, with 1 and with 2 threads, interleaved. Times things: not
# part of CI, and to be run on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
./dev peers
failed=0
test/acceptance/path-6-contraction.sh || failed=1
for threads in 1 2; do
  build/peers/bin/python benchmark/pytorch_training.py --threads $threads || failed=1
done
exit $failed
