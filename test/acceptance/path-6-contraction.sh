#!/bin/bash
# Contractions against the multiply-add ceiling of this core, one thread: at least 80 % each for
# sgemm 64, 256, 512 and 8x256x784, and a median of at least 65 % over 20 random shapes. The table
# is made three times; a case counts as in the table in which the core's other thread was idle
# for the most rounds, by those rounds if there were 10 of them, else by all.
set -euo pipefail
cd "$(dirname "$0")/../.."
[[ -f build/build.ninja ]] || ./dev build >/dev/null
ninja -C build leat-bench-contraction >/dev/null
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
for table in 1 2 3; do
  build/bin/leat-bench-contraction --table > "$out/$table"
done
/usr/bin/python3 - "$out"/* <<'PY'
import re
import statistics
import sys

# "  95.5 %   98.5 %     40    138.5     46.1  sgemm/NN 64x64x64  [schedule]"
row = re.compile(r"\s*([\d.]+) %\s+([\d.]+) %\s+(\d+)\s+[\d.]+\s+[\d.]+\s+(.*?)  \[")
best = {}
for path in sys.argv[1:]:
    with open(path) as table:
        for median, quiet_median, quiet, name in filter(None, map(lambda l: (m := row.match(l)) and m.groups(), table)):
            share = float(quiet_median if int(quiet) >= 10 else median)
            if name not in best or int(quiet) > best[name][1]:
                best[name] = share, int(quiet)
for name, (share, quiet) in best.items():
    print(f"{share:5.1f} %  {name}" + ("" if quiet >= 10 else "  (the core's other thread was busy)"))
print()
failed = False
random = [share for name, (share, quiet) in best.items() if name.startswith("random/")]
wanted = {f"sgemm {size}": (best[f"sgemm/NN {size}"][0], 80)
          for size in ("64x64x64", "256x256x256", "512x512x512", "8x256x784")}
wanted[f"median of {len(random)} random shapes"] = statistics.median(random), 65
for what, (share, least) in wanted.items():
    failed |= share < least
    print(f"{what}: {share:.1f} % of the ceiling, wanted {least}:", "FAIL" if share < least else "pass")
sys.exit(1 if failed else 0)
PY
