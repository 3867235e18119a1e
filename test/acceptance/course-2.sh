#!/bin/bash
# The parameters of the course's networks, by `leat check --json`: as published, or as the papers' tables
# give them. Needs ./dev build.
set -euo pipefail
cd "$(dirname "$0")/../.."
PATH=$(realpath "${LEAT_BIN:-build/bin}"):$PATH
failed=0
expect() { # expect COUNT WHAT FILE ENTRY [OPTION...]
  local count=$1 what=$2 file=examples/networks/$3.mlir entry=$4; shift 4
  local found; found=$(leat check "$file" --entry "$entry" --json "$@" | /usr/bin/python3 -c '
import json, sys
entry = sys.argv[1]
print(json.load(sys.stdin)["functions"][entry]["parameters"])' "$entry")
  if [[ $found == "$count" ]]; then echo "$what: $found"; else echo "$what: $found, expected $count: FAIL"; failed=1; fi
}
expect 62378344 'AlexNet, one tower' alexnet logits
expect 60965224 'AlexNet, two groups in convolutions 2, 4 and 5' alexnet logits_two_groups
expect 269722 'ResNet-20 for CIFAR-10' resnet20 logits
expect 138357544 VGG-16 vgg logits
expect 143667240 VGG-19 vgg logits --set Deep=4
expect 11689512 ResNet-18 resnet18_imagenet logits
expect 25557032 ResNet-50 resnet50 logits
[[ $failed == 0 ]] && echo pass || echo FAIL
exit $failed
