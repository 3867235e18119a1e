#!/bin/bash
# solid-2.sh [NUMBER...]: faults planted in derivative rules and kernels (mutation/mutants.py), one
# at a time in a clone of HEAD, are all found by the tests. About half a minute each.
set -euo pipefail
cd "$(dirname "$0")/../.."
clone=$(mktemp -d); trap 'rm -rf "$clone"' EXIT
git clone -q . "$clone/leat"
(cd "$clone/leat" && ./dev build >/dev/null)
python3 test/acceptance/mutation/run.py "$clone/leat" "$@"
