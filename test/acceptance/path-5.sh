#!/bin/bash
# The MLP's training step at every stage: what is MLIR is read and verified again by leat-opt,
# LLVM IR by LLVM's assembler, assembly by its machine-code assembler; the object is an ELF file
# with the entry in it. Needs ./dev build.
# RUN: bash %s
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${LEAT_BIN:-build/bin}
out=$(mktemp -d); trap 'rm -rf "$out"' EXIT
llvm=$(llvm-config-22 --bindir)
failed=0
for stage in graph kernel tensor memory cpu llvm asm object; do
  file="$out/step.$stage"
  verdict=FAIL
  if "$bin"/leat compile examples/networks/mlp.mlir --entry fit --shape B=64 --emit "$stage" -o "$file"; then
    case $stage in
      llvm)   "$llvm/llvm-as" "$file" -o "$out/again" && verdict=pass ;;
      asm)    "$llvm/llvm-mc" --filetype=obj "$file" -o "$out/again" && verdict=pass ;;
      object) "$llvm/llvm-nm" --defined-only "$file" | grep -q ' T leat_entry_fit$' && verdict=pass ;;
      *)      "$bin"/leat-opt --verify-each "$file" -o "$out/again" && "$bin"/leat-opt "$out/again" -o "$out/twice" &&
                cmp -s "$out/again" "$out/twice" && verdict=pass ;;
    esac
  fi
  [[ $verdict == pass ]] || failed=1
  echo "--emit $stage: $(wc -c < "$file") bytes: $verdict"
done
exit $failed
