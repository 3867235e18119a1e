//===- HoistInvariants.cpp - ops that need no loop leave it ---------------===//
//
//   for %t = 1 to 9 carry(%a = %x) { %m = matmul %u, %v  %b = mul %a, %m ... }
//   ==>
//   %m = matmul %u, %v
//   for %t = 1 to 9 carry(%a = %x) { %b = mul %a, %m ... }
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"
#include "passes/Passes.h"
#include "passes/States.h"

namespace leat {
#define GEN_PASS_DEF_HOISTINVARIANTSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

static int64_t elements(ValueRange values) {
  int64_t sum = 0;
  for (Type type : values.getTypes())
    sum += plainType(type).getNumElements();
  return sum;
}

// Whether the op may run before the loop, and a trip reads no more then. What
// has no operands is made again where it is used, at no cost.
static bool isWorthMoving(Operation *op, Operation *loop) {
  if (!isMemoryEffectFree(op) || op->getNumRegions() || !op->getNumResults())
    return false;
  auto counted = dyn_cast<ForOp>(loop);
  if (isa<IndexingOpInterface>(op) && !(counted && counted.getTripCount()))
    return false;
  return op->getNumOperands() == 0 || isa<ContractionOpInterface>(op) ||
         elements(op->getResults()) <= elements(op->getOperands());
}

namespace {
struct HoistInvariantsPass
    : leat::impl::HoistInvariantsPassBase<HoistInvariantsPass> {
  void runOnOperation() override {
    // Inner loops first: what leaves one may leave the next.
    getOperation().walk([](Operation *loop) {
      if (!isa<LoopOpInterface>(loop))
        return;
      SmallVector<Region *> regions = llvm::map_to_vector(
          loop->getRegions(), [](Region &region) { return &region; });
      moveLoopInvariantCode(
          regions,
          [&](Value value, Region *) {
            return !loop->isAncestor(value.getParentRegion()->getParentOp());
          },
          [&](Operation *op, Region *) { return isWorthMoving(op, loop); },
          [&](Operation *op, Region *) { op->moveBefore(loop); });
    });
  }
};
} // namespace
