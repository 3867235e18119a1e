#!/bin/bash
# solid-5.sh [MODELS] [DATA] [SEED]: mutated model files and data files, 20000 and 5000 of each
# format where not said, under sanitizers: no crash, no hang, no leak, and every answer is fit for a
# person. Then the same models without sanitizers, each within 10 s. Builds what it needs in build and
# build/asan (half an hour on two cores); LEAT_FUZZ=DIR takes leat-fuzz-models and leat-fuzz-data of
# another build, and only that. What fails is kept in a folder that is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
models=${1:-20000} data=${2:-5000} seed=${3:-0}
builds=(build/asan/bin build/bin)
if [[ -n ${LEAT_FUZZ:-} ]]; then
  builds=("$LEAT_FUZZ")
else
  export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros
  [[ -f build/build.ninja ]] || cmake --preset release >/dev/null
  [[ -f build/asan/build.ninja ]] || cmake --preset asan >/dev/null
  ninja -C build leat-fuzz-models leat-fuzz-data >/dev/null
  ninja -C build/asan leat-fuzz-models leat-fuzz-data >/dev/null
fi
out=$(mktemp -d)
/usr/bin/python3 test/fuzz/cases.py "$out/cases"
# Every model of the tree, those with faults in them, too; but for whole networks, which take more than
# 10 s unharmed.
mapfile -t seeds < <(grep -rl 'leat.model' examples test --include='*.mlir' | grep -v '^examples/networks/' | sort
                     ls "$out"/cases/*.mlir)
failed=0
for build in "${builds[@]}"; do
  bin=$(realpath "$build")
  echo "$build:"
  "$bin/leat-fuzz-models" "$models" "$seed" "$out/faults-${build//\//-}" "${seeds[@]}" || failed=1
  (cd "$out" && "$bin/leat-fuzz-data" all "$data" "$seed") || failed=1
done
if [[ $failed == 0 ]]; then rm -rf "$out"; echo pass; else echo "what failed is in $out: FAIL"; fi
exit $failed
