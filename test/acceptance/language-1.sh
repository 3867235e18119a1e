#!/bin/bash
# language-1: every op, values and derivatives of order 1 and 2, held against numbers computed
# outside, compiled code against the interpreter, difference quotients in f64, forward mode against
# reverse mode, vmap against a loop: a table of the worst errors, which fails where an op lacks a
# witness. Then the errors of pointwise ops in f32 and the record of them over all inputs
# (language-1-ulp.sh --all --record, by hand). Needs ./dev build; some ten minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
/usr/bin/python3 test/run/ops/complete.py || failed=1
/usr/bin/python3 test/run/ops/witnesses.py || failed=1
LEAT_BIN=${LEAT_BIN:-build/bin} test/acceptance/language-1-ulp.sh --recorded || failed=1
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
