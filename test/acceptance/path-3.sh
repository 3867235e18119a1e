#!/bin/bash
# Every op and both networks against three witnesses: values and derivatives computed outside
# (PyTorch, f64), compiled code against the interpreter (f32 1e-5, f64 1e-12), and difference
# quotients. lit runs the parts for seed 0 (test/run/ops); other seeds draw other shapes,
# attributes and inputs. Needs ./dev build.
#   path-3.sh [SEED...]        by default 0 1 2; a seed takes a minute or two
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=${LEAT_BIN:-$PWD/build/bin}:$PATH
families=(unary binary contraction convolution reduction window shape net draws control)
[[ $# == 0 ]] && set -- 0 1 2
failed=0
/usr/bin/python3 test/run/ops/complete.py || failed=1
for seed; do
  /usr/bin/python3 test/run/ops/check.py --seed "$seed" "${families[@]}" || failed=1
  /usr/bin/python3 test/run/ops/networks.py --seed "$seed" examples/networks/{mlp,convnet}.mlir || failed=1
done
[[ $failed == 0 ]] && echo "every op and both networks: pass" || echo "every op and both networks: FAIL"
exit $failed
