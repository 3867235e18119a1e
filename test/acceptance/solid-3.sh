#!/bin/bash
# Training survives: kill -9 at 20 random moments, each run goes on and ends in the very bits of
# the uninterrupted one, and no more steps are made twice than lie between two checkpoints. The
# model has what a state must hold: a generator (dropout), Adam's slots, a schedule, moving
# averages. Then SIGINT and SIGTERM, also in the middle of an evaluation: exit code 130, nothing
# repeated, the same bits. solid-3.sh [SEED] draws other moments. Needs ./dev build.
# RUN: bash %s
set -euo pipefail
cd "$(dirname "$0")/../.."
leat=$PWD/${LEAT_BIN:-build/bin}/leat
[[ ${LEAT_BIN:-} == /* ]] && leat=$LEAT_BIN/leat
RANDOM=${1:-1}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
cd "$out"
kills=20 every=7 steps=330 # of 128 in an epoch: the last one is a part

cat > model.mlir <<'MODEL'
leat.model @survivor {
  config @H = 512
  state @rng = seed
  param @l1.weight : f32[H, 2] = kaiming_normal   param @l1.bias : f32[H] = zeros
  param @l2.weight : f32[H, H] = kaiming_normal   param @l2.bias : f32[H] = zeros
  param @l3.weight : f32[2, H] = kaiming_normal   param @l3.bias : f32[2] = zeros
  func @loss(%x: f32[B, 2], %label: i32[B]) -> (loss: f32) {
    %z = normal @rng : f32[B, 2]
    %h = let relu(linear(%x + 0.1 * %z, @l1.weight, @l1.bias))
    %g = let relu(linear(%h, @l2.weight, @l2.bias))
    %l = let cross_entropy(linear(%g, @l3.weight, @l3.bias), %label)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100)) ema(0.99)
}
MODEL
train() { # train NAME ARGUMENTS...: a run with state NAME.st and log NAME.jsonl
  local name=$1; shift
  exec "$leat" train model.mlir --data two-moons:n=4096 --batch 32 --steps $steps --eval loss \
    --save "$name.st" --log "$name.jsonl" --log-every 1 --checkpoint-every $every "$@" > "$name.out" 2> "$name.err"
}
failed=0
fail() { failed=1; echo "FAIL: $*"; }
# What a log says once its rates, which no two runs share, and its headers are taken out.
records() { grep -v '"version"' "$1.jsonl" | sed 's/"images_per_second":[^,]*,//'; }
same() { # same NAME: state and log are those of the run that nobody killed
  cmp "$1.st" whole.st || fail "$1: other bits"
  cmp <(records "$1") <(records whole) || fail "$1: another log"
}

(train whole) # also fills the cache
rm whole.*
begin=${EPOCHREALTIME/./}
(train whole)
whole=$(((${EPOCHREALTIME/./} - begin) / 1000))
echo "the uninterrupted run: $steps steps in $whole ms, $(stat -c %s whole.st) bytes of state"

hits=0 most=0 round=0
while ((round < kills)); do
  rm -f run.*
  (train run --resume) & pid=$!
  moment=$((RANDOM * whole / 32768))
  sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
  kill -9 $pid 2> /dev/null || { wait $pid; continue; } # it was faster than the first one
  wait $pid 2> /dev/null || true
  [[ -f run.st ]] && saved=yes || saved=no
  compgen -G 'run.st.tmp*' > /dev/null && hits=$((hits + 1))
  (train run --resume)
  round=$((round + 1))
  # A run that had no log yet had made no step.
  repeated=$(grep -o '"repeated_steps":[0-9]*' run.jsonl | tail -1 | cut -d: -f2)
  ((repeated > most)) && most=$repeated
  ((repeated <= every)) || fail "kill $round at $moment ms: $repeated steps repeated"
  [[ $saved == no ]] || grep -q 'going on from' run.err || fail "kill $round: a new start"
  compgen -G 'run.st.tmp*' > /dev/null && fail "kill $round: a leftover"
  same run
done
echo "$kills kills: $hits in the middle of a save, at most $most of $every steps repeated"
((hits > 0)) || fail "no kill hit a save: choose another seed"

# The signals, in an epoch, and in an evaluation: the last step is in the log, its epoch is not.
for signal in INT TERM; do
  for place in 200 128; do
    rm -f run.*
    (train run) & pid=$!
    until grep -qs "\"step\":$place," run.jsonl; do sleep 0.01; done
    kill -$signal $pid
    code=0; wait $pid || code=$?
    step=$(grep -o 'after step [0-9]*' run.err | cut -d' ' -f3)
    ((code == 130)) || fail "SIG$signal: exit code $code, expected 130"
    (train run --resume)
    grep -q "\"resumed_after_step\":$step,\"repeated_steps\":0" run.jsonl || fail "SIG$signal: steps repeated"
    same run
    echo "SIG$signal at step $step: exit code $code"
  done
done
((failed)) && echo FAIL || echo pass
exit $failed
