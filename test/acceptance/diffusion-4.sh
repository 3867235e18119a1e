#!/bin/bash
# diffusion-4.sh [FOLDER]: the U-Net of fashion.mlir makes images of each class. ResNet-20, trained on real images
# (at least 92 % of the test images right), says of at least 85 % of the samples of each sampler that they are of
# the class that was asked for; two images of a class are at least 0.7 times as far from each other as two real
# ones; and the Frechet distance to real images in its feature space is printed (images.py says how). Grids of
# 100, a column for each class, the numbers and the logs stay in FOLDER, and what is there already is used:
# fashion.safetensors, resnet20.safetensors, samples. About three hours on two cores. Needs ./dev build.
# To try it out: EPOCHS=1 CLASSIFIER_EPOCHS=1 COUNT=20 SAMPLERS='ddim 10;edm 5'; STEPS=10 in the place of EPOCHS.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
out=${1:-$(mktemp -d)}; mkdir -p "$out"
count=${COUNT:-500}
failed=0
length() { if [[ ${STEPS:-} ]]; then echo "--steps $STEPS"; else echo "--epochs $1"; fi; }

classifier=$out/resnet20.safetensors
leat train examples/networks/resnet20.mlir --set Channels=1 --data fashion-mnist --batch 128 \
  $(length "${CLASSIFIER_EPOCHS:-12}") --log "$out/resnet20.jsonl" --save "$classifier" --resume
accuracy=$(leat eval examples/networks/resnet20.mlir --set Channels=1 --entry accuracy --data fashion-mnist:test \
  --state "$classifier" | sed -n 's/^accuracy = //p')
if awk "BEGIN { exit !($accuracy >= 0.92) }"; then echo "test accuracy of ResNet-20: $accuracy"
else echo "test accuracy of ResNet-20: $accuracy, expected at least 0.92: FAIL"; failed=1; fi

state=$out/fashion.safetensors
leat train examples/diffusion/fashion.mlir --data fashion-mnist --batch 64 \
  $(length "${EPOCHS:-20}") --log "$out/fashion.jsonl" --log-every 100 --save "$state" --resume

# 100 images at a time, each with a seed of its own.
folders=()
IFS=';' read -ra samplers <<<"${SAMPLERS:-ddpm 1000;ddim 50;dpm_solver_2m 20;dpm_solver_3m 20;edm 18}"
for words in "${samplers[@]}"; do
  read -r entry steps <<<"$words"
  folder=$out/${entry}_$steps
  for ((seed = 1, left = count; left > 0; ++seed, left -= 100)); do
    options=(--entry "${entry}_images" --set "Steps=$steps" --set "w=${W:-0.5}" --seed $seed)
    ((seed > 1)) || options+=(--png "$folder.png")
    [[ -e $folder/$seed/image.npy ]] || leat sample examples/diffusion/fashion.mlir --weights ema --state "$state" \
      "${options[@]}" --count $((left < 100 ? left : 100)) --output-dir "$folder/$seed" >"$out/said" 2>&1 ||
      { cat "$out/said"; exit 1; }
  done
  echo "$entry, $steps steps: $folder.png"
  folders+=("$entry $steps=$folder")
done
leat data fashion-mnist:train --count "${REAL:-10000}" -o "$out/train.npz" >/dev/null
leat data fashion-mnist:test -o "$out/test.npz" >/dev/null
/usr/bin/python3 test/acceptance/images.py "$classifier" "$out/train.npz" "$out/test.npz" "${folders[@]}" |
  tee "$out/table.md" || failed=1
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
