#!/bin/bash
# Applies docs/adding-an-op.patch to a copy of HEAD, builds it and runs the new op's tests. The
# copy lies in build/, so that a second run builds only what changed.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=build/op-patch
if [[ -d $copy/.git ]]; then
  git -C "$copy" fetch -q origin HEAD
  git -C "$copy" checkout -q -f FETCH_HEAD
  git -C "$copy" clean -fdq -e build
else
  git clone -q . "$copy"
fi
cd "$copy"
# As ./dev has it: one cache for all copies.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros
git apply docs/adding-an-op.patch
[[ -f build/build.ninja ]] || cmake --preset release >/dev/null
ninja -C build --quiet leat leat-opt
bash scripts/generate_docs.sh
grep -q '^### `leat.gaussian`' docs/ops.md
/usr/lib/llvm-22/bin/lit -sv build/test/run/ops/gaussian.test build/test/run/ops/complete.test
build/bin/leat run /dev/stdin --input x=[0,1] <<'MODEL' | grep -F 'y = [1.         0.36787944]'
leat.model @m { func @main(%x: f64[N]) -> (y: f64[N]) { %y = gaussian %x return %y } }
MODEL
echo "docs/adding-an-op.patch: applied, built, tested"
