#!/bin/bash
# RUN: bash %s
# language-1, errors: every pointwise op in f32 against f64, over every 4,099th of all inputs, and the
# record of them, docs/accuracy.md. With --all, over all of them; with --all --record, that is kept;
# with --recorded, every op must be there.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH /usr/bin/python3 test/acceptance/ulp.py "$@"
