#!/bin/bash
# ./dev demo and ./dev test from a clean clone: both install, build and run by themselves.
set -euo pipefail
cd "$(dirname "$0")/../.."
clone=$(mktemp -d); trap 'rm -rf "$clone"' EXIT
git clone -q . "$clone/leat"
failed=0
for command in demo test; do
  start=$SECONDS
  if (cd "$clone/leat" && ./dev "$command") > "$clone/$command.log" 2>&1; then verdict=pass; else verdict=FAIL failed=1; fi
  tail -n 12 "$clone/$command.log"
  echo "./dev $command: $((SECONDS - start)) s: $verdict"
done
exit $failed
