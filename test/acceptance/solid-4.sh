#!/bin/bash
# Bad inputs of every kind, by the table in bad_inputs.py: the message, the exit code, nothing
# half-written. Needs ./dev build; as root, the full disk is a mounted one.
# RUN: bash %s
set -euo pipefail
cd "$(dirname "$0")/../.."
exec /usr/bin/python3 test/acceptance/bad_inputs.py "${LEAT_BIN:-build/bin}"
