//===- Decompose.cpp - layers and losses in simpler ops -------------------===//
//
//   %y = softmax %x   ==>   max, sub, exp, sum, div
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinOps.h"
#include "passes/Passes.h"
#include "passes/graph/Inlining.h"

namespace leat {
#define GEN_PASS_DEF_DECOMPOSEPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;

void leat::decomposeOp(DecomposableOpInterface op) {
  OpBuilder builder(op);
  // The name belongs to the result, not to every op on the way there.
  StringAttr name = nameOf(op.getLoc());
  op->setLoc(withoutName(op.getLoc()));
  SmallVector<Value> results = op.decompose(builder);
  Operation *maker = results.front().getDefiningOp();
  if (maker && !nameOf(maker->getLoc()))
    maker->setLoc(withName(maker->getLoc(), name));
  op->replaceAllUsesWith(results);
  op->erase();
}

namespace {
struct DecomposePass : leat::impl::DecomposePassBase<DecomposePass> {
  void runOnOperation() override {
    // What an op decomposes into may be decomposable itself.
    for (bool changed = true; changed;) {
      changed = false;
      SmallVector<leat::DecomposableOpInterface> ops;
      getOperation().walk(
          [&](leat::DecomposableOpInterface op) { ops.push_back(op); });
      for (leat::DecomposableOpInterface op : ops) {
        leat::decomposeOp(op);
        changed = true;
      }
    }
  }
};
} // namespace
