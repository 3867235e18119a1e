#!/bin/bash
# diffusion-3.sh [SEED...]: points.mlir on the checkerboard, the swiss roll and two moons, trained with each
# of three seeds. The energy distance between samples of every sampler, at its usual number of steps, and
# held-out points is below 1.5 times that between two sets of real points, of 1,000 points each and in the mean over
# all sets that 10,000 samples (5,000 of samplers of 1,000 steps) and 10,000 real points give (energy.py). So it is
# with points_edm.mlir. About half an hour on one core; STEPS=500 tries it out, LEAT_OUT=FOLDER keeps all, and what
# is there already is used.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
if [[ ${LEAT_OUT:-} ]]; then out=$LEAT_OUT; mkdir -p "$out"; else out=$(mktemp -d); trap 'rm -rf "$out"' EXIT; fi
(( $# )) || set -- 1 2 3
steps=${STEPS:-15000}
failed=0
# name, model, entry, steps, times
samplers='
ddpm_1000                points ddpm                1000
ddim_50                  points ddim                50
ddim_eta_1_100           points ddim                100  eta=1
predictor_corrector_1000 points predictor_corrector 1000
euler_maruyama_1000      points euler_maruyama      1000
flow_euler_100           points flow_euler          100
flow_heun_50             points flow_heun           50
dpm_solver_1_50          points dpm_solver_1        50   uniform_log_snr=true
dpm_solver_2m_20         points dpm_solver_2m       20   uniform_log_snr=true
dpm_solver_3m_20         points dpm_solver_3m       20   uniform_log_snr=true
sde_dpm_solver_2m_50     points sde_dpm_solver_2m   50   uniform_log_snr=true
edm_18                   points edm                 18
edm_churn_50             points edm                 50   churn=10
adaptive                 points adaptive            1
adaptive_flow            points adaptive            1    deterministic=true
trained_as_edm_18        points_edm edm             18'
for data in checkerboard swiss-roll two-moons; do
  # The points of seed 1000 are no others' points.
  leat data "$data:n=20000" --seed 1000 -o "$out/$data.npz" >/dev/null
  files=()
  for seed in "$@"; do
    for model in points points_edm; do
      options=(--data "$data:n=100000" --batch 1024 --steps "$steps" --seed "$seed")
      state=$out/$data-$model-$seed.safetensors
      leat train "examples/diffusion/$model.mlir" "${options[@]}" --save "$state" --resume \
        --log "${state%.safetensors}.jsonl" >"$out/said" 2>&1 || { cat "$out/said"; exit 1; }
    done
    while read -r name model entry count sets; do
      [[ $name ]] || continue
      folder=$out/$data-$seed-$name
      options=(--entry "$entry" --count $((count < 1000 ? 10000 : 5000)) --set "Steps=$count" --seed "$seed")
      for set in $sets; do options+=(--set "$set"); done
      [[ -e $folder/x.npy ]] || leat run "examples/diffusion/$model.mlir" --weights ema \
        --state "$out/$data-$model-$seed.safetensors" "${options[@]}" \
        --output-dir "$folder" 2>"$out/said" || { cat "$out/said"; exit 1; }
      files+=("$name=$folder/x.npy")
    done <<<"$samplers"
  done
  echo "$data:"
  /usr/bin/python3 test/acceptance/energy.py "$out/$data.npz" "${files[@]}" || failed=1
done
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
