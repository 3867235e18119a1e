#!/bin/bash
# language-6.sh [PROGRAMS] [SEED] [FAULT...]: twenty faults are planted one at a time in a copy of the
# sources (mutation/fuzzed.py), and leat-fuzz finds each within 2,000 programs; then it tries PROGRAMS
# programs, 10,000 where not said, without a difference: at the median 12 ops or more, a quarter with
# control flow, a quarter with nested transforms, every op 100 times. Hours on two cores. What fails is
# kept in a folder that is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
programs=${1:-10000} seed=${2:-0}
[[ $# -lt 2 ]] || shift; [[ $# -lt 1 ]] || shift
out=$(mktemp -d)
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 CCACHE_SLOPPINESS=pch_defines,time_macros
[[ -f build/build.ninja ]] || cmake --preset release >/dev/null
ninja -C build leat-fuzz >/dev/null
failed=0
git worktree add -q --detach "$out/copy" HEAD
trap 'git worktree remove --force "$out/copy"' EXIT
(cd "$out/copy" && CCACHE_BASEDIR=$PWD cmake --preset release >/dev/null &&
  CCACHE_BASEDIR=$PWD test/acceptance/mutation/hunt.py . 2000 "$seed" "$@") || failed=1
build/bin/leat-fuzz "$programs" "$seed" "$out/faults" >"$out/log" || failed=1
cat "$out/log"
/usr/bin/python3 - "$out/log" "$programs" <<'PY' || failed=1
import re
import sys

text, programs = open(sys.argv[1]).read(), int(sys.argv[2])
found = re.search(r"median (\d+) ops, (\d+) % with control flow, (\d+) % with nested transforms, "
                  r"least used op (\w+) \((\d+) times\)", text)
median, control, nested, least = int(found[1]), int(found[2]), int(found[3]), int(found[5])
good = median >= 12 and control >= 25 and nested >= 25 and least >= programs / 100
print(f"what the programs are made of: {'pass' if good else 'FAIL'}")
sys.exit(0 if good else 1)
PY
if [[ $failed == 0 ]]; then echo pass; else echo "what failed is in $out: FAIL"; fi
exit $failed
