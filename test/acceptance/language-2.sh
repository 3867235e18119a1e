#!/bin/bash
# Derivatives of derivatives and through control flow, each compiled and interpreted: the critic's
# loss of WGAN-GP by the parameters (difference quotients, PyTorch's numbers), orders 1 to 4 of
# x^5, sin and sigmoid, Hessian-vector products in three ways, `for` with a number of trips that is
# a value, `while`, nested `if`, MAML's steps by `with`, and lanes of all that. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
for check in ops/nesting transforms/orders transforms/transforms transforms/control control/check; do
  echo "$check:"
  /usr/bin/python3 "test/run/$check.py" || failed=1
done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
