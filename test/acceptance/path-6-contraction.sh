#!/bin/bash
# Contractions against the multiply-add ceiling of this core, one thread: at least 80 % each for
# sgemm 64, 256, 512 and 8x256x784, and a median of at least 65 % over 20 random shapes. Judged by
# the rounds in which the core's other thread was idle, if there were 10 of them, else by all.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ -f build/build.ninja ]] || ./dev build >/dev/null
ninja -C build leat-bench-contraction >/dev/null
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
build/bin/leat-bench-contraction --table | tee "$out/table"
echo
awk '
  # 95.5 % 98.5 % 40 138.5 46.1 GROUP/NN MxNxK [schedule]
  $2 == "%" {
    share = $5 >= 10 ? $3 : $1; how = $5 >= 10 ? "" : ", neighbour busy"
    of[$8 " " $9] = share; said[$8 " " $9] = how
    if ($8 ~ /^random\//) random[++count] = share + 0
    if ($8 ~ /^convnet\//) printf "%5.1f %%%s  %s\n", share, how, name()
  }
  function name(  text, i) { text = $8; for (i = 9; i <= NF && $i !~ /^\[/; ++i) text = text " " $i; return text }
  function judge(what, value, least, how) {
    bad = value < least; failed += bad
    printf "%5.1f %% of the ceiling%s, at least %d %%: %s  %s\n", value, how, least, bad ? "FAIL" : "pass", what
  }
  END {
    split("64x64x64 256x256x256 512x512x512 8x256x784", sizes, " ")
    for (i = 1; i <= 4; ++i) judge("sgemm " sizes[i], of["sgemm/NN " sizes[i]] + 0, 80, said["sgemm/NN " sizes[i]])
    for (i = 1; i <= count; ++i) for (j = i + 1; j <= count; ++j)
      if (random[j] < random[i]) { t = random[i]; random[i] = random[j]; random[j] = t }
    judge("median of " count + 0 " random shapes", count ? (random[int((count + 1) / 2)] + random[int(count / 2) + 1]) / 2 : 0, 65, "")
    exit failed > 0
  }' "$out/table"
