#!/bin/bash
# `.ci/run` of a clean clone takes less than 40 minutes: with an empty compiler cache (the first time), and
# with the cache that this leaves. Never run in CI, which it times.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
git clone -q . "$out/clone"
failed=0
export CCACHE_DIR=$out/ccache
for cache in empty filled; do
  rm -rf "$out/clone/build"
  start=$SECONDS
  (cd "$out/clone" && bash .ci/run) >"$out/log" 2>&1 || { tail -40 "$out/log"; failed=1; }
  took=$((SECONDS - start))
  echo "compiler cache $cache: $((took / 60)) min $((took % 60)) s"
  (( took < 2400 )) || failed=1
done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
