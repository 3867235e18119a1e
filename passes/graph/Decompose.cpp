//===- Decompose.cpp - layers and losses in simpler ops -------------------===//
//
//   %y = softmax %x   ==>   max, sub, exp, sum, div
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Countable.h"
#include "dialect/Spelling.h"
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

// What a model says was counted as it was typed; here stands all that was made
// of it.
static LogicalResult checkCountable(Operation *module) {
  WalkResult walked = module->walk([](Operation *op) {
    for (Type type : op->getResultTypes())
      if (!leat::isCountable(type)) {
        op->emitError("needs ")
            << leat::shortType(type) << " on the way, expected at most 2^"
            << leat::kMostElementsLog2 << " elements";
        return WalkResult::interrupt();
      }
    return WalkResult::advance();
  });
  return failure(walked.wasInterrupted());
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
    if (failed(checkCountable(getOperation())))
      signalPassFailure();
  }
};
} // namespace
