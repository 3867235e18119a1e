#!/bin/bash
# Writes docs/ops.md and docs/passes.md from the tables; with --check, fails if they are stale.
set -euo pipefail
cd "$(dirname "$0")/.."
tblgen=(/usr/lib/llvm-22/bin/mlir-tblgen -I . -I /usr/lib/llvm-22/include)
families=(Program Block Pointwise Contraction Shape Arrange Reduction Order Net Loss LinearAlgebra Random Control Debug Kernel)

out=docs
if [[ ${1:-} == --check ]]; then out=$(mktemp -d); trap 'rm -rf "$out"' EXIT; fi
{
  python3 scripts/coverage_table.py "${families[@]}"
  printf '\n# Ops\n'
  for family in "${families[@]}"; do
    printf '\n# %s\n\n' "$family"
    "${tblgen[@]}" -gen-op-doc "dialect/$family.td"
  done
} > "$out/ops.md"
{ echo "# Passes"; echo; "${tblgen[@]}" -gen-pass-doc passes/Passes.td; } > "$out/passes.md"

[[ $out == docs ]] && exit
for page in ops passes; do
  cmp -s "$out/$page.md" "docs/$page.md" ||
    { echo "docs/$page.md is stale: run ./dev docs" >&2; exit 1; }
done
