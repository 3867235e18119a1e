#!/bin/bash
# RUN: bash %s
# language-1, errors: every pointwise op in f32 against f64, over every 4,099th of all inputs. With
# --all, over all of them (hours; see ulp.py for doing it in parts).
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$PWD/build/bin:$PATH /usr/bin/python3 test/acceptance/ulp.py "$@"
