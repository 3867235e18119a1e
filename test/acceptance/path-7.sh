#!/bin/bash
# .ci/run from a clean clone, with an empty compiler cache, in under 25 minutes on 2 cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
clone=$(mktemp -d); trap 'rm -rf "$clone"' EXIT
git clone -q . "$clone/leat"
export CCACHE_DIR="$clone/ccache"
failed=0 start=$SECONDS
taskset -c 0,1 bash "$clone/leat/.ci/run" > "$clone/log" 2>&1 || failed=1
tail -n 8 "$clone/log"
took=$((SECONDS - start))
if [[ $failed == 0 && $took -lt 1500 ]]; then
  echo ".ci/run: $took s, wanted under 1500: pass"
else
  echo ".ci/run: $took s, wanted under 1500 and success: FAIL"; exit 1
fi
