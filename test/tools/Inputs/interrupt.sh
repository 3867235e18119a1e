#!/bin/bash
# interrupt.sh INT|TERM|NONE FOLDER COMMAND...: interrupts a training run after some steps and
# lets it go on for one more; what both said, and the log round the place where they met. NONE:
# by SIGINT, without --save. TWICE: two signals.
if [[ $1 == TWICE ]]; then # the second one while the first step is far from its end
  folder=$2; shift 2
  "$@" --save "$folder/TWICE.st" > "$folder/out" 2> "$folder/err" &
  until ((0x$(awk '/SigCgt/ { print $2 }' /proc/$!/status) & 0x4000)); do # until it listens
    kill -0 $! || exit 1; sleep 0.01
  done
  kill -TERM $!
  until grep -qs interrupted "$folder/err"; do kill -0 $! || exit 1; sleep 0.01; done
  kill -TERM $!; wait $!; echo "code $?"; cat "$folder/err"; exit
fi
signal=$1 folder=$2; shift 2
save=(--save "$folder/$signal.st"); [[ $signal == NONE ]] && save=()
"$@" --steps 100000000 "${save[@]}" --log "$folder/$signal.jsonl" --log-every 1 2>&1 > "$folder/out" &
until grep -qs '"step":9,' "$folder/$signal.jsonl"; do kill -0 $! || exit 1; sleep 0.05; done
kill -"${signal/NONE/INT}" $!
wait $!
echo "code $?"
[[ $signal == NONE ]] && exit
step=$(grep -o '"step":[0-9]*' "$folder/$signal.jsonl" | tail -1 | cut -d: -f2)
"$@" --steps $((step + 1)) "${save[@]}" --log "$folder/$signal.jsonl" --log-every 1 --resume 2>&1 > "$folder/out"
grep -B1 -A1 resumed_after_step "$folder/$signal.jsonl"
