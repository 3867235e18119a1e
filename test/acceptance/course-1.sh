#!/bin/bash
# course-1.sh [SEED...]: all rows of the course in f64; in f32, at the tolerances for it and without an
# exception; and with fresh inputs of each seed, 1, 2 and 3 where none is said, what they should give
# computed by NumPy. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
course() { echo "course.py $*"; /usr/bin/python3 test/course/course.py "$@" || failed=1; }
course
course --float f32
for seed in ${*:-1 2 3}; do course --seed "$seed"; done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
