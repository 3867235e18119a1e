#!/bin/bash
# Types every prefix of the example files and 2,000 random edits into leat-lsp-server: it must not
# crash, and answer each text within a second. Needs ./dev build.
# RUN: bash %s
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${LEAT_BIN:-build/bin}
mapfile -t files < <(find examples test/dialect/language -name '*.mlir' | sort)
if /usr/bin/python3 test/tools/lsp/edits.py "$bin"/leat-lsp-server 1 2000 "${files[@]}"; then echo pass
else echo FAIL; exit 1; fi
