#!/bin/bash
# DDPM, DDIM, DPM-Solver++, EDM and Euler's and Heun's steps on sigmas against diffusers' schedulers
# (test/vectors/diffusion: 142 cases of their options, with the script that made them), with the same
# noise: all steps within 1e-9 (1e-6 is asked), whole trajectories, schedules, times. The files of
# vectors are also followed in NumPy. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
/usr/bin/python3 test/run/diffusion/references.py -v || failed=1
/usr/bin/python3 test/run/diffusion/twins.py | tail -2 || failed=1
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
