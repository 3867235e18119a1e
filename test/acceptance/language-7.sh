#!/bin/bash
# Every numbered constraint of every op has a negative test: a list made from dialect/*.td is held
# against the comments of the tests, and the tests of the dialect are run. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 scripts/check_constraints.py
/usr/lib/llvm-22/bin/lit -s build/test/dialect build/test/tools/index-errors.test build/test/tools/include.test
echo pass
